// SPDX-License-Identifier: BSL-1.0
#define TENON_WITH_EVERYTHING  // The other unit does not.
#include <repository/structure/two_units.hpp>

#include <cstdio>

using namespace tenon::literals;

// Two units that both include all of tenon make one program, and mean the same things by the same names.

namespace {

int failed = 0;

void check(bool holds, const char* what) {
    if (!holds) {
        std::printf("does not hold: %s\n", what);
        ++failed;
    }
}

}  // namespace

int main() {
    check(&other::category() == &tenon::error_category(), "there is one category of errors");
    check(other::endpoint() == "[2001:db8::1%3]:80"_v6, "an endpoint of one unit equals that of the other");
    check(other::shown(other::endpoint()) == to_string(other::endpoint()), "both print it alike");

    check("2001:db8::/32"_v6_network.contains(other::endpoint().address()),
          "what one unit alone has works on what the other made");

    auto socket = other::without_peer();
    check(socket && socket->send("x"_bytes).error() == std::errc::broken_pipe, "a socket of one unit works in the other");
    check(other::of_no_descriptor().error() == std::errc::bad_file_descriptor, "an error of one unit is one in the other");
    return failed == 0 ? 0 : 1;
}
