// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// Raw sockets over IPv4.
using on_raw_ipv4 = on_all_of<on_ipv4, on_raw>;
/// Raw sockets over IPv6.
using on_raw_ipv6 = on_all_of<on_ipv6, on_raw>;
/// Sockets over IPv6 that have ports.
using on_ipv6_ports = on_all_of<on_ipv6, on_ports>;

// The header of the packets: ip(7), ipv6(7).

/// IP_TTL: the time to live of the packets that are sent, 1 to 255 hops (ip(7)).
using time_to_live = option<int, IPPROTO_IP, IP_TTL, on_ipv4>;

/// IPV6_UNICAST_HOPS: the hop limit of the packets that are sent, 0 to 255 hops; -1 is the system's default (ipv6(7)).
using unicast_hops = option<int, IPPROTO_IPV6, IPV6_UNICAST_HOPS, on_ipv6>;

#ifdef IP_MINTTL
/// IP_MINTTL: packets with a lower time to live are dropped (RFC 5082); 0 takes all (Linux 2.6.34).
using min_time_to_live = option<int, IPPROTO_IP, IP_MINTTL, on_ipv4>;
#endif

#ifdef IPV6_MINHOPCOUNT
/// IPV6_MINHOPCOUNT: packets with a lower hop limit are dropped (RFC 5082); 0 takes all (Linux 2.6.35).
using min_hop_count = option<int, IPPROTO_IPV6, IPV6_MINHOPCOUNT, on_ipv6>;
#endif

/// IP_TOS: the byte of the header that says how to serve the packets (RFC 2474); of TCP without the lowest two bits.
using type_of_service = option<int, IPPROTO_IP, IP_TOS, on_ipv4>;

#ifdef IPV6_TCLASS
/// IPV6_TCLASS: the same byte in IPv6 (RFC 3542, section 6.5); -1 is the system's default.
using traffic_class = option<int, IPPROTO_IPV6, IPV6_TCLASS, on_ipv6>;
#endif

#ifdef IPV6_AUTOFLOWLABEL
/// IPV6_AUTOFLOWLABEL: the system chooses flow labels (RFC 6437, Linux 3.17).
using auto_flow_label = option<bool, IPPROTO_IPV6, IPV6_AUTOFLOWLABEL, on_ipv6>;
#endif

#ifdef TENON_IPV6_FLOWINFO_SEND
/// IPV6_FLOWINFO_SEND: the flow label of an endpoint counts (Linux 2.2).
using send_flow_information = option<bool, IPPROTO_IPV6, TENON_IPV6_FLOWINFO_SEND, on_ipv6>;
#endif

/// IP_HDRINCL: what is sent begins with its IP header (raw(7)).
using header_included = option<bool, IPPROTO_IP, IP_HDRINCL, on_raw_ipv4>;

#ifdef IP_NODEFRAG
/// IP_NODEFRAG: fragments that are sent with their header are not put together by filters (ip(7)).
using no_defragment = option<bool, IPPROTO_IP, IP_NODEFRAG, on_raw_ipv4>;
#endif

/// IPV6_V6ONLY: IPv4 does not reach the socket as v4-mapped addresses (ipv6(7)). Only before the socket is bound.
using v6_only = option<bool, IPPROTO_IPV6, IPV6_V6ONLY, set_before_bind<on_ipv6_ports>>;

}  // namespace options
}  // namespace v0
}  // namespace tenon
