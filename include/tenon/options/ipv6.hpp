// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Level IPPROTO_IPV6: ipv6(7), RFC 3542. The options that both versions of IP have are in ip.hpp.
// See also raw.hpp and multicast.hpp.

// Binding

/// IPV6_V6ONLY: keeps IPv4 from reaching the socket as v4-mapped addresses; set before binding
/// (ipv6(7)).
using v6_only =
    option<bool, IPPROTO_IPV6, IPV6_V6ONLY, set_before_bind<on_all_of<on_ipv6, on_ports>>>;

// The header of sent packets

/// IPV6_UNICAST_HOPS: the hop limit of sent unicast packets, 0 to 255 hops; -1 is the system's
/// default (ipv6(7)).
using unicast_hops = option<int, IPPROTO_IPV6, IPV6_UNICAST_HOPS, on_ipv6>;

#ifdef IPV6_TCLASS
/// IPV6_TCLASS: the traffic class byte of sent packets; -1 is the system's default (RFC 3542,
/// section 6.5).
using traffic_class = option<int, IPPROTO_IPV6, IPV6_TCLASS, on_ipv6>;
#endif

#ifdef IPV6_AUTOFLOWLABEL
/// IPV6_AUTOFLOWLABEL: lets the system choose flow labels (RFC 6437, since Linux 3.17).
using auto_flow_label = option<bool, IPPROTO_IPV6, IPV6_AUTOFLOWLABEL, on_ipv6>;
#endif

#ifdef TENON_IPV6_FLOWINFO_SEND
/// IPV6_FLOWINFO_SEND: sends packets with the flow label of the destination endpoint (since
/// Linux 2.2).
using send_flow_information = option<bool, IPPROTO_IPV6, TENON_IPV6_FLOWINFO_SEND, on_ipv6>;
#endif

// Filtering

#ifdef IPV6_MINHOPCOUNT
/// IPV6_MINHOPCOUNT: the minimum hop limit of received packets; packets below it are dropped
/// (RFC 5082, since Linux 2.6.35).
using min_hop_count = option<int, IPPROTO_IPV6, IPV6_MINHOPCOUNT, on_ipv6>;
#endif

// The path MTU

#ifdef IPV6_MTU
/// IPV6_MTU: the greatest size of fragments in bytes, 1280 or more; 0 is no limit (ipv6(7), RFC
/// 3542, section 11).
using fragment_size = option<int, IPPROTO_IPV6, IPV6_MTU, write_only<on_ipv6>>;
#endif

#ifdef IPV6_DONTFRAG
/// IPV6_DONTFRAG: refuses a message that does not fit into one packet (RFC 3542, section 11.2).
using do_not_fragment = option<bool, IPPROTO_IPV6, IPV6_DONTFRAG, on_ipv6>;
#endif

#ifdef IPV6_RECVPATHMTU
/// IPV6_RECVPATHMTU: reports a change of the path MTU as a control message (RFC 3542,
/// section 11.3).
using receive_path_mtu = option<bool, IPPROTO_IPV6, IPV6_RECVPATHMTU, on_ipv6>;
#endif

// Control messages that come with a received message

#ifdef IPV6_RECVHOPLIMIT
/// IPV6_RECVHOPLIMIT: delivers the hop limit (RFC 3542).
using receive_hop_limit = option<bool, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, on_ipv6_messages>;
#endif

#ifdef IPV6_RECVTCLASS
/// IPV6_RECVTCLASS: delivers the traffic class (RFC 3542).
using receive_traffic_class = option<bool, IPPROTO_IPV6, IPV6_RECVTCLASS, on_ipv6>;
#endif

#ifdef IPV6_RECVHOPOPTS
/// IPV6_RECVHOPOPTS: delivers the hop-by-hop options; sending them needs CAP_NET_RAW (RFC 3542).
using receive_hop_options = option<bool, IPPROTO_IPV6, IPV6_RECVHOPOPTS, on_ipv6_messages>;
#endif

#ifdef IPV6_RECVDSTOPTS
/// IPV6_RECVDSTOPTS: delivers the destination options (RFC 3542).
using receive_destination_options = option<bool, IPPROTO_IPV6, IPV6_RECVDSTOPTS, on_ipv6_messages>;
#endif

#ifdef IPV6_RECVRTHDR
/// IPV6_RECVRTHDR: delivers the routing header (RFC 3542).
using receive_routing_header = option<bool, IPPROTO_IPV6, IPV6_RECVRTHDR, on_ipv6_messages>;
#endif

#ifdef TENON_IPV6_FLOWINFO
/// IPV6_FLOWINFO: delivers the flow label (ipv6(7), RFC 6437).
using receive_flow_information = option<bool, IPPROTO_IPV6, TENON_IPV6_FLOWINFO, on_ipv6>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
