// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/state.hpp>
#include <tenon/options/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

/// Raw sockets over IPv4.
using on_raw_ipv4 = on_all_of<on_ipv4, on_raw>;
/// Raw sockets over IPv6.
using on_raw_ipv6 = on_all_of<on_ipv6, on_raw>;
/// Sockets over IPv6 that have ports.
using on_ipv6_ports = on_all_of<on_ipv6, on_ports>;

// The header of the packets: ip(7), ipv6(7).

// clang-format off

/// IP_TTL: the time to live of the packets that are sent, 1 to 255 hops.
struct time_to_live : option_at<int, IPPROTO_IP, on_ipv4> { using option_at::option_at; static constexpr int name = IP_TTL; };

/// IPV6_UNICAST_HOPS: the hop limit of the packets that are sent, 0 to 255 hops; -1 is the system's default.
struct unicast_hops : option_at<int, IPPROTO_IPV6, on_ipv6> { using option_at::option_at; static constexpr int name = IPV6_UNICAST_HOPS; };

#ifdef IP_MINTTL
/// IP_MINTTL: packets with a lower time to live are dropped (RFC 5082); 0 takes all (Linux 2.6.34).
struct min_time_to_live : option_at<int, IPPROTO_IP, on_ipv4> { using option_at::option_at; static constexpr int name = IP_MINTTL; };
#endif

#ifdef IPV6_MINHOPCOUNT
/// IPV6_MINHOPCOUNT: packets with a lower hop limit are dropped (RFC 5082); 0 takes all (Linux 2.6.35).
struct min_hop_count : option_at<int, IPPROTO_IPV6, on_ipv6> { using option_at::option_at; static constexpr int name = IPV6_MINHOPCOUNT; };
#endif

/// IP_TOS: the byte of the header that says how to serve the packets (RFC 2474); of TCP without the lowest two bits.
struct type_of_service : option_at<int, IPPROTO_IP, on_ipv4> { using option_at::option_at; static constexpr int name = IP_TOS; };

#ifdef IPV6_TCLASS
/// IPV6_TCLASS: the same byte in IPv6 (RFC 3542, section 6.5); -1 is the system's default.
struct traffic_class : option_at<int, IPPROTO_IPV6, on_ipv6> { using option_at::option_at; static constexpr int name = IPV6_TCLASS; };
#endif

#ifdef IPV6_AUTOFLOWLABEL
/// IPV6_AUTOFLOWLABEL: the system chooses flow labels (RFC 6437, Linux 3.17).
struct auto_flow_label : option_at<bool, IPPROTO_IPV6, on_ipv6> { using option_at::option_at; static constexpr int name = IPV6_AUTOFLOWLABEL; };
#endif

#ifdef TENON_IPV6_FLOWINFO_SEND
/// IPV6_FLOWINFO_SEND: the flow label of an endpoint counts (Linux 2.2).
struct send_flow_information : option_at<bool, IPPROTO_IPV6, on_ipv6> { using option_at::option_at; static constexpr int name = TENON_IPV6_FLOWINFO_SEND; };
#endif

/// IP_HDRINCL: what is sent begins with its IP header (raw(7)).
struct header_included : option_at<bool, IPPROTO_IP, on_raw_ipv4> { using option_at::option_at; static constexpr int name = IP_HDRINCL; };

#ifdef IP_NODEFRAG
/// IP_NODEFRAG: fragments that are sent with their header are not put together by filters (ip(7)).
struct no_defragment : option_at<bool, IPPROTO_IP, on_raw_ipv4> { using option_at::option_at; static constexpr int name = IP_NODEFRAG; };
#endif

/// IPV6_V6ONLY: IPv4 does not reach the socket as v4-mapped addresses. Only before the socket is bound.
struct v6_only : option_at<bool, IPPROTO_IPV6, on_ipv6_ports> {
    using option_at::option_at;
    static constexpr int name = IPV6_V6ONLY;
    template <class State>
    static constexpr bool applies_in = ready_to_bind<State>;
};

// clang-format on

}  // namespace tenon::inline v0::options
