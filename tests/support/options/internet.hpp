// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, part by part: ip(7), ipv6(7), raw(7).

#include <cerrno>

#include "listed.hpp"

namespace listing {

template <class Visitor>
void visit_internet(Visitor& visit) {
    using namespace tenon::options;
    visit.section("The header of IP", "ip");
    visit(listed<tenon::options::time_to_live>{.name = "time_to_live",
                                               .constant = "IP_TTL",
                                               .value = "int",
                                               .manual = "ip(7)",
                                               .meaning = "The time to live of the packets that are sent, 1 to 255 hops",
                                               .samples = {1, 255, 64}});
    visit(listed<tenon::options::unicast_hops>{
        .name = "unicast_hops",
        .constant = "IPV6_UNICAST_HOPS",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning = "The hop limit of the packets that are sent, 0 to 255 hops; -1 is the system's default",
        .samples = {0, 255, 64}});
#ifdef IP_MINTTL
    visit(listed<tenon::options::min_time_to_live>{
        .name = "min_time_to_live",
        .constant = "IP_MINTTL",
        .value = "int",
        .manual = "ip(7)",
        .meaning = "Packets with a lower time to live are dropped (RFC 5082); 0 takes all (Linux 2.6.34)",
        .samples = {0, 255}});
#endif
#ifdef IPV6_MINHOPCOUNT
    visit(listed<tenon::options::min_hop_count>{
        .name = "min_hop_count",
        .constant = "IPV6_MINHOPCOUNT",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning = "Packets with a lower hop limit are dropped (RFC 5082); 0 takes all (Linux 2.6.35)",
        .samples = {0, 255}});
#endif
    visit(listed<tenon::options::type_of_service>{
        .name = "type_of_service",
        .constant = "IP_TOS",
        .value = "int",
        .manual = "ip(7)",
        .meaning = "The byte of the header that says how to serve the packets (RFC 2474); of TCP without the lowest two bits",
        .samples = {0x20, 0}});
#ifdef IPV6_TCLASS
    visit(listed<tenon::options::traffic_class>{
        .name = "traffic_class",
        .constant = "IPV6_TCLASS",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning = "The same byte in IPv6 (RFC 3542, section 6.5); -1 is the system's default",
        .samples = {0x20, 0}});
#endif
#ifdef IPV6_AUTOFLOWLABEL
    visit(listed<tenon::options::auto_flow_label>{.name = "auto_flow_label",
                                                  .constant = "IPV6_AUTOFLOWLABEL",
                                                  .value = "bool",
                                                  .manual = "ipv6(7)",
                                                  .meaning = "The system chooses flow labels (RFC 6437, Linux 3.17)"});
#endif
#ifdef TENON_IPV6_FLOWINFO_SEND
    visit(listed<tenon::options::send_flow_information>{.name = "send_flow_information",
                                                        .constant = "IPV6_FLOWINFO_SEND",
                                                        .value = "bool",
                                                        .manual = "ipv6(7)",
                                                        .meaning = "The flow label of an endpoint counts (Linux 2.2)"});
#endif
    visit(listed<tenon::options::header_included>{.name = "header_included",
                                                  .constant = "IP_HDRINCL",
                                                  .value = "bool",
                                                  .manual = "raw(7)",
                                                  .meaning = "What is sent begins with its IP header"});
#ifdef IP_NODEFRAG
    visit(listed<tenon::options::no_defragment>{
        .name = "no_defragment",
        .constant = "IP_NODEFRAG",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Fragments that are sent with their header are not put together by filters"});
#endif
    visit(listed<tenon::options::v6_only>{
        .name = "v6_only",
        .constant = "IPV6_V6ONLY",
        .value = "bool",
        .manual = "ipv6(7)",
        .meaning = "IPv4 does not reach the socket as v4-mapped addresses. Only before the socket is bound"});
    visit.section("The size of packets", "path_mtu");
#ifdef IPV6_MTU_DISCOVER
    visit(listed<tenon::options::path_mtu_discovery>{
        .name = "path_mtu_discovery",
        .constant = "IP_MTU_DISCOVER, IPV6_MTU_DISCOVER",
        .value = "path_mtu_discovery_mode",
        .manual = "ip(7)",
        .meaning = "See `path_mtu_discovery_mode`",
        .samples = {path_mtu_discovery_mode::always, path_mtu_discovery_mode::never, path_mtu_discovery_mode::by_route,
                    path_mtu_discovery_mode::probe, path_mtu_discovery_mode::interface_size,
                    path_mtu_discovery_mode::interface_or_fragment}});
#endif
#ifdef IP_MTU
    visit(listed<tenon::options::path_mtu>{
        .name = "path_mtu",
        .constant = "IP_MTU, IPV6_MTU",
        .value = "int",
        .manual = "ip(7)",
        .meaning = "The longest packet in bytes that the path to the peer takes, as far as is known"});
#endif
#ifdef IPV6_MTU
    visit(listed<tenon::options::fragment_size>{
        .name = "fragment_size",
        .constant = "IPV6_MTU",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning = "A bound on the length of fragments in bytes, 1280 or more; 0 for none (ipv6(7), RFC 3542, section 11)",
        .samples = {1280, 0}});
#endif
#ifdef IPV6_DONTFRAG
    visit(listed<tenon::options::do_not_fragment>{
        .name = "do_not_fragment",
        .constant = "IPV6_DONTFRAG",
        .value = "bool",
        .manual = "ipv6(7)",
        .meaning = "A message that does not fit in a packet is refused (RFC 3542, section 11.2)"});
#endif
#ifdef IPV6_RECVPATHMTU
    visit(listed<tenon::options::receive_path_mtu>{
        .name = "receive_path_mtu",
        .constant = "IPV6_RECVPATHMTU",
        .value = "bool",
        .manual = "ipv6(7)",
        .meaning = "That the path's size has changed comes as a control message (RFC 3542, section 11.3)"});
#endif
    visit.section("Binding to addresses of IP", "ip_binding");
#ifdef IPV6_FREEBIND
    visit(listed<tenon::options::free_bind>{.name = "free_bind",
                                            .constant = "IP_FREEBIND, IPV6_FREEBIND",
                                            .value = "bool",
                                            .manual = "ip(7)",
                                            .meaning = "An address may be bound that the machine does not have yet"});
#endif
#ifdef IPV6_TRANSPARENT
    visit(listed<tenon::options::transparent>{
        .name = "transparent",
        .constant = "IP_TRANSPARENT, IPV6_TRANSPARENT",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "A foreign address may be bound, for proxies; needs CAP_NET_ADMIN or CAP_NET_RAW",
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN or CAP_NET_RAW"});
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
    visit(listed<tenon::options::bind_address_no_port>{.name = "bind_address_no_port",
                                                       .constant = "IP_BIND_ADDRESS_NO_PORT",
                                                       .value = "bool",
                                                       .manual = "ip(7)",
                                                       .meaning =
                                                           "Binding to port 0 binds the address alone; the port is chosen when "
                                                           "connecting. Both versions have it at the level of IPv4"});
#endif
#ifdef TENON_IP_LOCAL_PORT_RANGE
    visit(listed<tenon::options::local_port_range>{
        .name = "local_port_range",
        .constant = "IP_LOCAL_PORT_RANGE",
        .value = "port_range",
        .manual = "ip(7)",
        .meaning = "The ports among which the system chooses (Linux 6.3). Both versions have it at the level of IPv4",
        .samples = {{40000, 40100}, {0, 0}},
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.3"});
#endif
#ifdef IPV6_UNICAST_IF
    visit(listed<tenon::options::unicast_interface>{
        .name = "unicast_interface",
        .constant = "IP_UNICAST_IF, IPV6_UNICAST_IF",
        .value = "outgoing_interface",
        .manual = "ip(7)",
        .meaning = "The interface for packets to one receiver, where the routes leave a choice",
        .samples = {loopback_index(), tenon::interface_index()}});
#endif
    visit.section("What of the IP header comes beside a message", "ip_arriving");
#ifdef IP_PKTINFO
    visit(listed<tenon::options::receive_packet_info>{
        .name = "receive_packet_info",
        .constant = "IP_PKTINFO, IPV6_RECVPKTINFO",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "The address that it was sent to, and the interface that it came by"});
#endif
#ifdef IPV6_RECVORIGDSTADDR
    visit(listed<tenon::options::receive_original_destination>{
        .name = "receive_original_destination",
        .constant = "IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Where it was sent to before a transparent proxy took it"});
#endif
#ifdef IPV6_RECVFRAGSIZE
    visit(
        listed<tenon::options::receive_fragment_size>{.name = "receive_fragment_size",
                                                      .constant = "IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE",
                                                      .value = "bool",
                                                      .manual = "ip(7)",
                                                      .meaning = "The size of its largest fragment, if it came in fragments"});
#endif
#ifdef IP_RECVERR
    visit(listed<tenon::options::receive_errors>{.name = "receive_errors",
                                                 .constant = "IP_RECVERR, IPV6_RECVERR",
                                                 .value = "bool",
                                                 .manual = "ip(7)",
                                                 .meaning = "Errors come to the error queue, with the packet that met them"});
#endif
#ifdef IPV6_RECVERR_RFC4884
    visit(listed<tenon::options::receive_error_extensions>{
        .name = "receive_error_extensions",
        .constant = "IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "With them, where in an ICMP error its extensions begin (Linux 5.9)"});
#endif
#ifdef IP_RECVTTL
    visit(listed<tenon::options::receive_time_to_live>{.name = "receive_time_to_live",
                                                       .constant = "IP_RECVTTL",
                                                       .value = "bool",
                                                       .manual = "ip(7)",
                                                       .meaning = "Its time to live"});
#endif
#ifdef IPV6_RECVHOPLIMIT
    visit(listed<tenon::options::receive_hop_limit>{.name = "receive_hop_limit",
                                                    .constant = "IPV6_RECVHOPLIMIT",
                                                    .value = "bool",
                                                    .manual = "ipv6(7)",
                                                    .meaning = "Its hop limit"});
#endif
#ifdef IP_RECVTOS
    visit(listed<tenon::options::receive_type_of_service>{.name = "receive_type_of_service",
                                                          .constant = "IP_RECVTOS",
                                                          .value = "bool",
                                                          .manual = "ip(7)",
                                                          .meaning = "Its type of service; of TCP that of the connection"});
#endif
#ifdef IPV6_RECVTCLASS
    visit(listed<tenon::options::receive_traffic_class>{.name = "receive_traffic_class",
                                                        .constant = "IPV6_RECVTCLASS",
                                                        .value = "bool",
                                                        .manual = "ipv6(7)",
                                                        .meaning = "Its traffic class"});
#endif
#ifdef IP_RECVOPTS
    visit(listed<tenon::options::receive_header_options>{.name = "receive_header_options",
                                                         .constant = "IP_RECVOPTS",
                                                         .value = "bool",
                                                         .manual = "ip(7)",
                                                         .meaning = "The options of its header"});
#endif
#ifdef IP_RETOPTS
    visit(listed<tenon::options::receive_returned_options>{.name = "receive_returned_options",
                                                           .constant = "IP_RETOPTS",
                                                           .value = "bool",
                                                           .manual = "ip(7)",
                                                           .meaning = "The same, as they would be sent back"});
#endif
#ifdef IP_CHECKSUM
    visit(listed<tenon::options::receive_checksum>{.name = "receive_checksum",
                                                   .constant = "IP_CHECKSUM",
                                                   .value = "bool",
                                                   .manual = "ip(7)",
                                                   .meaning = "The checksum of what it carries, over UDP"});
#endif
#ifdef IP_PASSSEC
    visit(
        listed<tenon::options::receive_security>{.name = "receive_security",
                                                 .constant = "IP_PASSSEC",
                                                 .value = "bool",
                                                 .manual = "ip(7)",
                                                 .meaning = "The security label of who sent it, where the system has labels"});
#endif
#ifdef IPV6_RECVHOPOPTS
    visit(listed<tenon::options::receive_hop_options>{
        .name = "receive_hop_options",
        .constant = "IPV6_RECVHOPOPTS",
        .value = "bool",
        .manual = "ipv6(7)",
        .meaning = "Its options for each hop; needs CAP_NET_RAW where they are to be sent"});
#endif
#ifdef IPV6_RECVDSTOPTS
    visit(listed<tenon::options::receive_destination_options>{.name = "receive_destination_options",
                                                              .constant = "IPV6_RECVDSTOPTS",
                                                              .value = "bool",
                                                              .manual = "ipv6(7)",
                                                              .meaning = "Its options for the destination"});
#endif
#ifdef IPV6_RECVRTHDR
    visit(listed<tenon::options::receive_routing_header>{.name = "receive_routing_header",
                                                         .constant = "IPV6_RECVRTHDR",
                                                         .value = "bool",
                                                         .manual = "ipv6(7)",
                                                         .meaning = "Its routing header"});
#endif
#ifdef TENON_IPV6_FLOWINFO
    visit(listed<tenon::options::receive_flow_information>{.name = "receive_flow_information",
                                                           .constant = "IPV6_FLOWINFO",
                                                           .value = "bool",
                                                           .manual = "ipv6(7)",
                                                           .meaning = "Its flow label"});
#endif
    visit.section("Multicast", "multicast");
    visit(listed<tenon::options::multicast_loop>{.name = "multicast_loop",
                                                 .constant = "IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP",
                                                 .value = "bool",
                                                 .manual = "ip(7)",
                                                 .meaning = "What is sent to a group is also heard on this machine"});
    visit(listed<tenon::options::multicast_interface>{
        .name = "multicast_interface",
        .constant = "IP_MULTICAST_IF, IPV6_MULTICAST_IF",
        .value = "multicast_way",
        .manual = "ip(7)",
        .meaning = "The interface by which messages to groups leave. IPv4 does not tell it",
        .samples = {loopback_index(), tenon::interface_index()}});
#ifdef IPV6_MULTICAST_ALL
    visit(listed<tenon::options::multicast_all>{
        .name = "multicast_all",
        .constant = "IP_MULTICAST_ALL, IPV6_MULTICAST_ALL",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Messages to groups that only other sockets have joined are heard too"});
#endif
    visit(listed<tenon::options::multicast_time_to_live>{
        .name = "multicast_time_to_live",
        .constant = "IP_MULTICAST_TTL",
        .value = "int",
        .manual = "ip(7)",
        .meaning = "The time to live of messages to groups, 0 to 255 hops; -1 is the default, 1",
        .samples = {0, 255, 7}});
    visit(listed<tenon::options::multicast_hops>{
        .name = "multicast_hops",
        .constant = "IPV6_MULTICAST_HOPS",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning = "The hop limit of messages to groups, 0 to 255 hops; -1 is the default, 1",
        .samples = {0, 255, 7}});
    visit.section("Raw sockets", "raw");
#ifdef TENON_ICMP_FILTER
    visit(listed<tenon::options::icmp_filter>{.name = "icmp_filter",
                                              .constant = "ICMP_FILTER",
                                              .value = "icmp_types",
                                              .manual = "raw(7)",
                                              .meaning = "Types of messages that do not come",
                                              .samples = {icmp_types().with(8), icmp_types()}});
#endif
#ifdef TENON_ICMPV6_FILTER
    visit(listed<tenon::options::icmpv6_filter>{.name = "icmpv6_filter",
                                                .constant = "ICMP6_FILTER",
                                                .value = "icmpv6_types",
                                                .manual = "",
                                                .meaning = "Types of messages that do not come (RFC 3542, section 3.2)",
                                                .samples = {icmpv6_types::all().without(129), icmpv6_types()}});
#endif
    visit(listed<tenon::options::checksum_offset>{
        .name = "checksum_offset",
        .constant = "IPV6_CHECKSUM",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning = "Where in a packet its checksum stands, an even number of bytes; the system makes "
                   "and checks it. -1 is nowhere (RFC 3542, section 3.1)",
        .samples = {2, -1}});
#ifdef IP_ROUTER_ALERT
    visit(listed<tenon::options::router_alert>{
        .name = "router_alert",
        .constant = "IP_ROUTER_ALERT, IPV6_ROUTER_ALERT",
        .value = "int",
        .manual = "ip(7)",
        .meaning = "Packets that ask routers to look at them come too, where this machine is one (RFC "
                   "2113, RFC 2711). IPv4: 1 or 0; IPv6: the number of the kind of alert, -1 for none",
        .samples = {1, 0},
        .refusals = {ENOPROTOOPT},
        .needs = "over IPv6 the protocol IPPROTO_RAW"});
#endif
}

}  // namespace listing
