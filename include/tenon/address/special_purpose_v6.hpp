// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/address/special_purpose.hpp>

namespace tenon {
inline namespace v0 {

namespace registry {

using namespace literals;
using enum registered;

// clang-format off
/// The IANA IPv6 Special-Purpose Address Registry, as of October 2025, in the order of the
/// registry. The predicates of `ipv6::address`, such as `is_global`, compute the same properties
/// from the bits of an address; a test compares them with this table.
inline constexpr special_purpose<ipv6_address> special_purpose_v6[] = {
    // block, name, reference, source, destination, forwardable, globally reachable, reserved by protocol
    {"::1/128"_v6_network, "Loopback Address", "RFC 4291", no, no, no, no, yes},
    {"::/128"_v6_network, "Unspecified Address", "RFC 4291", yes, no, no, no, yes},
    {"::ffff:0:0/96"_v6_network, "IPv4-mapped Address", "RFC 4291", no, no, no, no, yes},
    {"64:ff9b::/96"_v6_network, "IPv4-IPv6 Translat.", "RFC 6052", yes, yes, yes, yes, no},
    {"64:ff9b:1::/48"_v6_network, "IPv4-IPv6 Translat.", "RFC 8215", yes, yes, yes, no, no},
    {"100::/64"_v6_network, "Discard-Only Address Block", "RFC 6666", yes, yes, yes, no, no},
    {"100:0:0:1::/64"_v6_network, "Dummy IPv6 Prefix", "RFC 9780", yes, no, no, no, no},
    {"2001::/23"_v6_network, "IETF Protocol Assignments", "RFC 2928", no, no, no, no, no},
    {"2001::/32"_v6_network, "TEREDO", "RFC 4380, RFC 8190", yes, yes, yes, unsaid, no},
    {"2001:1::1/128"_v6_network, "Port Control Protocol Anycast", "RFC 7723", yes, yes, yes, yes, no},
    {"2001:1::2/128"_v6_network, "Traversal Using Relays around NAT Anycast", "RFC 8155", yes, yes, yes, yes, no},
    {"2001:1::3/128"_v6_network, "DNS-SD Service Registration Protocol Anycast", "RFC 9665", yes, yes, yes, yes, no},
    {"2001:2::/48"_v6_network, "Benchmarking", "RFC 5180, erratum 1752", yes, yes, yes, no, no},
    {"2001:3::/32"_v6_network, "AMT", "RFC 7450", yes, yes, yes, yes, no},
    {"2001:4:112::/48"_v6_network, "AS112-v6", "RFC 7535", yes, yes, yes, yes, no},
    {"2001:10::/28"_v6_network, "Deprecated (previously ORCHID)", "RFC 4843", unsaid, unsaid, unsaid, unsaid, unsaid},
    {"2001:20::/28"_v6_network, "ORCHIDv2", "RFC 7343", yes, yes, yes, yes, no},
    {"2001:30::/28"_v6_network, "Drone Remote ID Protocol Entity Tags (DETs) Prefix", "RFC 9374", yes, yes, yes, yes, no},
    {"2001:db8::/32"_v6_network, "Documentation", "RFC 3849", no, no, no, no, no},
    {"2002::/16"_v6_network, "6to4", "RFC 3056", yes, yes, yes, unsaid, no},
    {"2620:4f:8000::/48"_v6_network, "Direct Delegation AS112 Service", "RFC 7534", yes, yes, yes, yes, no},
    {"3fff::/20"_v6_network, "Documentation", "RFC 9637", no, no, no, no, no},
    {"5f00::/16"_v6_network, "Segment Routing (SRv6) SIDs", "RFC 9602", yes, yes, yes, no, no},
    {"fc00::/7"_v6_network, "Unique-Local", "RFC 4193, RFC 8190", yes, yes, yes, no, no},
    {"fe80::/10"_v6_network, "Link-Local Unicast", "RFC 4291", yes, yes, no, no, yes},
};
// clang-format on

}  // namespace registry

/// Returns the most specific row of the registry whose block contains an address, or null.
[[nodiscard]] constexpr const special_purpose<ipv6_address>* find_special_purpose(
    const ipv6_address& address) noexcept {
    return tenon::find_special_purpose(registry::special_purpose_v6, address);
}

}  // namespace v0
}  // namespace tenon
