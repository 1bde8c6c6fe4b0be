// SPDX-License-Identifier: BSL-1.0
#define TENON_WITH_EVERYTHING  // The second unit does not define it.
#include <repository/structure/two_units.hpp>

#include <cstdio>

using namespace tenon::literals;

// Two units that include all of tenon make one program, in which the same names have the same
// meaning.

namespace {

int failed = 0;

void check(bool holds, const char* what) {
    if (!holds) {
        std::printf("is false: %s\n", what);
        ++failed;
    }
}

}  // namespace

int main() {
    check(&other::category() == &tenon::error_category(), "there is one category of errors");
    check(other::endpoint() == "[2001:db8::1%3]:80"_v6,
          "an endpoint of one unit equals that of the other");
    check(other::text_of(other::endpoint()) == to_string(other::endpoint()),
          "both units print an endpoint in the same way");

    check("2001:db8::/32"_v6_network.contains(other::endpoint().address()),
          "a type that only one unit includes works with an address of the other");

    auto socket = other::without_peer();
    check(socket && socket->send("x"_bytes).error() == std::errc::broken_pipe,
          "a socket of one unit works in the other");
    check(other::of_no_descriptor().error() == std::errc::bad_file_descriptor,
          "an error of one unit equals that of the other");
    return failed == 0 ? 0 : 1;
}
