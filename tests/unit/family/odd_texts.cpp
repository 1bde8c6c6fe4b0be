// SPDX-License-Identifier: BSL-1.0

// Texts that a new user may pass as an address, and the error of each parser. The error tells the
// user what to change.

#include <support/catch.hpp>

#include <string_view>

#include <tenon.hpp>
#include <tenon/address/network.hpp>

using tenon::any_ip;
using tenon::errc;
using tenon::ipv4;
using tenon::ipv6;
using tenon::parse;

namespace {

constexpr errc ok = errc{};
constexpr errc empty = errc::text_is_empty;
constexpr errc junk = errc::unexpected_character;
constexpr errc name = errc::not_an_ip_address;
constexpr errc bracket = errc::ipv6_bracket_missing;
constexpr errc group = errc::ipv6_group_missing;
constexpr errc octets = errc::ipv4_has_not_four_octets;
constexpr errc groups = errc::ipv6_has_not_eight_groups;
constexpr errc no_port = errc::port_missing;
constexpr errc not_6 = errc::not_an_ipv6_address;
constexpr errc not_4 = errc::not_an_ipv4_address;
constexpr errc length = errc::prefix_length_missing;
constexpr errc port = errc::port_is_not_a_number;
constexpr errc zone = errc::ipv6_zone_is_not_an_index;
constexpr errc host_bits = errc::network_has_host_bits;
constexpr errc high_port = errc::port_exceeds_65535;
constexpr errc octet = errc::ipv4_octet_exceeds_255;
constexpr errc digits = errc::ipv6_group_exceeds_four_digits;

struct odd_text {
    std::string_view text;
    errc ipv4_endpoint, ipv6_endpoint, any_ip_endpoint, ipv4_address, ipv6_address, any_ip_address,
        ipv4_network, ipv6_network;
};

// clang-format off
constexpr odd_text odd_texts[] = {
    // text                    ipv4       ipv6       any_ip     ipv4       ipv6       any_ip     ipv4       ipv6
    //                         endpoint   endpoint   endpoint   address    address    address    network    network
    {"",                        empty,     empty,     empty,     empty,     empty,     empty,     empty,     empty},
    {" ",                       junk,      junk,      junk,      junk,      junk,      junk,      junk,      junk},
    {"localhost",               name,      name,      name,      name,      name,      name,      name,      name},
    {"localhost:53",            name,      name,      name,      name,      name,      name,      name,      name},
    {"example.org:53",          name,      name,      name,      name,      name,      name,      name,      name},
    {"cafe:53",                 name,      name,      name,      name,      name,      name,      name,      name},
    {"cafe",                    name,      name,      name,      name,      name,      name,      name,      name},
    {"*",                       name,      name,      name,      name,      name,      name,      name,      name},
    {"*:53",                    name,      name,      name,      name,      name,      name,      name,      name},
    {":53",                     name,      bracket,   name,      name,      group,     group,     name,      group},
    {"53",                      octets,    bracket,   octets,    octets,    groups,    octets,    octets,    groups},
    {"127.0.0.1",               no_port,   not_6,     no_port,   ok,        not_6,     ok,        length,    not_6},
    {"127.0.0.1:53",            ok,        not_6,     ok,        junk,      not_6,     junk,      junk,      not_6},
    {"127.0.0.1:",              no_port,   not_6,     no_port,   junk,      not_6,     junk,      junk,      not_6},
    {"127.0.0.1:http",          port,      not_6,     port,      junk,      not_6,     junk,      junk,      not_6},
    {"127.1:53",                octets,    not_6,     octets,    octets,    not_6,     octets,    octets,    not_6},
    {"127.0.0.1:53:",           junk,      not_6,     junk,      junk,      not_6,     junk,      junk,      not_6},
    {"1.2.3:4",                 octets,    not_6,     octets,    octets,    not_6,     octets,    octets,    not_6},
    {" 127.0.0.1:53",           junk,      junk,      junk,      junk,      junk,      junk,      junk,      junk},
    {"127.0.0.1 :53",           junk,      not_6,     junk,      junk,      not_6,     junk,      junk,      not_6},
    {"::1",                     not_4,     bracket,   bracket,   not_4,     ok,        ok,        not_4,     length},
    {"::",                      not_4,     bracket,   bracket,   not_4,     ok,        ok,        not_4,     length},
    {"::1:53",                  not_4,     bracket,   bracket,   not_4,     ok,        ok,        not_4,     length},
    {"fe80::1%2",               not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     junk},
    {"fe80::1%eth0",            not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     junk},
    {"[::1]",                   not_4,     no_port,   no_port,   not_4,     junk,      junk,      not_4,     junk},
    {"[::1]:",                  not_4,     no_port,   no_port,   not_4,     junk,      junk,      not_4,     junk},
    {"[::1]:53",                not_4,     ok,        ok,        not_4,     junk,      junk,      not_4,     junk},
    {"[::1]:http",              not_4,     port,      port,      not_4,     junk,      junk,      not_4,     junk},
    {"[::1",                    not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     junk},
    {"[::1%]:53",               not_4,     zone,      zone,      not_4,     junk,      junk,      not_4,     junk},
    {"[1.2.3.4]:53",            junk,      not_6,     not_6,     junk,      not_6,     junk,      junk,      not_6},
    {"[1.2.3.4]",               junk,      not_6,     not_6,     junk,      not_6,     junk,      junk,      not_6},
    {"[localhost]:53",          name,      name,      name,      name,      name,      name,      name,      name},
    {"[]:53",                   junk,      group,     group,     junk,      junk,      junk,      junk,      junk},
    {"[",                       junk,      bracket,   bracket,   junk,      junk,      junk,      junk,      junk},
    {"]:53",                    name,      name,      name,      name,      name,      name,      name,      name},
    {"::ffff:1.2.3.4:53",       not_4,     bracket,   bracket,   not_4,     groups,    groups,    not_4,     junk},
    {"::ffff:1.2.3.4",          not_4,     bracket,   bracket,   not_4,     ok,        ok,        not_4,     length},
    {"1.2.3.4.5:53",            octets,    not_6,     octets,    octets,    not_6,     octets,    octets,    not_6},
    {"1.2.3.4/8",               junk,      not_6,     junk,      junk,      not_6,     junk,      host_bits, not_6},
    {"::/0",                    not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     ok},
    {"[::]/0",                  not_4,     junk,      junk,      not_4,     junk,      junk,      not_4,     junk},
    {"localhost/8",             name,      name,      name,      name,      name,      name,      name,      name},
    {"*/8",                     name,      name,      name,      name,      name,      name,      name,      name},
    {"/8",                      name,      name,      name,      name,      name,      name,      name,      name},
    {"http://1.2.3.4:53",       name,      name,      name,      name,      name,      name,      name,      name},
    {"http://[::1]:53",         name,      name,      name,      name,      name,      name,      name,      name},
    {"/run/x",                  name,      name,      name,      name,      name,      name,      name,      name},
    {"1.2.3.4:99999",           high_port, not_6,     high_port, junk,      not_6,     junk,      junk,      not_6},
    {"256.1.1.1:53",            octet,     not_6,     octet,     octet,     not_6,     octet,     octet,     not_6},
    {"-1",                      name,      name,      name,      name,      name,      name,      name,      name},
    {"0x7f000001:53",           junk,      bracket,   junk,      junk,      junk,      junk,      junk,      junk},
    {"2130706433",              octet,     bracket,   octet,     octet,     digits,    octet,     octet,     digits},
    {"1.2.3.4;53",              junk,      not_6,     junk,      junk,      not_6,     junk,      junk,      not_6},
    {"10/8",                    octets,    bracket,   octets,    octets,    groups,    octets,    octets,    groups},
    {"10.0.0.0",                no_port,   not_6,     no_port,   ok,        not_6,     ok,        length,    not_6},
    {"::/0:53",                 not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     junk},
    {"10.0.0.0/255.0.0.0",      junk,      not_6,     junk,      junk,      not_6,     junk,      length,    not_6},
    {"224.0.0.1:53",            ok,        not_6,     ok,        junk,      not_6,     junk,      junk,      not_6},
    {"1,2,3,4",                 junk,      bracket,   junk,      junk,      junk,      junk,      junk,      junk},
    {"2001:db8:0:0:0:0:0:1:80", not_4,     bracket,   bracket,   not_4,     groups,    groups,    not_4,     junk},
    {"1.2.3.x:5",               name,      name,      name,      name,      name,      name,      name,      name},
    {"1:2",                     octets,    bracket,   octets,    octets,    groups,    groups,    octets,    groups},
    {"12:53",                   octets,    bracket,   octets,    octets,    groups,    groups,    octets,    groups},
    {"::ffff:1.2.3",            not_4,     bracket,   bracket,   not_4,     octets,    octets,    not_4,     octets},
    {"g::1",                    not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     junk},
    {"::1 ",                    not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     junk},
    {"fe80::1%eth0:53",         not_4,     bracket,   bracket,   not_4,     junk,      junk,      not_4,     junk},
    {"3com.example:53",         name,      name,      name,      name,      name,      name,      name,      name},
    {"3com:53",                 junk,      bracket,   junk,      junk,      junk,      junk,      junk,      junk},
    {"10.example.org",          name,      name,      name,      name,      name,      name,      name,      name},
    {"1.2.3.4.example.org",     name,      name,      name,      name,      name,      name,      name,      name},
    {"face.example:1",          name,      name,      name,      name,      name,      name,      name,      name},
};
// clang-format on

template <class T>
void check(std::string_view text, errc why) {
    const auto parsed = parse<T>(text);
    CHECK((parsed ? ok : static_cast<errc>(parsed.why().number())) == why);
}

/// A group is refused with the error of an address, or because it is not a multicast address.
template <class T>
void check_group(std::string_view text, errc why) {
    const auto parsed = parse<T>(text);
    if (why != ok)
        CHECK(parsed.error() == why);
    else
        CHECK((parsed || parsed.error() == errc::not_a_multicast_address));
}

}  // namespace

TEST_CASE("parse: a text of another form is refused with the likely mistake") {
    for (const odd_text& each : odd_texts) {
        INFO('"' << each.text << '"');
        check<ipv4::endpoint>(each.text, each.ipv4_endpoint);
        check<ipv6::endpoint>(each.text, each.ipv6_endpoint);
        check<any_ip::endpoint>(each.text, each.any_ip_endpoint);
        check<ipv4::address>(each.text, each.ipv4_address);
        check<ipv6::address>(each.text, each.ipv6_address);
        check<any_ip::address>(each.text, each.any_ip_address);
        check<ipv4::network>(each.text, each.ipv4_network);
        check<ipv6::network>(each.text, each.ipv6_network);
        check_group<ipv4::group>(each.text, each.ipv4_address);
        check_group<ipv6::group>(each.text, each.ipv6_address);
    }
}

TEST_CASE("parse: a constant expression has the same error as a call at run time") {
    STATIC_REQUIRE(parse<ipv4::endpoint>("localhost:53").why().number() == static_cast<int>(name));
    STATIC_REQUIRE(parse<ipv4::endpoint>("[::1]:53").why().number() == static_cast<int>(not_4));
    STATIC_REQUIRE(parse<ipv6::endpoint>("127.0.0.1:53").why().number() == static_cast<int>(not_6));
    STATIC_REQUIRE(parse<ipv6::endpoint>("::1").why().number() == static_cast<int>(bracket));
    STATIC_REQUIRE(parse<any_ip::address>("*").why().number() == static_cast<int>(name));
    STATIC_REQUIRE(parse<ipv6::network>("10.0.0.0/8").why().number() == static_cast<int>(not_6));
}
