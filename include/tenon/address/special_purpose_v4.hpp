// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/address/special_purpose.hpp>

namespace tenon {
inline namespace v0 {

/// The registries of IANA, in the form in which IANA publishes them.
namespace registry {

using namespace literals;
using enum registered;

// clang-format off
/// The IANA IPv4 Special-Purpose Address Registry, as of October 2025, in the order of the
/// registry. The predicates of `ipv4::address`, such as `is_global`, compute the same properties
/// from the bits of an address; a test compares them with this table.
inline constexpr special_purpose<ipv4_address> special_purpose_v4[] = {
    // block, name, reference, source, destination, forwardable, globally reachable, reserved by protocol
    {"0.0.0.0/8"_v4_network, "\"This network\"", "RFC 791, section 3.2", yes, no, no, no, yes},
    {"0.0.0.0/32"_v4_network, "\"This host on this network\"", "RFC 1122, section 3.2.1.3", yes, no, no, no, yes},
    {"10.0.0.0/8"_v4_network, "Private-Use", "RFC 1918", yes, yes, yes, no, no},
    {"100.64.0.0/10"_v4_network, "Shared Address Space", "RFC 6598", yes, yes, yes, no, no},
    {"127.0.0.0/8"_v4_network, "Loopback", "RFC 1122, section 3.2.1.3", no, no, no, no, yes},
    {"169.254.0.0/16"_v4_network, "Link Local", "RFC 3927", yes, yes, no, no, yes},
    {"172.16.0.0/12"_v4_network, "Private-Use", "RFC 1918", yes, yes, yes, no, no},
    {"192.0.0.0/24"_v4_network, "IETF Protocol Assignments", "RFC 6890, section 2.1", no, no, no, no, no},
    {"192.0.0.0/29"_v4_network, "IPv4 Service Continuity Prefix", "RFC 7335", yes, yes, yes, no, no},
    {"192.0.0.8/32"_v4_network, "IPv4 dummy address", "RFC 7600", yes, no, no, no, no},
    {"192.0.0.9/32"_v4_network, "Port Control Protocol Anycast", "RFC 7723", yes, yes, yes, yes, no},
    {"192.0.0.10/32"_v4_network, "Traversal Using Relays around NAT Anycast", "RFC 8155", yes, yes, yes, yes, no},
    {"192.0.0.170/32"_v4_network, "NAT64/DNS64 Discovery", "RFC 8880, RFC 7050, section 2.2", no, no, no, no, yes},
    {"192.0.0.171/32"_v4_network, "NAT64/DNS64 Discovery", "RFC 8880, RFC 7050, section 2.2", no, no, no, no, yes},
    {"192.0.2.0/24"_v4_network, "Documentation (TEST-NET-1)", "RFC 5737", no, no, no, no, no},
    {"192.31.196.0/24"_v4_network, "AS112-v4", "RFC 7535", yes, yes, yes, yes, no},
    {"192.52.193.0/24"_v4_network, "AMT", "RFC 7450", yes, yes, yes, yes, no},
    {"192.88.99.0/24"_v4_network, "Deprecated (6to4 Relay Anycast)", "RFC 7526", unsaid, unsaid, unsaid, unsaid, unsaid},
    {"192.88.99.2/32"_v4_network, "6a44-relay anycast address", "RFC 6751", yes, yes, yes, no, no},
    {"192.168.0.0/16"_v4_network, "Private-Use", "RFC 1918", yes, yes, yes, no, no},
    {"192.175.48.0/24"_v4_network, "Direct Delegation AS112 Service", "RFC 7534", yes, yes, yes, yes, no},
    {"198.18.0.0/15"_v4_network, "Benchmarking", "RFC 2544", yes, yes, yes, no, no},
    {"198.51.100.0/24"_v4_network, "Documentation (TEST-NET-2)", "RFC 5737", no, no, no, no, no},
    {"203.0.113.0/24"_v4_network, "Documentation (TEST-NET-3)", "RFC 5737", no, no, no, no, no},
    {"240.0.0.0/4"_v4_network, "Reserved", "RFC 1112, section 4", no, no, no, no, yes},
    {"255.255.255.255/32"_v4_network, "Limited Broadcast", "RFC 8190, RFC 919, section 7", no, yes, no, no, yes},
};
// clang-format on

}  // namespace registry

/// Returns the most specific row of the registry whose block contains an address, or null.
[[nodiscard]] constexpr const special_purpose<ipv4_address>* find_special_purpose(
    const ipv4_address& address) noexcept {
    return tenon::find_special_purpose(registry::special_purpose_v4, address);
}

}  // namespace v0
}  // namespace tenon
