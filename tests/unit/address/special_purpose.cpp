// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <string>
#include <utility>

#include <tenon.hpp>
#include <tenon/address/special_purpose_v4.hpp>
#include <tenon/address/special_purpose_v6.hpp>

using tenon::ipv4;
using tenon::ipv6;
using tenon::registered;
namespace registry = tenon::registry;
using namespace tenon::literals;

// The predicates of addresses compare bits. The registries have the expected results. Both are
// compared for the first and the last address of each block, and for the addresses next to them.

namespace {

template <class Address>
Address before(const Address& address) {
    if constexpr (Address::bits == 32) {
        return Address(address.number() - 1);
    } else {
        auto groups = address.groups();
        for (std::size_t index = 8; index-- != 0 && groups[index]-- == 0;) {
        }
        return Address(groups);
    }
}

/// Returns whether a row that contains the address has a name that begins with `name`.
template <class Table, class Address>
bool is_within(const Table& table, const Address& address, std::string_view name) {
    for (const auto& row : table)
        if (row.block.contains(address) && row.name.substr(0, name.size()) == name)
            return true;
    return false;
}

template <class Address>
bool registry_says_global(const Address& address) {
    const auto* const row = tenon::find_special_purpose(address);
    return !address.is_multicast() &&
           (row == nullptr || row->globally_reachable == registered::yes);
}

void check(const ipv4::address& address) {
    INFO(to_string(address));
    const auto within = [&](std::string_view name) {
        return is_within(registry::special_purpose_v4, address, name);
    };
    CHECK(address.is_global() == registry_says_global(address));
    CHECK(address.is_unspecified() == within("\"This host"));
    CHECK(address.is_this_network() == within("\"This network"));
    CHECK(address.is_private() == within("Private-Use"));
    CHECK(address.is_shared() == within("Shared"));
    CHECK(address.is_loopback() == within("Loopback"));
    CHECK(address.is_link_local() == within("Link Local"));
    CHECK(address.is_protocol_assignment() == within("IETF"));
    CHECK(address.is_documentation() == within("Documentation"));
    CHECK(address.is_benchmarking() == within("Benchmarking"));
    CHECK(address.is_broadcast() == within("Limited Broadcast"));
    CHECK(address.is_reserved() == (within("Reserved") && !within("Limited Broadcast")));
    CHECK(address.is_multicast() == "224.0.0.0/4"_v4_network.contains(address));
}

void check(const ipv6::address& address) {
    INFO(to_string(address));
    const auto within = [&](std::string_view name) {
        return is_within(registry::special_purpose_v6, address, name);
    };
    CHECK(address.is_global() == registry_says_global(address));
    CHECK(address.is_unspecified() == within("Unspecified"));
    CHECK(address.is_loopback() == within("Loopback"));
    CHECK(address.is_v4_mapped() == within("IPv4-mapped"));
    CHECK(address.is_link_local() == within("Link-Local"));
    CHECK(address.is_unique_local() == within("Unique-Local"));
    CHECK(address.is_protocol_assignment() == within("IETF"));
    CHECK(address.is_documentation() == within("Documentation"));
    CHECK(address.is_benchmarking() == within("Benchmarking"));
    CHECK(address.is_discard_only() == within("Discard-Only"));
    CHECK(address.is_multicast() == "ff00::/8"_v6_network.contains(address));
}

template <class Network>
void check_edges(const Network& block) {
    check(block.first());
    check(block.last());
    check(before(block.first()));
    check(block.last().next());
}

/// Checks that each block occurs once, and that the columns of a row agree.
template <class Table>
void check_consistency(const Table& table) {
    for (const auto& row : table) {
        INFO(to_string(row.block));
        CHECK(tenon::find_special_purpose(row.block.first()) != nullptr);
        CHECK((!row.name.empty() && row.reference.substr(0, 4) == "RFC "));
        // RFC 6890, section 2.2.1: if `destination` is no, the next two columns are no.
        if (row.destination == registered::no)
            CHECK((row.forwardable == registered::no && row.globally_reachable == registered::no));
        for (const auto& other : table)
            CHECK((&row == &other || row.block != other.block));
    }
}

}  // namespace

TEST_CASE("ipv4::address: the predicates agree with the registry at the edges of each block") {
    check_consistency(registry::special_purpose_v4);
    CHECK(std::size(registry::special_purpose_v4) == 26);
    for (const auto& row : registry::special_purpose_v4)
        check_edges(row.block);
    check_edges("224.0.0.0/4"_v4_network);
    for (std::uint32_t first = 0; first != 0x10000; ++first)
        if (const ipv4::address address(first << 16 | 0x0102);
            address.is_global() != registry_says_global(address))
            FAIL(to_string(address));
}

TEST_CASE("ipv6::address: the predicates agree with the registry at the edges of each block") {
    check_consistency(registry::special_purpose_v6);
    CHECK(std::size(registry::special_purpose_v6) == 25);
    for (const auto& row : registry::special_purpose_v6)
        check_edges(row.block);
    check_edges("ff00::/8"_v6_network);
    for (unsigned first = 0; first != 0x10000; ++first)
        if (const ipv6::address address({static_cast<std::uint16_t>(first), 1, 2});
            address.is_global() != registry_says_global(address))
            FAIL(to_string(address));
}

TEST_CASE("find_special_purpose: returns the most specific row") {
    STATIC_REQUIRE(tenon::find_special_purpose("192.0.0.9"_v4_address)->name ==
                   "Port Control Protocol Anycast");
    STATIC_REQUIRE(tenon::find_special_purpose("192.0.0.11"_v4_address)->name ==
                   "IETF Protocol Assignments");
    STATIC_REQUIRE(tenon::find_special_purpose("255.255.255.255"_v4_address)->name ==
                   "Limited Broadcast");
    STATIC_REQUIRE(tenon::find_special_purpose("8.8.8.8"_v4_address) == nullptr);
    STATIC_REQUIRE(tenon::find_special_purpose("2001::1"_v6_address)->name == "TEREDO");
    STATIC_REQUIRE(tenon::find_special_purpose("2001:1::4"_v6_address)->name ==
                   "IETF Protocol Assignments");
    STATIC_REQUIRE(tenon::find_special_purpose("2620:4f:8000::1"_v6_address)->globally_reachable ==
                   registered::yes);
}

TEST_CASE("find_special_purpose: returns the most specific row for any order of the rows") {
    using row = tenon::special_purpose<ipv4::address>;
    constexpr auto no = registered::no;
    const row inner = {"10.1.0.0/16"_v4_network, "inner", "", no, no, no, no, no};
    const row outer = {"10.0.0.0/8"_v4_network, "outer", "", no, no, no, no, no};
    for (const auto& [first, second] : {std::pair(inner, outer), std::pair(outer, inner)}) {
        const row table[] = {first, second};
        CHECK(tenon::find_special_purpose(table, "10.1.2.3"_v4_address)->name == "inner");
        CHECK(tenon::find_special_purpose(table, "10.2.2.3"_v4_address)->name == "outer");
        CHECK(tenon::find_special_purpose(table, "11.2.2.3"_v4_address) == nullptr);
    }
}

TEST_CASE("ipv4::address, ipv6::address: the predicates are usable in constant expressions") {
    STATIC_REQUIRE("127.8.9.10"_v4_address.is_loopback());
    STATIC_REQUIRE("172.31.255.255"_v4_address.is_private());
    STATIC_REQUIRE_FALSE("172.32.0.0"_v4_address.is_private());
    STATIC_REQUIRE("100.127.255.255"_v4_address.is_shared());
    STATIC_REQUIRE("198.19.255.255"_v4_address.is_benchmarking());
    STATIC_REQUIRE("250.0.0.1"_v4_address.is_reserved());
    STATIC_REQUIRE("1.1.1.1"_v4_address.is_global());
    STATIC_REQUIRE("2606:4700:4700::1111"_v6_address.is_global());
    STATIC_REQUIRE("64:ff9b::1.1.1.1"_v6_address.is_global());
    STATIC_REQUIRE_FALSE("2002::1"_v6_address.is_global());
    STATIC_REQUIRE_FALSE("ff0e::1"_v6_address.is_global());
}
