// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/options/values/icmp_types.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// The options that only raw sockets have, at levels IPPROTO_IP, IPPROTO_IPV6, SOL_RAW and
// IPPROTO_ICMPV6: raw(7), RFC 3542.

/// Applies to raw sockets over IPv4.
using on_raw_ipv4 = on_all_of<on_raw, on_ipv4>;
/// Applies to raw sockets of one version of ICMP, over the version of IP that it belongs to.
template <int Domain, int Number>
struct on_icmp {
    template <class Protocol, class Family>
    static constexpr bool applies_to =
        in_domain<Family, Domain> && tenon::speaks<Protocol, Family>(SOCK_RAW, Number);
};
/// Applies to raw sockets over IPv6, except those of ICMPv6, whose checksums the system always
/// computes.
struct on_raw_ipv6_checksum {
    template <class Protocol, class Family>
    static constexpr bool applies_to =
        on_all_of<on_raw, on_ipv6>::applies_to<Protocol, Family> &&
        !on_icmp<AF_INET6, IPPROTO_ICMPV6>::applies_to<Protocol, Family>;
};

// The header and the checksum

/// IP_HDRINCL: the data that is sent begins with its IP header (ip(7), raw(7)).
using header_included = option<bool, IPPROTO_IP, IP_HDRINCL, on_raw_ipv4>;

#ifdef IP_NODEFRAG
/// IP_NODEFRAG: keeps netfilter from reassembling fragments that are sent with their header
/// (ip(7)).
using no_defragment = option<bool, IPPROTO_IP, IP_NODEFRAG, on_raw_ipv4>;
#endif

/// IPV6_CHECKSUM: the offset in bytes, an even number, at which the system puts and checks the
/// checksum; -1 is none (RFC 3542, section 3.1).
using checksum_offset = option<int, IPPROTO_IPV6, IPV6_CHECKSUM, on_raw_ipv6_checksum>;

// Received packets

#ifdef TENON_ICMP_FILTER
/// ICMP_FILTER: the types of ICMP messages to drop (raw(7)).
using icmp_filter =
    option<icmp_types, TENON_SOL_RAW, TENON_ICMP_FILTER, on_icmp<AF_INET, IPPROTO_ICMP>>;
#endif

#ifdef TENON_ICMPV6_FILTER
/// ICMP6_FILTER: the types of ICMPv6 messages to drop (RFC 3542, section 3.2).
using icmpv6_filter =
    option<icmpv6_types, IPPROTO_ICMPV6, TENON_ICMPV6_FILTER, on_icmp<AF_INET6, IPPROTO_ICMPV6>>;
#endif

#ifdef IP_ROUTER_ALERT
/// IP_ROUTER_ALERT, IPV6_ROUTER_ALERT: receives the packets with a router alert that this host
/// forwards; over IPv4 1 or 0, over IPv6 the value of the alert or -1 (ip(7), ipv6(7), RFC 2113,
/// RFC 2711).
using router_alert = option_of_versions<int, IP_ROUTER_ALERT, IPV6_ROUTER_ALERT,
                                        write_only<on_all_of<on_one_ip, on_raw>>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
