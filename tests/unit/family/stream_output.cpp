// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <sstream>
#include <string>

#include <tenon.hpp>

using namespace tenon::literals;

namespace {

template <class T>
std::string streamed(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

template <class T>
concept streamable = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

TEST_CASE("operator<<: writes the text of to_string") {
    CHECK(streamed("127.0.0.1:80"_v4) == "127.0.0.1:80");
    CHECK(streamed("10.0.0.1"_v4_address) == "10.0.0.1");
    CHECK(streamed("224.0.0.1"_v4_group) == "224.0.0.1");
    CHECK(streamed("[::1]:80"_v6) == "[::1]:80");
    CHECK(streamed("::1"_v6_address) == "::1");
    CHECK(streamed("ff02::1"_v6_group) == "ff02::1");
    CHECK(streamed("/run/x"_unix) == "/run/x");
    CHECK(streamed(tenon::unix_domain::abstract("x").value()) == "@x");
}

TEST_CASE("operator<<: pads to the width of the stream") {
    std::ostringstream out;
    out.width(12);
    out << "10.0.0.1"_v4_address << '|';
    CHECK(out.str() == "    10.0.0.1|");
}

TEST_CASE("operator<<: does not exist for types without a text") {
    STATIC_REQUIRE(streamable<tenon::ipv4::endpoint>);
    STATIC_REQUIRE_FALSE(streamable<tenon::const_bytes>);
    STATIC_REQUIRE_FALSE(streamable<tenon::listener<tenon::tcp, tenon::ipv4>>);
}
