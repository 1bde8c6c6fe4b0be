// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/options/socket.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// Sockets without a connection over IPv6.
using on_ipv6_messages = on_all_of<on_ipv6, on_connectionless>;
/// UDP over IPv4.
using on_udp_ipv4 = on_all_of<on_udp, on_ipv4>;
/// Sockets without a connection over one version of IP.
using on_one_ip_messages = on_all_of<on_one_ip, on_connectionless>;

// What of the header of a packet comes beside it, as a control message: ip(7), ipv6(7), RFC 3542.

#ifdef IP_PKTINFO
/// IP_PKTINFO, IPV6_RECVPKTINFO: the address that it was sent to, and the interface that it came by (ip(7), RFC 3542).
using receive_packet_info = option_of_versions<bool, IP_PKTINFO, IPV6_RECVPKTINFO, on_one_ip_messages>;
#endif

#ifdef IPV6_RECVORIGDSTADDR
/// IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR: where it was sent to before a transparent proxy took it (ip(7)).
using receive_original_destination = option_of_versions<bool, IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR, on_one_ip_messages>;
#endif

#ifdef IPV6_RECVFRAGSIZE
/// IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE: the size of its largest fragment, if it came in fragments (Linux 4.10).
using receive_fragment_size = option_of_versions<bool, IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE, on_one_ip_messages>;
#endif

#ifdef IP_RECVERR
/// IP_RECVERR, IPV6_RECVERR: errors come to the error queue, with the packet that met them (ip(7), ipv6(7)).
using receive_errors = option_of_versions<bool, IP_RECVERR, IPV6_RECVERR, on_one_ip>;
#endif

#ifdef IPV6_RECVERR_RFC4884
/// IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884: with them, where in an ICMP error its extensions begin (Linux 5.9).
using receive_error_extensions = option_of_versions<bool, IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884, on_one_ip_messages>;
#endif

#ifdef IP_RECVTTL
/// IP_RECVTTL: its time to live (ip(7)).
using receive_time_to_live = option<bool, IPPROTO_IP, IP_RECVTTL, on_ipv4_messages>;
#endif

#ifdef IPV6_RECVHOPLIMIT
/// IPV6_RECVHOPLIMIT: its hop limit (RFC 3542).
using receive_hop_limit = option<bool, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, on_ipv6_messages>;
#endif

#ifdef IP_RECVTOS
/// IP_RECVTOS: its type of service; of TCP that of the connection (ip(7)).
using receive_type_of_service = option<bool, IPPROTO_IP, IP_RECVTOS, on_ipv4>;
#endif

#ifdef IPV6_RECVTCLASS
/// IPV6_RECVTCLASS: its traffic class (RFC 3542).
using receive_traffic_class = option<bool, IPPROTO_IPV6, IPV6_RECVTCLASS, on_ipv6>;
#endif

#ifdef IP_RECVOPTS
/// IP_RECVOPTS: the options of its header (ip(7)).
using receive_header_options = option<bool, IPPROTO_IP, IP_RECVOPTS, on_ipv4_messages>;
#endif

#ifdef IP_RETOPTS
/// IP_RETOPTS: the same, as they would be sent back (ip(7)).
using receive_returned_options = option<bool, IPPROTO_IP, IP_RETOPTS, on_ipv4_messages>;
#endif

#ifdef IP_CHECKSUM
/// IP_CHECKSUM: the checksum of what it carries, over UDP (Linux 4.0).
using receive_checksum = option<bool, IPPROTO_IP, IP_CHECKSUM, on_udp_ipv4>;
#endif

#ifdef IP_PASSSEC
/// IP_PASSSEC: the security label of who sent it, where the system has labels (ip(7)).
using receive_security = option<bool, IPPROTO_IP, IP_PASSSEC, on_ipv4_messages>;
#endif

#ifdef IPV6_RECVHOPOPTS
/// IPV6_RECVHOPOPTS: its options for each hop; needs CAP_NET_RAW where they are to be sent (RFC 3542).
using receive_hop_options = option<bool, IPPROTO_IPV6, IPV6_RECVHOPOPTS, on_ipv6_messages>;
#endif

#ifdef IPV6_RECVDSTOPTS
/// IPV6_RECVDSTOPTS: its options for the destination (RFC 3542).
using receive_destination_options = option<bool, IPPROTO_IPV6, IPV6_RECVDSTOPTS, on_ipv6_messages>;
#endif

#ifdef IPV6_RECVRTHDR
/// IPV6_RECVRTHDR: its routing header (RFC 3542).
using receive_routing_header = option<bool, IPPROTO_IPV6, IPV6_RECVRTHDR, on_ipv6_messages>;
#endif

#ifdef TENON_IPV6_FLOWINFO
/// IPV6_FLOWINFO: its flow label (RFC 6437).
using receive_flow_information = option<bool, IPPROTO_IPV6, TENON_IPV6_FLOWINFO, on_ipv6>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
