// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: level IPPROTO_IP, and what both versions have (ip(7)).

#include <cerrno>

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_ip(Visitor& visit) {
    using namespace tenon::options;
    visit.section("IP: the header of sent packets", "ip");
    visit(option_case<tenon::options::time_to_live>{
        .name = "time_to_live",
        .constant = "IP_TTL",
        .value = "int",
        .manual = "ip(7)",
        .meaning = "The time to live of sent packets, 1 to 255 hops",
        .samples = {1, 255, 64}});
    visit(option_case<tenon::options::type_of_service>{
        .name = "type_of_service",
        .constant = "IP_TOS",
        .value = "int",
        .manual = "ip(7)",
        .meaning =
            "The type-of-service byte of sent packets; over TCP, its lowest two bits cannot be set (RFC 2474)",
        .samples = {0x20, 0}});
    visit.section("IP: filtering", "ip");
#ifdef IP_MINTTL
    visit(option_case<tenon::options::min_time_to_live>{
        .name = "min_time_to_live",
        .constant = "IP_MINTTL",
        .value = "int",
        .manual = "",
        .meaning =
            "The minimum time to live of received packets; packets below it are dropped (RFC 5082, since Linux 2.6.34)",
        .samples = {0, 255}});
#endif
    visit.section("IP: binding, and the path that packets take", "ip");
#ifdef IPV6_FREEBIND
    visit(option_case<tenon::options::free_bind>{
        .name = "free_bind",
        .constant = "IP_FREEBIND, IPV6_FREEBIND",
        .value = "bool",
        .manual = "ip(7)",
        .meaning =
            "Allows binding to an address that this host does not have, or does not have yet"});
#endif
#ifdef IPV6_TRANSPARENT
    visit(option_case<tenon::options::transparent>{
        .name = "transparent",
        .constant = "IP_TRANSPARENT, IPV6_TRANSPARENT",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Allows a proxy to bind to an address of another host",
        .refusals = {EPERM},
        .needs = "CAP_NET_ADMIN or CAP_NET_RAW"});
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
    visit(option_case<tenon::options::bind_address_no_port>{
        .name = "bind_address_no_port",
        .constant = "IP_BIND_ADDRESS_NO_PORT",
        .value = "bool",
        .manual = "ip(7)",
        .meaning =
            "Binding to port 0 binds the address only, and connecting chooses the port; both versions of IP have it at "
            "level IPPROTO_IP"});
#endif
#ifdef TENON_IP_LOCAL_PORT_RANGE
    visit(option_case<tenon::options::local_port_range>{
        .name = "local_port_range",
        .constant = "IP_LOCAL_PORT_RANGE",
        .value = "port_range",
        .manual = "ip(7)",
        .meaning = "The range from which the system chooses local ports; both "
                   "versions of IP have it at level IPPROTO_IP (since Linux 6.3)",
        .samples = {{40000, 40100}, {0, 0}},
        .refusals = {ENOPROTOOPT},
        .needs = "Linux 6.3"});
#endif
#ifdef IPV6_UNICAST_IF
    visit(option_case<tenon::options::unicast_interface>{
        .name = "unicast_interface",
        .constant = "IP_UNICAST_IF, IPV6_UNICAST_IF",
        .value = "outgoing_interface",
        .manual = "",
        .meaning =
            "The interface for unicast packets, if the routes leave a choice (since Linux 3.4)",
        .samples = {loopback_index(), tenon::interface_index()}});
#endif
    visit.section("IP: the path MTU", "ip");
#ifdef IPV6_MTU_DISCOVER
    visit(option_case<tenon::options::path_mtu_discovery>{
        .name = "path_mtu_discovery",
        .constant = "IP_MTU_DISCOVER, IPV6_MTU_DISCOVER",
        .value = "path_mtu_discovery_mode",
        .manual = "ip(7), ipv6(7)",
        .meaning =
            "What happens to packets that are longer than the path MTU, see `path_mtu_discovery_mode`",
        .samples = {path_mtu_discovery_mode::always, path_mtu_discovery_mode::never,
                    path_mtu_discovery_mode::by_route, path_mtu_discovery_mode::probe,
                    path_mtu_discovery_mode::interface_size,
                    path_mtu_discovery_mode::interface_or_fragment}});
#endif
#ifdef IP_MTU
    visit(option_case<tenon::options::path_mtu>{
        .name = "path_mtu",
        .constant = "IP_MTU, IPV6_MTU",
        .value = "int",
        .manual = "ip(7), ipv6(7)",
        .meaning = "The path MTU to the peer in bytes, as far as the system knows it"});
#endif
    visit.section("IP: control messages that come with a received message", "ip");
#ifdef IP_PKTINFO
    visit(option_case<tenon::options::receive_packet_info>{
        .name = "receive_packet_info",
        .constant = "IP_PKTINFO, IPV6_RECVPKTINFO",
        .value = "bool",
        .manual = "ip(7), ipv6(7)",
        .meaning = "Delivers the destination address and the interface of arrival (RFC 3542)"});
#endif
#ifdef IPV6_RECVORIGDSTADDR
    visit(option_case<tenon::options::receive_original_destination>{
        .name = "receive_original_destination",
        .constant = "IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR",
        .value = "bool",
        .manual = "ip(7)",
        .meaning =
            "Delivers the destination that the message had before a transparent proxy redirected it"});
#endif
#ifdef IPV6_RECVFRAGSIZE
    visit(option_case<tenon::options::receive_fragment_size>{
        .name = "receive_fragment_size",
        .constant = "IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE",
        .value = "bool",
        .manual = "",
        .meaning =
            "Delivers the size of the largest fragment, if the message came in fragments (since Linux 4.10)"});
#endif
#ifdef IP_RECVTTL
    visit(
        option_case<tenon::options::receive_time_to_live>{.name = "receive_time_to_live",
                                                          .constant = "IP_RECVTTL",
                                                          .value = "bool",
                                                          .manual = "ip(7)",
                                                          .meaning = "Delivers the time to live"});
#endif
#ifdef IP_RECVTOS
    visit(option_case<tenon::options::receive_type_of_service>{
        .name = "receive_type_of_service",
        .constant = "IP_RECVTOS",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Delivers the type of service; over TCP, that of the connection"});
#endif
#ifdef IP_RECVOPTS
    visit(option_case<tenon::options::receive_header_options>{
        .name = "receive_header_options",
        .constant = "IP_RECVOPTS",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Delivers the options of the IP header"});
#endif
#ifdef IP_RETOPTS
    visit(option_case<tenon::options::receive_returned_options>{
        .name = "receive_returned_options",
        .constant = "IP_RETOPTS",
        .value = "bool",
        .manual = "ip(7)",
        .meaning =
            "Delivers the options of the IP header as they came, without this host's entries"});
#endif
#ifdef IP_CHECKSUM
    visit(option_case<tenon::options::receive_checksum>{
        .name = "receive_checksum",
        .constant = "IP_CHECKSUM",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the checksum of the payload (since Linux 4.0)"});
#endif
#ifdef IP_PASSSEC
    visit(option_case<tenon::options::receive_security>{
        .name = "receive_security",
        .constant = "IP_PASSSEC",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Delivers the security label of the sender, if the system has labels"});
#endif
    visit.section("IP: the error queue", "ip");
#ifdef IP_RECVERR
    visit(option_case<tenon::options::receive_errors>{
        .name = "receive_errors",
        .constant = "IP_RECVERR, IPV6_RECVERR",
        .value = "bool",
        .manual = "ip(7), ipv6(7)",
        .meaning = "Puts errors on the error queue, each with the packet that caused it"});
#endif
#ifdef IPV6_RECVERR_RFC4884
    visit(option_case<tenon::options::receive_error_extensions>{
        .name = "receive_error_extensions",
        .constant = "IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884",
        .value = "bool",
        .manual = "",
        .meaning =
            "Reports with each ICMP error where its extensions begin (RFC 4884, since Linux 5.9)"});
#endif
}

}  // namespace listing
