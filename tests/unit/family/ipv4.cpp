// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/refused_text.hpp>

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <tenon.hpp>

using tenon::errc;
using tenon::ipv4;
using tenon::parse;
using namespace tenon::literals;

TEST_CASE("ipv4::address: consists of four octets") {
    const ipv4::address address(192, 0, 2, 255);
    CHECK(address.number() == 0xC00002FF);
    CHECK(address == ipv4::address(0xC00002FF));
    CHECK(address.octets() == std::array<std::uint8_t, 4>{192, 0, 2, 255});
    CHECK(ipv4::address::any() == ipv4::address());
    CHECK(ipv4::address::any() == "0.0.0.0"_v4_address);
    CHECK(ipv4::address::loopback() == "127.0.0.1"_v4_address);
    CHECK(ipv4::address::broadcast() == "255.255.255.255"_v4_address);
}

TEST_CASE("parse: an IPv4 address returns its octets") {
    CHECK(parse<ipv4::address>("0.0.0.0").value() == ipv4::address::any());
    CHECK(parse<ipv4::address>("1.20.255.9").value() == ipv4::address(1, 20, 255, 9));
    CHECK(parse<ipv4::address>("255.255.255.255").value() == ipv4::address::broadcast());
    STATIC_REQUIRE(parse<ipv4::address>("10.0.0.1")->number() == 0x0A000001);
}

TEST_CASE("parse: a text that is not an IPv4 address is refused with the reason") {
    unit::check_refused<ipv4::address>({
        {"", errc::text_is_empty},
        {" ", errc::unexpected_character},
        {"1", errc::ipv4_has_not_four_octets},
        {"1.2", errc::ipv4_has_not_four_octets},
        {"1.2.3", errc::ipv4_has_not_four_octets},
        {"1.2.3.4.5", errc::ipv4_has_not_four_octets},
        {"1.2.3.4.", errc::ipv4_has_not_four_octets},
        {".1.2.3", errc::ipv4_octet_missing},
        {"1..2.3", errc::ipv4_octet_missing},
        {"1.2.3.", errc::ipv4_octet_missing},
        {"1.2.3.x", errc::not_an_ip_address},
        {"1.2.3.-4", errc::ipv4_octet_missing},
        {"1.2.3.+4", errc::ipv4_octet_missing},
        {"1.2.3. 4", errc::ipv4_octet_missing},
        {"1.2.3.256", errc::ipv4_octet_exceeds_255},
        {"256.2.3.4", errc::ipv4_octet_exceeds_255},
        {"1.2.3.1000", errc::ipv4_octet_exceeds_255},
        {"1.2.3.4294967297", errc::ipv4_octet_exceeds_255},
        {"1.2.3.99999999999999999999", errc::ipv4_octet_exceeds_255},
        {"01.2.3.4", errc::ipv4_octet_has_leading_zero},
        {"1.2.3.00", errc::ipv4_octet_has_leading_zero},
        {"0x1.2.3.4", errc::unexpected_character},
        {"1.2.3.4 ", errc::unexpected_character},
        {"1.2.3.4\n", errc::unexpected_character},
        {"1.2.3.4:80", errc::unexpected_character},
        {"1.2.3.4/8", errc::unexpected_character},
        {"1,2,3,4", errc::unexpected_character},
        {std::string_view("1.2.3.4\0", 8), errc::unexpected_character},
        {"::1", errc::not_an_ipv4_address},
        {"localhost", errc::not_an_ip_address},
    });
}

TEST_CASE("parse: an IPv4 endpoint requires a port") {
    CHECK(parse<ipv4::endpoint>("127.0.0.1:80").value() ==
          ipv4::endpoint(ipv4::address::loopback(), 80));
    CHECK(parse<ipv4::endpoint>("0.0.0.0:0").value() == ipv4::endpoint());
    CHECK(parse<ipv4::endpoint>("1.2.3.4:65535").value().port() == 65535);
    unit::check_refused<ipv4::endpoint>({
        {"", errc::text_is_empty},
        {"1.2.3.4", errc::port_missing},
        {"1.2.3.4:", errc::port_missing},
        {"1.2.3.4:x", errc::port_is_not_a_number},
        {"1.2.3.4:-1", errc::port_is_not_a_number},
        {"1.2.3.4:65536", errc::port_exceeds_65535},
        {"1.2.3.4:4294967376", errc::port_exceeds_65535},
        {"1.2.3.4:00", errc::port_has_leading_zero},
        {"1.2.3.4:080", errc::port_has_leading_zero},
        {"1.2.3.4:80 ", errc::unexpected_character},
        {"1.2.3.4:80:80", errc::unexpected_character},
        {"1.2.3.4 :80", errc::unexpected_character},
        {"1.2.3.4.5:80", errc::ipv4_has_not_four_octets},
        {"1.2.3:80", errc::ipv4_has_not_four_octets},
        {":80", errc::not_an_ip_address},
        {"1.2.3.256:80", errc::ipv4_octet_exceeds_255},
        {"[1.2.3.4]:80", errc::unexpected_character},
    });
}

TEST_CASE("to_string: IPv4 addresses, groups and endpoints are printed as in literals") {
    CHECK(to_string(ipv4::address()) == "0.0.0.0");
    CHECK(to_string("10.20.30.40"_v4_address) == "10.20.30.40");
    CHECK(to_string("255.255.255.255:65535"_v4) == "255.255.255.255:65535");
    CHECK(to_string("127.0.0.1:0"_v4) == "127.0.0.1:0");
    CHECK(to_string("224.0.0.251"_v4_group) == "224.0.0.251");
}

TEST_CASE("ipv4::group: accepts addresses from 224.0.0.0 to 239.255.255.255") {
    CHECK(parse<ipv4::group>("224.0.0.0").value().address() == "224.0.0.0"_v4_address);
    CHECK(parse<ipv4::group>("239.255.255.255"));
    CHECK(parse<ipv4::group>("223.255.255.255").error() == errc::not_a_multicast_address);
    CHECK(parse<ipv4::group>("240.0.0.0").error() == errc::not_a_multicast_address);
    CHECK(parse<ipv4::group>("224.0.0").error() == errc::ipv4_has_not_four_octets);
    CHECK(ipv4::group::from("127.0.0.1"_v4_address).error() == errc::not_a_multicast_address);
    CHECK("224.0.0.251"_v4_group == parse<ipv4::group>("224.0.0.251").value());
}

TEST_CASE("ipv4::endpoint: has the representation of a sockaddr_in") {
    const ipv4::endpoint endpoint = "192.0.2.1:8080"_v4;
    REQUIRE(endpoint.size() == sizeof(sockaddr_in));
    sockaddr_in native = {};
    std::memcpy(&native, endpoint.data(), sizeof native);
    CHECK(native.sin_family == AF_INET);
    CHECK(native.sin_port == htons(8080));
    CHECK(native.sin_addr.s_addr == htonl(0xC0000201));
    CHECK(endpoint.address() == "192.0.2.1"_v4_address);
    CHECK(endpoint.port() == 8080);
    STATIC_REQUIRE(sizeof(ipv4::endpoint) == sizeof(sockaddr_in));
}

TEST_CASE("ipv4::endpoint: resize accepts only a sockaddr_in") {
    sockaddr_in native = {};
    native.sin_family = AF_INET;
    native.sin_port = htons(7);
    native.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    native.sin_zero[3] = 1;
    ipv4::endpoint endpoint;
    std::memcpy(endpoint.data(), &native, sizeof native);
    CHECK(endpoint.resize(sizeof native));
    CHECK(endpoint == "127.0.0.1:7"_v4);
    CHECK_FALSE(endpoint.resize(sizeof native - 1));
    CHECK_FALSE(endpoint.resize(0));
    endpoint.data()->sa_family = AF_INET6;
    CHECK_FALSE(endpoint.resize(sizeof native));
}

TEST_CASE("ipv4::endpoint: is ordered by address, then by port") {
    const std::vector<ipv4::endpoint> ascending = {
        "0.0.0.0:0"_v4, "0.0.0.0:256"_v4, "1.0.0.0:1"_v4,  "1.0.0.0:2"_v4,
        "1.0.0.1:0"_v4, "2.0.0.0:0"_v4,   "255.0.0.0:0"_v4};
    for (std::size_t left = 0; left != ascending.size(); ++left)
        for (std::size_t right = 0; right != ascending.size(); ++right) {
            CHECK((ascending[left] == ascending[right]) == (left == right));
            CHECK((ascending[left] < ascending[right]) == (left < right));
        }
    CHECK("1.2.3.4"_v4_address < "1.2.4.0"_v4_address);
    CHECK("224.0.0.1"_v4_group < "224.0.0.2"_v4_group);
}

TEST_CASE("_v4: the literals are constant expressions") {
    STATIC_REQUIRE("127.0.0.1:80"_v4.port() == 80);
    STATIC_REQUIRE("127.0.0.1:80"_v4.with_port(443) == "127.0.0.1:443"_v4);
    STATIC_REQUIRE("127.0.0.1:80"_v4.address() == ipv4::address::loopback());
    STATIC_REQUIRE("127.0.0.1:80"_v4 == ipv4::endpoint(ipv4::address::loopback(), 80));
    STATIC_REQUIRE("127.0.0.1:80"_v4 < "127.0.0.1:81"_v4);
    STATIC_REQUIRE("224.0.0.1"_v4_group.address().is_multicast());
}
