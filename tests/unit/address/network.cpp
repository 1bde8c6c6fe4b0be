// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/refused_text.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>
#include <vector>

#include <tenon.hpp>
#include <tenon/address/network.hpp>

using tenon::errc;
using tenon::ipv4;
using tenon::ipv6;
using tenon::parse;
using namespace tenon::literals;

TEST_CASE("network: consists of an address and a prefix length") {
    constexpr ipv4::network ten = "10.0.0.0/8"_v4_network;
    STATIC_REQUIRE(ten.address() == "10.0.0.0"_v4_address);
    STATIC_REQUIRE(ten.prefix_length() == 8);
    STATIC_REQUIRE(ten.first() == "10.0.0.0"_v4_address);
    STATIC_REQUIRE(ten.last() == "10.255.255.255"_v4_address);
    STATIC_REQUIRE(ten.mask() == "255.0.0.0"_v4_address);
    STATIC_REQUIRE(ten == *ipv4::network::from("10.0.0.0"_v4_address, 8));
    constexpr ipv6::network site = "2001:db8:8000::/33"_v6_network;
    STATIC_REQUIRE(site.last() == "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"_v6_address);
    STATIC_REQUIRE(site.mask() == "ffff:ffff:8000::"_v6_address);
    CHECK(to_string(ten) == "10.0.0.0/8");
    CHECK(to_string(site) == "2001:db8:8000::/33");
    CHECK(ipv4::network() == "0.0.0.0/0"_v4_network);
    CHECK(ipv6::network() == "::/0"_v6_network);
}

TEST_CASE(
    "network: mask, first and last are right for each prefix length, and the text parses to the same") {
    for (unsigned length = 0; length <= 32; ++length) {
        const auto network = ipv4::network::containing("198.51.100.173"_v4_address, length).value();
        const std::uint32_t mask = length == 0 ? 0 : ~std::uint32_t{0} << (32 - length);
        CHECK(network.mask().number() == mask);
        CHECK(network.first().number() == (0xC63364AD & mask));
        CHECK(network.last().number() == (0xC63364AD | ~mask));
        CHECK(ipv4::network::from(network.address(), network.mask()).value() == network);
        CHECK(parse<ipv4::network>(to_string(network)).value() == network);
    }
    const ipv6::address all =
        parse<ipv6::address>("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").value();
    for (unsigned length = 0; length <= 128; ++length) {
        const auto network = ipv6::network::containing(all, length).value();
        CHECK(network.first() == network.mask());
        CHECK(network.last() == all);
        const auto bytes = network.mask().bytes();
        for (unsigned bit = 0; bit != 128; ++bit)
            CHECK((bytes[bit / 8] >> (7 - bit % 8) & 1) == (bit < length ? 1 : 0));
        CHECK(ipv6::network::from(network.address(), network.mask()).value() == network);
        CHECK(parse<ipv6::network>(to_string(network)).value() == network);
    }
}

TEST_CASE("network: parse accepts only the exact form, and the error states the reason") {
    CHECK(parse<ipv4::network>("192.0.2.128/25").value().last() == "192.0.2.255"_v4_address);
    CHECK(parse<ipv4::network>("192.0.2.1/32").value().last() == "192.0.2.1"_v4_address);
    CHECK(parse<ipv6::network>("::ffff:0.0.0.0/96").value().contains("::ffff:1.2.3.4"_v6_address));
    CHECK(parse<ipv4::network>("10.0.0.0/8").value().overlaps("10.1.0.0/16"_v4_network));
    CHECK(parse<ipv4::network>("10.1.0.0/16").value().overlaps("10.0.0.0/8"_v4_network));
    CHECK_FALSE(parse<ipv4::network>("10.1.0.0/16").value().overlaps("10.2.0.0/16"_v4_network));
    unit::check_refused<ipv4::network>({
        {"", errc::text_is_empty},
        {"10.0.0.0", errc::prefix_length_missing},
        {"10.0.0.0/", errc::prefix_length_missing},
        {"10.0.0.0/x", errc::prefix_length_missing},
        {"10.0.0.0/-1", errc::prefix_length_missing},
        {"10.0.0.0/33", errc::prefix_length_too_great},
        {"10.0.0.0/4294967304", errc::prefix_length_too_great},
        {"10.0.0.0/08", errc::prefix_length_has_leading_zero},
        {"10.0.0.0/8 ", errc::unexpected_character},
        {"10.0.0.0/8/8", errc::unexpected_character},
        {"10.0.0.0/255.0.0.0", errc::prefix_length_missing},
        {"10.0.0.0 /8", errc::unexpected_character},
        {"10.0.0.0:8", errc::unexpected_character},
        {"10.0.0/8", errc::ipv4_has_not_four_octets},
        {"10.0.0.1/8", errc::network_has_host_bits},
        {"10.0.0.1/31", errc::network_has_host_bits},
        {"0.0.0.1/0", errc::network_has_host_bits},
        {"::/0", errc::not_an_ipv4_address},
    });
    unit::check_refused<ipv6::network>({
        {"::", errc::prefix_length_missing},
        {"::/129", errc::prefix_length_too_great},
        {"::/00", errc::prefix_length_has_leading_zero},
        {"::1/127", errc::network_has_host_bits},
        {"2001:db8::1/32", errc::network_has_host_bits},
        {"1:2:3/48", errc::ipv6_has_not_eight_groups},
        {"::/8%1", errc::unexpected_character},
        {"::%1/8", errc::unexpected_character},
        {"[::]/8", errc::unexpected_character},
        {"1:/16", errc::ipv6_group_missing},
    });
}

TEST_CASE("network: with host bits, containing clears them and from fails") {
    CHECK(ipv4::network::containing("10.1.2.3"_v4_address, 8).value() == "10.0.0.0/8"_v4_network);
    CHECK(ipv4::network::from("10.1.2.3"_v4_address, 8).error() == errc::network_has_host_bits);
    CHECK(ipv4::network::from("10.0.0.0"_v4_address, 33).error() == errc::prefix_length_too_great);
    CHECK(ipv4::network::containing("10.0.0.0"_v4_address, 4294967295).error() ==
          errc::prefix_length_too_great);
    CHECK(ipv6::network::containing("::1"_v6_address, 129).error() ==
          errc::prefix_length_too_great);
    CHECK(ipv6::network::containing("2001:db8::1"_v6_address, 32).value() ==
          "2001:db8::/32"_v6_network);
}

TEST_CASE("network: from accepts a mask of ones and then zeros, and no other") {
    CHECK(ipv4::network::from("10.1.0.0"_v4_address, "255.255.0.0"_v4_address).value() ==
          "10.1.0.0/16"_v4_network);
    CHECK(ipv4::network::from("0.0.0.0"_v4_address, "0.0.0.0"_v4_address).value() ==
          ipv4::network());
    CHECK(ipv4::network::from("10.1.0.0"_v4_address, "255.0.0.0"_v4_address).error() ==
          errc::network_has_host_bits);
    for (const char* const holes :
         {"255.0.255.0", "0.255.255.255", "255.255.255.253", "0.0.0.1", "127.255.255.255"})
        CHECK(ipv4::network::from("0.0.0.0"_v4_address, parse<ipv4::address>(holes).value())
                  .error() == errc::mask_has_holes);
    CHECK(ipv6::network::from("::"_v6_address, "ffff:fffd::"_v6_address).error() ==
          errc::mask_has_holes);
    CHECK(ipv6::network::from("::"_v6_address, "ffff::1"_v6_address).error() ==
          errc::mask_has_holes);
}

TEST_CASE("network: contains and overlaps compare the prefix") {
    constexpr auto network = "192.0.2.64/26"_v4_network;
    STATIC_REQUIRE(network.contains("192.0.2.64"_v4_address));
    STATIC_REQUIRE(network.contains("192.0.2.127"_v4_address));
    STATIC_REQUIRE_FALSE(network.contains("192.0.2.63"_v4_address));
    STATIC_REQUIRE_FALSE(network.contains("192.0.2.128"_v4_address));
    STATIC_REQUIRE(network.contains(network));
    STATIC_REQUIRE(network.contains("192.0.2.96/27"_v4_network));
    STATIC_REQUIRE_FALSE(network.contains("192.0.2.0/24"_v4_network));
    STATIC_REQUIRE(network.overlaps("192.0.2.0/24"_v4_network));
    STATIC_REQUIRE_FALSE(network.overlaps("192.0.2.0/26"_v4_network));
    CHECK(ipv6::network().contains("ffff::"_v6_address));
    CHECK("fe80::/10"_v6_network.contains("febf:ffff::1"_v6_address));
    CHECK_FALSE("fe80::/10"_v6_network.contains("fec0::"_v6_address));
}

TEST_CASE("network: addresses is a forward range up to the last address") {
    using iterator = decltype("0.0.0.0/0"_v4_network.addresses().begin());
    STATIC_REQUIRE(std::forward_iterator<iterator>);
    std::vector<std::string> seen;
    for (const ipv4::address address : "255.255.255.252/30"_v4_network.addresses())
        seen.push_back(to_string(address));
    CHECK(seen == std::vector<std::string>{"255.255.255.252", "255.255.255.253", "255.255.255.254",
                                           "255.255.255.255"});
    const auto range = "ff::fffe/127"_v6_network.addresses();
    CHECK(std::vector<ipv6::address>(range.begin(), range.end()) ==
          std::vector<ipv6::address>{"ff::fffe"_v6_address, "ff::ffff"_v6_address});
    auto position = range.begin();
    const auto before = position++;
    CHECK((before == range.begin() && position != before && *position == "ff::ffff"_v6_address));
    CHECK(++position == range.end());
    CHECK("0:0:1:ffff:ffff:ffff:ffff:ffff"_v6_address.next() == "0:0:2::"_v6_address);
    CHECK("0.255.255.255"_v4_address.next() == "1.0.0.0"_v4_address);
    long count = 0;
    for (const ipv4::address address : "10.0.0.0/16"_v4_network.addresses())
        count += address.number() != 0;
    CHECK(count == 65536);
}

TEST_CASE("network: hosts omits the addresses that no host can have") {
    const auto edges = [](const auto& network) {
        return to_string(network.hosts().front()) + " " + to_string(network.hosts().back());
    };
    CHECK(edges("192.0.2.0/24"_v4_network) == "192.0.2.1 192.0.2.254");
    CHECK(edges("192.0.2.4/30"_v4_network) == "192.0.2.5 192.0.2.6");
    CHECK(edges("192.0.2.4/31"_v4_network) == "192.0.2.4 192.0.2.5");
    CHECK(edges("192.0.2.4/32"_v4_network) == "192.0.2.4 192.0.2.4");
    CHECK(edges("0.0.0.0/0"_v4_network) == "0.0.0.1 255.255.255.254");
    CHECK(edges("2001:db8::/126"_v6_network) == "2001:db8::1 2001:db8::3");
    CHECK(edges("2001:db8::/127"_v6_network) == "2001:db8:: 2001:db8::1");
    CHECK(edges("2001:db8::1/128"_v6_network) == "2001:db8::1 2001:db8::1");
    const auto hosts = "192.0.2.0/28"_v4_network.hosts();
    CHECK(std::distance(hosts.begin(), hosts.end()) == 14);
}

TEST_CASE("network: is ordered by address, then by length, and can be hashed") {
    const std::vector<ipv4::network> ascending = {
        "0.0.0.0/0"_v4_network, "10.0.0.0/8"_v4_network, "10.0.0.0/9"_v4_network,
        "10.128.0.0/9"_v4_network, "11.0.0.0/8"_v4_network};
    CHECK(std::is_sorted(ascending.begin(), ascending.end()));
    CHECK(std::unordered_set<ipv4::network>(ascending.begin(), ascending.end()).size() ==
          ascending.size());
    CHECK(std::unordered_set<ipv6::network>{"::/0"_v6_network, "::/1"_v6_network, "::/0"_v6_network}
              .size() == 2);
}
