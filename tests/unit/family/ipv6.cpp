// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/refused_text.hpp>

#include <arpa/inet.h>
#include <net/if.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <tenon.hpp>

using tenon::errc;
using tenon::ipv6;
using tenon::parse;
using namespace tenon::literals;

TEST_CASE("ipv6::address: consists of eight groups") {
    CHECK(parse<ipv6::address>("1:2:3:4:5:6:7:8").value().groups() ==
          ipv6::address::groups_type{1, 2, 3, 4, 5, 6, 7, 8});
    CHECK(parse<ipv6::address>("::").value() == ipv6::address::any());
    CHECK(parse<ipv6::address>("::1").value() == ipv6::address::loopback());
    CHECK(parse<ipv6::address>("1::").value().groups() ==
          ipv6::address::groups_type{1, 0, 0, 0, 0, 0, 0, 0});
    CHECK(parse<ipv6::address>("1::8").value().groups() ==
          ipv6::address::groups_type{1, 0, 0, 0, 0, 0, 0, 8});
    CHECK(parse<ipv6::address>("1:2::7:8").value().groups() ==
          ipv6::address::groups_type{1, 2, 0, 0, 0, 0, 7, 8});
    CHECK(parse<ipv6::address>("FFFF:aBcD::").value().groups() ==
          ipv6::address::groups_type{0xFFFF, 0xABCD});
    CHECK(parse<ipv6::address>("0001:0002:0003:0004:0005:0006:0007:0008").value() ==
          "1:2:3:4:5:6:7:8"_v6_address);
}

TEST_CASE("parse: in an IPv6 address, :: may replace a single group") {
    CHECK(parse<ipv6::address>("1:2:3:4:5:6:7::").value() == "1:2:3:4:5:6:7:0"_v6_address);
    CHECK(parse<ipv6::address>("::2:3:4:5:6:7:8").value() == "0:2:3:4:5:6:7:8"_v6_address);
    CHECK(parse<ipv6::address>("1:2:3::5:6:7:8").value() == "1:2:3:0:5:6:7:8"_v6_address);
}

TEST_CASE("parse: the last 32 bits of an IPv6 address may be written as an IPv4 address") {
    CHECK(parse<ipv6::address>("::ffff:192.0.2.1").value() == "::ffff:c000:201"_v6_address);
    CHECK(parse<ipv6::address>("::192.0.2.1").value() == "::c000:201"_v6_address);
    CHECK(parse<ipv6::address>("1:2:3:4:5:6:7.8.9.10").value() == "1:2:3:4:5:6:708:90a"_v6_address);
    CHECK(parse<ipv6::address>("1::7.8.9.10").value() == "1:0:0:0:0:0:708:90a"_v6_address);
    CHECK("::ffff:0:0"_v6_address.is_v4_mapped());
    CHECK_FALSE("::fffe:0:0"_v6_address.is_v4_mapped());
    CHECK_FALSE("1::ffff:0:0"_v6_address.is_v4_mapped());
}

TEST_CASE("parse: a text that is not an IPv6 address is refused with the reason") {
    unit::check_refused<ipv6::address>({
        {"", errc::text_is_empty},
        {":", errc::ipv6_group_missing},
        {":1", errc::ipv6_group_missing},
        {":1:2:3:4:5:6:7", errc::ipv6_group_missing},
        {"1:", errc::ipv6_group_missing},
        {"1::2:", errc::ipv6_group_missing},
        {"::1:", errc::ipv6_group_missing},
        {"12345::", errc::ipv6_group_exceeds_four_digits},
        {"::00000", errc::ipv6_group_exceeds_four_digits},
        {"1", errc::ipv6_has_not_eight_groups},
        {"1:2:3:4:5:6:7", errc::ipv6_has_not_eight_groups},
        {"1:2:3:4:5:6:7:8:9", errc::ipv6_has_not_eight_groups},
        {"1:2:3:4:5:6:7:8:", errc::ipv6_has_not_eight_groups},
        {"1:2:3:4::5:6:7:8", errc::ipv6_has_not_eight_groups},
        {"::1:2:3:4:5:6:7:8", errc::ipv6_has_not_eight_groups},
        {"1:2:3:4:5:6:7:8::", errc::ipv6_has_not_eight_groups},
        {"1:2:3:4:5:1.2.3.4", errc::ipv6_has_not_eight_groups},
        {"1.2.3.4", errc::not_an_ipv6_address},
        {":::", errc::ipv6_is_shortened_twice},
        {"1:::2", errc::ipv6_is_shortened_twice},
        {"1::2::3", errc::ipv6_is_shortened_twice},
        {"::1::", errc::ipv6_is_shortened_twice},
        {"g::", errc::unexpected_character},
        {"::g", errc::unexpected_character},
        {"1:2:3:4:5:6:7:8x", errc::unexpected_character},
        {"::1 ", errc::unexpected_character},
        {" ::1", errc::unexpected_character},
        {"::1%2", errc::unexpected_character},
        {"::1/64", errc::unexpected_character},
        {"[::1]", errc::unexpected_character},
        {"::1.2.3", errc::ipv4_has_not_four_octets},
        {"::1.2.3.4.5", errc::ipv4_has_not_four_octets},
        {"::1.2.3.256", errc::ipv4_octet_exceeds_255},
        {"::1.2.3.04", errc::ipv4_octet_has_leading_zero},
        {"1:2:3:4:5:6:7:1.2.3.4", errc::unexpected_character},
        {std::string_view("::1\0", 4), errc::unexpected_character},
    });
}

TEST_CASE("to_string: an IPv6 address is printed as RFC 5952 requires") {
    const auto printed = [](std::string_view text) {
        return to_string(parse<ipv6::address>(text).value());
    };
    // Section 4.1: no leading zeros. 4.3: lower case.
    CHECK(printed("2001:0db8:0000:0000:000A:0000:0000:0001") == "2001:db8::a:0:0:1");
    // Section 4.2.1: as many groups as possible are shortened. 4.2.2: a single group is not. 4.2.3:
    // the longest run is, and the first of equal runs.
    CHECK(printed("2001:db8:0:0:0:0:2:1") == "2001:db8::2:1");
    CHECK(printed("2001:db8:0:1:1:1:1:1") == "2001:db8:0:1:1:1:1:1");
    CHECK(printed("2001:0:0:1:0:0:0:1") == "2001:0:0:1::1");
    CHECK(printed("2001:db8:0:0:1:0:0:1") == "2001:db8::1:0:0:1");
    CHECK(printed("0:0:1:0:0:0:0:0") == "0:0:1::");
    CHECK(printed("0:1:2:3:4:5:6:7") == "0:1:2:3:4:5:6:7");
    CHECK(printed("1:2:3:4:5:6:7:0") == "1:2:3:4:5:6:7:0");
    CHECK(printed("::") == "::");
    CHECK(printed("::1") == "::1");
    CHECK(printed("1::") == "1::");
    CHECK(printed("0:0:0:1::") == "0:0:0:1::");
    // Section 5: dots only if the prefix denotes an embedded IPv4 address.
    CHECK(printed("::ffff:c000:201") == "::ffff:192.0.2.1");
    CHECK(printed("::ffff:0:0") == "::ffff:0.0.0.0");
    CHECK(printed("::c000:201") == "::c000:201");
    CHECK(printed("::1.2.3.4") == "::102:304");
}

TEST_CASE("parse: an IPv6 endpoint requires brackets and a port, a scope is optional") {
    CHECK(parse<ipv6::endpoint>("[::1]:80").value() ==
          ipv6::endpoint(ipv6::address::loopback(), 80));
    CHECK(parse<ipv6::endpoint>("[::]:0").value() == ipv6::endpoint());
    const ipv6::endpoint scoped = parse<ipv6::endpoint>("[fe80::1%2]:80").value();
    CHECK(scoped.scope() == 2);
    CHECK(scoped.address() == "fe80::1"_v6_address);
    CHECK(parse<ipv6::endpoint>("[fe80::%4294967295]:1").value().scope() == 0xFFFFFFFF);
    CHECK(parse<ipv6::endpoint>("[::ffff:1.2.3.4%1]:1").value().scope() == 1);
    unit::check_refused<ipv6::endpoint>({
        {"", errc::text_is_empty},
        {"::1:80", errc::ipv6_bracket_missing},
        {"[::1", errc::ipv6_bracket_missing},
        {"[::1:80", errc::ipv6_bracket_missing},
        {"[]:80", errc::ipv6_group_missing},
        {"[", errc::ipv6_bracket_missing},
        {"[::1]", errc::port_missing},
        {"[::1]:", errc::port_missing},
        {"[::1]80", errc::unexpected_character},
        {"[::1]:65536", errc::port_exceeds_65535},
        {"[::1]:01", errc::port_has_leading_zero},
        {"[::1]:80 ", errc::unexpected_character},
        {" [::1]:80", errc::unexpected_character},
        {"[::1 ]:80", errc::unexpected_character},
        {"[1:2:3]:80", errc::ipv6_has_not_eight_groups},
        {"[1:2:3:4:5:6:7:8:9]:80", errc::ipv6_has_not_eight_groups},
        {"[fe80::1%]:80", errc::ipv6_zone_is_not_an_index},
        {"[fe80::1%01]:80", errc::ipv6_zone_is_not_an_index},
        {"[fe80::1%4294967296]:80", errc::ipv6_zone_is_not_an_index},
        {"[fe80::1%1%2]:80", errc::unexpected_character},
        {"127.0.0.1:80", errc::not_an_ipv6_address},
    });
}

TEST_CASE("parse: at run time, the zone of an IPv6 endpoint may be an interface name") {
    const std::uint32_t lo = if_nametoindex("lo");
    REQUIRE(lo != 0);
    CHECK(parse<ipv6::endpoint>("[fe80::1%lo]:80").value() ==
          ipv6::endpoint("fe80::1"_v6_address, 80, lo));
    // A compiler may evaluate the initialiser of a static variable, when no interfaces are known.
    static const auto at_start = parse<ipv6::endpoint>("[fe80::1%lo]:80");
    CHECK(at_start.value().scope() == lo);
    CHECK(to_string(*at_start) == "[fe80::1%" + std::to_string(lo) + "]:80");
    for (const char* const text :
         {"[fe80::1%no such]:80", "[fe80::1%lo%1]:80", "[fe80::1%lo ]:80", "[fe80::1%+1]:80",
          "[fe80::1%-1]:80", "[fe80::1%a-name-of-sixteen]:80"})
        CHECK(parse<ipv6::endpoint>(text).error() == std::errc::no_such_device);
    CHECK(parse<ipv6::endpoint>(std::string_view("[fe80::1%lo\0]:80", 16)).error() ==
          std::errc::no_such_device);
    CHECK(parse<ipv6::endpoint>("[fe80::1%lo").error() == errc::ipv6_bracket_missing);
    CHECK(parse<ipv6::endpoint>("[fe80::1%lo]").error() == errc::port_missing);
    CHECK(parse<ipv6::endpoint>("[fe80::1%" + std::string(5000, 'x') + "]:80").error() ==
          std::errc::no_such_device);
}

TEST_CASE("ipv6::endpoint: flow information is in the sockaddr, and is ignored by comparisons") {
    constexpr ipv6::endpoint plain = "[2001:db8::1]:80"_v6;
    constexpr ipv6::endpoint marked = plain.with_flow_information(0x0B812345);
    STATIC_REQUIRE(plain.flow_information() == 0);
    STATIC_REQUIRE(marked.flow_information() == 0x0B812345);
    STATIC_REQUIRE((marked.port() == 80 && marked.address() == plain.address()));
    CHECK(marked == plain);
    STATIC_REQUIRE(marked.with_port(443).flow_information() == 0x0B812345);
    STATIC_REQUIRE("[fe80::1%2]:80"_v6.with_port(443) == "[fe80::1%2]:443"_v6);
    sockaddr_in6 native = {};
    std::memcpy(&native, marked.data(), sizeof native);
    CHECK(native.sin6_flowinfo == htonl(0x0B812345));
}

TEST_CASE("ipv6::address: converts to and from bytes and IPv4 addresses") {
    constexpr ipv6::address address = "2001:db8::1:2"_v6_address;
    STATIC_REQUIRE(ipv6::address::from_bytes(address.bytes()) == address);
    CHECK(address.bytes() ==
          ipv6::address::bytes_type{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2});
    STATIC_REQUIRE(ipv6::address::mapped("192.0.2.1"_v4_address) == "::ffff:192.0.2.1"_v6_address);
    STATIC_REQUIRE(*"::ffff:192.0.2.1"_v6_address.unmapped() == "192.0.2.1"_v4_address);
    CHECK("::192.0.2.1"_v6_address.unmapped().error() == errc::not_an_ipv4_address);
    CHECK("1::ffff:192.0.2.1"_v6_address.unmapped().error() == errc::not_an_ipv4_address);
}

TEST_CASE("ipv6::group: scope and is_transient return the bits of the address") {
    using reach = ipv6::group::reach;
    CHECK("ff01::1"_v6_group.scope() == reach::interface_local);
    CHECK("ff02::1"_v6_group.scope() == reach::link_local);
    CHECK("ff03::1"_v6_group.scope() == reach::realm_local);
    CHECK("ff04::1"_v6_group.scope() == reach::admin_local);
    CHECK("ff15::1"_v6_group.scope() == reach::site_local);
    CHECK("ff38::1"_v6_group.scope() == reach::organization_local);
    STATIC_REQUIRE("ff0e::101"_v6_group.scope() == reach::global);
    CHECK(static_cast<int>("ff07::1"_v6_group.scope()) == 7);
    STATIC_REQUIRE_FALSE("ff0e::101"_v6_group.is_transient());
    STATIC_REQUIRE("ff1e::101"_v6_group.is_transient());
}

TEST_CASE("to_string: an IPv6 endpoint has brackets, and a scope unless it is 0") {
    CHECK(to_string("[::1]:80"_v6) == "[::1]:80");
    CHECK(to_string(ipv6::endpoint("fe80::1"_v6_address, 80, 2)) == "[fe80::1%2]:80");
    CHECK(to_string(ipv6::endpoint("::ffff:1.2.3.4"_v6_address, 65535)) ==
          "[::ffff:1.2.3.4]:65535");
    CHECK(to_string("ff02::fb"_v6_group) == "ff02::fb");
}

TEST_CASE("ipv6::group: accepts addresses of ff00::/8") {
    CHECK(parse<ipv6::group>("ff02::1").value().address() == "ff02::1"_v6_address);
    CHECK(parse<ipv6::group>("ff00::"));
    CHECK(parse<ipv6::group>("ffff::"));
    CHECK(parse<ipv6::group>("feff::").error() == errc::not_a_multicast_address);
    CHECK(parse<ipv6::group>("ff::").error() == errc::not_a_multicast_address);
    CHECK(parse<ipv6::group>("ff02:::").error() == errc::ipv6_is_shortened_twice);
    CHECK("ff02::fb"_v6_group == parse<ipv6::group>("ff02:0::fb").value());
}

TEST_CASE("ipv6::endpoint: has the representation of a sockaddr_in6") {
    const ipv6::endpoint endpoint("2001:db8::1"_v6_address, 8080, 3);
    REQUIRE(endpoint.size() == sizeof(sockaddr_in6));
    sockaddr_in6 native = {};
    std::memcpy(&native, endpoint.data(), sizeof native);
    CHECK(native.sin6_family == AF_INET6);
    CHECK(native.sin6_port == htons(8080));
    CHECK(native.sin6_scope_id == 3);
    CHECK(native.sin6_flowinfo == 0);
    CHECK(native.sin6_addr.s6_addr[1] == 0x01);
    CHECK(native.sin6_addr.s6_addr[2] == 0x0d);
    CHECK(native.sin6_addr.s6_addr[15] == 1);
    CHECK(endpoint.address() == "2001:db8::1"_v6_address);
    CHECK((endpoint.port() == 8080 && endpoint.scope() == 3));
    STATIC_REQUIRE(sizeof(ipv6::endpoint) == sizeof(sockaddr_in6));
}

TEST_CASE("ipv6::endpoint: resize accepts only a sockaddr_in6") {
    sockaddr_in6 native = {};
    native.sin6_family = AF_INET6;
    native.sin6_port = htons(7);
    native.sin6_flowinfo = htonl(0x12345);
    native.sin6_addr = in6addr_loopback;
    ipv6::endpoint endpoint;
    std::memcpy(endpoint.data(), &native, sizeof native);
    CHECK(endpoint.resize(sizeof native));
    CHECK(endpoint == "[::1]:7"_v6);
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_in)));
    CHECK_FALSE(endpoint.resize(0));
    endpoint.data()->sa_family = AF_INET;
    CHECK_FALSE(endpoint.resize(sizeof native));
}

TEST_CASE("ipv6::endpoint: is ordered by address, then by scope, then by port") {
    const std::vector<ipv6::endpoint> ascending = {"[::]:9"_v6,    "[::1]:1"_v6,   "[::1]:256"_v6,
                                                   "[::1%1]:0"_v6, "[::100]:0"_v6, "[1::]:0"_v6};
    for (std::size_t left = 0; left != ascending.size(); ++left)
        for (std::size_t right = 0; right != ascending.size(); ++right) {
            CHECK((ascending[left] == ascending[right]) == (left == right));
            CHECK((ascending[left] < ascending[right]) == (left < right));
        }
}

TEST_CASE("_v6: the literals are constant expressions") {
    STATIC_REQUIRE("[::1]:80"_v6.port() == 80);
    STATIC_REQUIRE("[fe80::1%9]:80"_v6.scope() == 9);
    STATIC_REQUIRE("::ffff:1.2.3.4"_v6_address.is_v4_mapped());
    STATIC_REQUIRE("[::1]:80"_v6 == ipv6::endpoint(ipv6::address::loopback(), 80));
    STATIC_REQUIRE("ff02::1"_v6_group.address().is_multicast());
}
