// SPDX-License-Identifier: BSL-1.0

// Levels IPPROTO_IP, IPPROTO_IPV6, SOL_RAW and IPPROTO_ICMPV6. pin.hpp explains the columns.

#include "kernel.hpp"
#include "pin.hpp"

namespace pins {

// The header: ip(7), ipv6(7), RFC 3542.

static_assert(set_and_get<options::time_to_live, IPPROTO_IP, IP_TTL, int, int>);
static_assert(set_and_get<options::unicast_hops, IPPROTO_IPV6, IPV6_UNICAST_HOPS, int, int>);
#ifdef IP_MINTTL
static_assert(set_and_get<options::min_time_to_live, IPPROTO_IP, IP_MINTTL, int, int>);
#endif
#ifdef IPV6_MINHOPCOUNT
static_assert(set_and_get<options::min_hop_count, IPPROTO_IPV6, IPV6_MINHOPCOUNT, int, int>);
#endif
static_assert(set_and_get<options::type_of_service, IPPROTO_IP, IP_TOS, int, int>);
#ifdef IPV6_TCLASS
static_assert(set_and_get<options::traffic_class, IPPROTO_IPV6, IPV6_TCLASS, int, int>);
#endif
#ifdef IPV6_AUTOFLOWLABEL
static_assert(set_and_get<options::auto_flow_label, IPPROTO_IPV6, IPV6_AUTOFLOWLABEL, bool, int>);
#endif
#ifdef TENON_IPV6_FLOWINFO_SEND
static_assert(set_and_get<options::send_flow_information, IPPROTO_IPV6, kernel::ipv6_flowinfo_send,
                          bool, int>);
#endif
static_assert(set_and_get<options::header_included, IPPROTO_IP, IP_HDRINCL, bool, int>);
#ifdef IP_NODEFRAG
static_assert(set_and_get<options::no_defragment, IPPROTO_IP, IP_NODEFRAG, bool, int>);
#endif
static_assert(set_and_get<options::v6_only, IPPROTO_IPV6, IPV6_V6ONLY, bool, int>);

// The path MTU: ip(7), ipv6(7), RFC 3542.

#ifdef IPV6_MTU_DISCOVER
static_assert(set_and_get_in_both<options::path_mtu_discovery, IP_MTU_DISCOVER, IPV6_MTU_DISCOVER,
                                  options::path_mtu_discovery_mode, int>);
#endif
#ifdef IP_MTU
static_assert(get_only_in_both<options::path_mtu, IP_MTU, IPV6_MTU, int, int>);
#endif
#ifdef IPV6_MTU
static_assert(set_only<options::fragment_size, IPPROTO_IPV6, IPV6_MTU, int, int>);
#endif
#ifdef IPV6_DONTFRAG
static_assert(set_and_get<options::do_not_fragment, IPPROTO_IPV6, IPV6_DONTFRAG, bool, int>);
#endif
#ifdef IPV6_RECVPATHMTU
static_assert(set_and_get<options::receive_path_mtu, IPPROTO_IPV6, IPV6_RECVPATHMTU, bool, int>);
#endif

// Binding: ip(7), ipv6(7). Two options are at the level of IPv4 for both versions.

#ifdef IPV6_FREEBIND
static_assert(set_and_get_in_both<options::free_bind, IP_FREEBIND, IPV6_FREEBIND, bool, int>);
#endif
#ifdef IPV6_TRANSPARENT
static_assert(
    set_and_get_in_both<options::transparent, IP_TRANSPARENT, IPV6_TRANSPARENT, bool, int>);
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
static_assert(
    set_and_get<options::bind_address_no_port, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, bool, int>);
#endif
#ifdef TENON_IP_LOCAL_PORT_RANGE
static_assert(set_and_get<options::local_port_range, IPPROTO_IP, kernel::ip_local_port_range,
                          options::port_range, std::uint32_t>);
#endif
#ifdef IPV6_UNICAST_IF
static_assert(set_and_get_in_both<options::unicast_interface, IP_UNICAST_IF, IPV6_UNICAST_IF,
                                  options::outgoing_interface, std::uint32_t>);
#endif

// Ancillary data: ip(7), ipv6(7), RFC 3542.

#ifdef IP_PKTINFO
static_assert(
    set_and_get_in_both<options::receive_packet_info, IP_PKTINFO, IPV6_RECVPKTINFO, bool, int>);
#endif
#ifdef IPV6_RECVORIGDSTADDR
static_assert(set_and_get_in_both<options::receive_original_destination, IP_RECVORIGDSTADDR,
                                  IPV6_RECVORIGDSTADDR, bool, int>);
#endif
#ifdef IPV6_RECVFRAGSIZE
static_assert(set_and_get_in_both<options::receive_fragment_size, IP_RECVFRAGSIZE,
                                  IPV6_RECVFRAGSIZE, bool, int>);
#endif
#ifdef IP_RECVERR
static_assert(set_and_get_in_both<options::receive_errors, IP_RECVERR, IPV6_RECVERR, bool, int>);
#endif
#ifdef IPV6_RECVERR_RFC4884
static_assert(set_and_get_in_both<options::receive_error_extensions, IP_RECVERR_RFC4884,
                                  IPV6_RECVERR_RFC4884, bool, int>);
#endif
#ifdef IP_RECVTTL
static_assert(set_and_get<options::receive_time_to_live, IPPROTO_IP, IP_RECVTTL, bool, int>);
#endif
#ifdef IPV6_RECVHOPLIMIT
static_assert(set_and_get<options::receive_hop_limit, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, bool, int>);
#endif
#ifdef IP_RECVTOS
static_assert(set_and_get<options::receive_type_of_service, IPPROTO_IP, IP_RECVTOS, bool, int>);
#endif
#ifdef IPV6_RECVTCLASS
static_assert(
    set_and_get<options::receive_traffic_class, IPPROTO_IPV6, IPV6_RECVTCLASS, bool, int>);
#endif
#ifdef IP_RECVOPTS
static_assert(set_and_get<options::receive_header_options, IPPROTO_IP, IP_RECVOPTS, bool, int>);
#endif
#ifdef IP_RETOPTS
static_assert(set_and_get<options::receive_returned_options, IPPROTO_IP, IP_RETOPTS, bool, int>);
#endif
#ifdef IP_CHECKSUM
static_assert(set_and_get<options::receive_checksum, IPPROTO_IP, IP_CHECKSUM, bool, int>);
#endif
#ifdef IP_PASSSEC
static_assert(set_and_get<options::receive_security, IPPROTO_IP, IP_PASSSEC, bool, int>);
#endif
#ifdef IPV6_RECVHOPOPTS
static_assert(set_and_get<options::receive_hop_options, IPPROTO_IPV6, IPV6_RECVHOPOPTS, bool, int>);
#endif
#ifdef IPV6_RECVDSTOPTS
static_assert(
    set_and_get<options::receive_destination_options, IPPROTO_IPV6, IPV6_RECVDSTOPTS, bool, int>);
#endif
#ifdef IPV6_RECVRTHDR
static_assert(
    set_and_get<options::receive_routing_header, IPPROTO_IPV6, IPV6_RECVRTHDR, bool, int>);
#endif
#ifdef TENON_IPV6_FLOWINFO
static_assert(
    set_and_get<options::receive_flow_information, IPPROTO_IPV6, kernel::ipv6_flowinfo, bool, int>);
#endif

// Multicast: ip(7), ipv6(7).

#ifdef TENON_HAS_WIDE_IP_MULTICAST
static_assert(set_and_get_in_both<options::multicast_loop, IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP,
                                  bool, int>);
#endif
#ifdef TENON_HAS_IP_MULTICAST_IF
static_assert(set_and_get_in_both<options::multicast_interface, IP_MULTICAST_IF, IPV6_MULTICAST_IF,
                                  options::multicast_outgoing_interface,
                                  laid_out<options::multicast_outgoing_interface>>);
#endif
#ifdef IPV6_MULTICAST_ALL
static_assert(
    set_and_get_in_both<options::multicast_all, IP_MULTICAST_ALL, IPV6_MULTICAST_ALL, bool, int>);
#endif
#ifdef TENON_HAS_WIDE_IP_MULTICAST
static_assert(set_and_get<options::multicast_time_to_live, IPPROTO_IP, IP_MULTICAST_TTL, int, int>);
#endif
static_assert(set_and_get<options::multicast_hops, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, int, int>);

// Raw sockets: raw(7), RFC 3542.

#ifdef TENON_ICMP_FILTER
static_assert(set_and_get<options::icmp_filter, kernel::sol_raw, kernel::icmp_filter,
                          options::icmp_types, options::icmp_types>);
#endif
#ifdef TENON_ICMPV6_FILTER
static_assert(set_and_get<options::icmpv6_filter, IPPROTO_ICMPV6, kernel::icmpv6_filter,
                          options::icmpv6_types, options::icmpv6_types>);
#endif
static_assert(set_and_get<options::checksum_offset, IPPROTO_IPV6, IPV6_CHECKSUM, int, int>);
#ifdef IP_ROUTER_ALERT
static_assert(
    set_only_in_both<options::router_alert, IP_ROUTER_ALERT, IPV6_ROUTER_ALERT, int, int>);
#endif

}  // namespace pins
