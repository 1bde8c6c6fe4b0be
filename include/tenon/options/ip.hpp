// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/options/values/outgoing_interface.hpp>
#include <tenon/options/values/path_mtu_discovery_mode.hpp>
#include <tenon/options/values/port_range.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Level IPPROTO_IP: ip(7). An option with the constants of both versions also applies to IPv6, at
// level IPPROTO_IPV6. See also raw.hpp and multicast.hpp.

// The header of sent packets

/// IP_TTL: the time to live of sent packets, 1 to 255 hops (ip(7)).
using time_to_live = option<int, IPPROTO_IP, IP_TTL, on_ipv4>;

/// IP_TOS: the type-of-service byte of sent packets; over TCP, its lowest two bits cannot be set
/// (ip(7), RFC 2474).
using type_of_service = option<int, IPPROTO_IP, IP_TOS, on_ipv4>;

// Filtering

#ifdef IP_MINTTL
/// IP_MINTTL: the minimum time to live of received packets; packets below it are dropped (RFC 5082,
/// since Linux 2.6.34).
using min_time_to_live = option<int, IPPROTO_IP, IP_MINTTL, on_ipv4>;
#endif

// Binding, and the path that packets take

#ifdef IPV6_FREEBIND
/// IP_FREEBIND, IPV6_FREEBIND: allows binding to an address that this host does not have, or does
/// not have yet (ip(7)).
using free_bind = option_of_versions<bool, IP_FREEBIND, IPV6_FREEBIND, on_one_ip>;
#endif

#ifdef IPV6_TRANSPARENT
/// IP_TRANSPARENT, IPV6_TRANSPARENT: allows a proxy to bind to an address of another host; needs
/// CAP_NET_ADMIN or CAP_NET_RAW (ip(7)).
using transparent = option_of_versions<bool, IP_TRANSPARENT, IPV6_TRANSPARENT, on_one_ip>;
#endif

#ifdef IP_BIND_ADDRESS_NO_PORT
/// IP_BIND_ADDRESS_NO_PORT: binding to port 0 binds the address only, and connecting chooses the
/// port; both versions of IP have it at level IPPROTO_IP (ip(7)).
using bind_address_no_port =
    option<bool, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, set_before_bind<on_ports>>;
#endif

#ifdef TENON_IP_LOCAL_PORT_RANGE
/// IP_LOCAL_PORT_RANGE: the range from which the system chooses local ports; both versions of IP
/// have it at level IPPROTO_IP (ip(7), since Linux 6.3).
using local_port_range = option<port_range, IPPROTO_IP, TENON_IP_LOCAL_PORT_RANGE, on_ports>;
#endif

#ifdef IPV6_UNICAST_IF
/// IP_UNICAST_IF, IPV6_UNICAST_IF: the interface for unicast packets, if the routes leave a choice
/// (since Linux 3.4).
using unicast_interface =
    option_of_versions<outgoing_interface, IP_UNICAST_IF, IPV6_UNICAST_IF, on_one_ip>;
#endif

// The path MTU (RFC 1191, RFC 8201)

#ifdef IPV6_MTU_DISCOVER
/// IP_MTU_DISCOVER, IPV6_MTU_DISCOVER: what happens to packets that are longer than the path MTU,
/// see `path_mtu_discovery_mode` (ip(7), ipv6(7)).
using path_mtu_discovery =
    option_of_versions<path_mtu_discovery_mode, IP_MTU_DISCOVER, IPV6_MTU_DISCOVER, on_one_ip>;
#endif

#ifdef IP_MTU
/// IP_MTU, IPV6_MTU: the path MTU to the peer in bytes, as far as the system knows it (ip(7),
/// ipv6(7)).
using path_mtu = option_of_versions<int, IP_MTU, IPV6_MTU, read_only<read_with_peer<on_one_ip>>>;
#endif

// Control messages that come with a received message

#ifdef IP_PKTINFO
/// IP_PKTINFO, IPV6_RECVPKTINFO: delivers the destination address and the interface of arrival
/// (ip(7), ipv6(7), RFC 3542).
using receive_packet_info =
    option_of_versions<bool, IP_PKTINFO, IPV6_RECVPKTINFO, on_one_ip_messages>;
#endif

#ifdef IPV6_RECVORIGDSTADDR
/// IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR: delivers the destination that the message had before a
/// transparent proxy redirected it (ip(7)).
using receive_original_destination =
    option_of_versions<bool, IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR, on_one_ip_messages>;
#endif

#ifdef IPV6_RECVFRAGSIZE
/// IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE: delivers the size of the largest fragment, if the message
/// came in fragments (since Linux 4.10).
using receive_fragment_size =
    option_of_versions<bool, IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE, on_one_ip_messages>;
#endif

#ifdef IP_RECVTTL
/// IP_RECVTTL: delivers the time to live (ip(7)).
using receive_time_to_live = option<bool, IPPROTO_IP, IP_RECVTTL, on_ipv4_messages>;
#endif

#ifdef IP_RECVTOS
/// IP_RECVTOS: delivers the type of service; over TCP, that of the connection (ip(7)).
using receive_type_of_service = option<bool, IPPROTO_IP, IP_RECVTOS, on_ipv4>;
#endif

#ifdef IP_RECVOPTS
/// IP_RECVOPTS: delivers the options of the IP header (ip(7)).
using receive_header_options = option<bool, IPPROTO_IP, IP_RECVOPTS, on_ipv4_messages>;
#endif

#ifdef IP_RETOPTS
/// IP_RETOPTS: delivers the options of the IP header as they came, without this host's entries
/// (ip(7)).
using receive_returned_options = option<bool, IPPROTO_IP, IP_RETOPTS, on_ipv4_messages>;
#endif

#ifdef IP_CHECKSUM
/// IP_CHECKSUM: delivers the checksum of the payload (since Linux 4.0).
using receive_checksum = option<bool, IPPROTO_IP, IP_CHECKSUM, on_all_of<on_udp, on_ipv4>>;
#endif

#ifdef IP_PASSSEC
/// IP_PASSSEC: delivers the security label of the sender, if the system has labels (ip(7)).
using receive_security = option<bool, IPPROTO_IP, IP_PASSSEC, on_ipv4_messages>;
#endif

// The error queue

#ifdef IP_RECVERR
/// IP_RECVERR, IPV6_RECVERR: puts errors on the error queue, each with the packet that caused it
/// (ip(7), ipv6(7)).
using receive_errors = option_of_versions<bool, IP_RECVERR, IPV6_RECVERR, on_one_ip>;
#endif

#ifdef IPV6_RECVERR_RFC4884
/// IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884: reports with each ICMP error where its extensions
/// begin (RFC 4884, since Linux 5.9).
using receive_error_extensions =
    option_of_versions<bool, IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884, on_one_ip_messages>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
