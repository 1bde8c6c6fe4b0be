// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <sstream>
#include <string>

#include <tenon.hpp>

using namespace tenon::literals;

namespace {

template <class T>
std::string shown(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

template <class T>
concept shows = requires(std::ostream& out, const T& value) { out << value; };

}  // namespace

TEST_CASE("what prints as text is written to streams as that text") {
    CHECK(shown("127.0.0.1:80"_v4) == "127.0.0.1:80");
    CHECK(shown("10.0.0.1"_v4_address) == "10.0.0.1");
    CHECK(shown("224.0.0.1"_v4_group) == "224.0.0.1");
    CHECK(shown("[::1]:80"_v6) == "[::1]:80");
    CHECK(shown("::1"_v6_address) == "::1");
    CHECK(shown("ff02::1"_v6_group) == "ff02::1");
    CHECK(shown("/run/x"_unix) == "/run/x");
    CHECK(shown(tenon::unix_domain::abstract("x").value()) == "@x");
}

TEST_CASE("the width of the stream pads, as with any string") {
    std::ostringstream out;
    out.width(12);
    out << "10.0.0.1"_v4_address << '|';
    CHECK(out.str() == "    10.0.0.1|");
}

TEST_CASE("nothing else is made to show") {
    STATIC_REQUIRE(shows<tenon::ipv4::endpoint>);
    STATIC_REQUIRE_FALSE(shows<tenon::const_bytes>);
    STATIC_REQUIRE_FALSE(shows<tenon::listener<tenon::tcp, tenon::ipv4>>);
}
