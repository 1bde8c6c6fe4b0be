// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: level IPPROTO_IPV6 (ipv6(7), RFC 3542).

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_ipv6(Visitor& visit) {
    using namespace tenon::options;
    visit.section("IPv6: binding", "ipv6");
    visit(option_case<tenon::options::v6_only>{
        .name = "v6_only",
        .constant = "IPV6_V6ONLY",
        .value = "bool",
        .manual = "ipv6(7)",
        .meaning =
            "Keeps IPv4 from reaching the socket as v4-mapped addresses; set before binding"});
    visit.section("IPv6: the header of sent packets", "ipv6");
    visit(option_case<tenon::options::unicast_hops>{
        .name = "unicast_hops",
        .constant = "IPV6_UNICAST_HOPS",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning =
            "The hop limit of sent unicast packets, 0 to 255 hops; -1 is the system's default",
        .samples = {0, 255, 64}});
#ifdef IPV6_TCLASS
    visit(option_case<tenon::options::traffic_class>{
        .name = "traffic_class",
        .constant = "IPV6_TCLASS",
        .value = "int",
        .manual = "",
        .meaning =
            "The traffic class byte of sent packets; -1 is the system's default (RFC 3542, section 6.5)",
        .samples = {0x20, 0}});
#endif
#ifdef IPV6_AUTOFLOWLABEL
    visit(option_case<tenon::options::auto_flow_label>{
        .name = "auto_flow_label",
        .constant = "IPV6_AUTOFLOWLABEL",
        .value = "bool",
        .manual = "",
        .meaning = "Lets the system choose flow labels (RFC 6437, since Linux 3.17)"});
#endif
#ifdef TENON_IPV6_FLOWINFO_SEND
    visit(option_case<tenon::options::send_flow_information>{
        .name = "send_flow_information",
        .constant = "IPV6_FLOWINFO_SEND",
        .value = "bool",
        .manual = "",
        .meaning =
            "Sends packets with the flow label of the destination endpoint (since Linux 2.2)"});
#endif
    visit.section("IPv6: filtering", "ipv6");
#ifdef IPV6_MINHOPCOUNT
    visit(option_case<tenon::options::min_hop_count>{
        .name = "min_hop_count",
        .constant = "IPV6_MINHOPCOUNT",
        .value = "int",
        .manual = "",
        .meaning =
            "The minimum hop limit of received packets; packets below it are dropped (RFC 5082, since Linux 2.6.35)",
        .samples = {0, 255}});
#endif
    visit.section("IPv6: the path MTU", "ipv6");
#ifdef IPV6_MTU
    visit(option_case<tenon::options::fragment_size>{
        .name = "fragment_size",
        .constant = "IPV6_MTU",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning =
            "The greatest size of fragments in bytes, 1280 or more; 0 is no limit (RFC 3542, section 11)",
        .samples = {1280, 0}});
#endif
#ifdef IPV6_DONTFRAG
    visit(option_case<tenon::options::do_not_fragment>{
        .name = "do_not_fragment",
        .constant = "IPV6_DONTFRAG",
        .value = "bool",
        .manual = "",
        .meaning = "Refuses a message that does not fit into one packet (RFC 3542, section 11.2)"});
#endif
#ifdef IPV6_RECVPATHMTU
    visit(option_case<tenon::options::receive_path_mtu>{
        .name = "receive_path_mtu",
        .constant = "IPV6_RECVPATHMTU",
        .value = "bool",
        .manual = "",
        .meaning =
            "Reports a change of the path MTU as a control message (RFC 3542, section 11.3)"});
#endif
    visit.section("IPv6: control messages that come with a received message", "ipv6");
#ifdef IPV6_RECVHOPLIMIT
    visit(option_case<tenon::options::receive_hop_limit>{
        .name = "receive_hop_limit",
        .constant = "IPV6_RECVHOPLIMIT",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the hop limit (RFC 3542)"});
#endif
#ifdef IPV6_RECVTCLASS
    visit(option_case<tenon::options::receive_traffic_class>{
        .name = "receive_traffic_class",
        .constant = "IPV6_RECVTCLASS",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the traffic class (RFC 3542)"});
#endif
#ifdef IPV6_RECVHOPOPTS
    visit(option_case<tenon::options::receive_hop_options>{
        .name = "receive_hop_options",
        .constant = "IPV6_RECVHOPOPTS",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the hop-by-hop options; sending them needs CAP_NET_RAW (RFC 3542)"});
#endif
#ifdef IPV6_RECVDSTOPTS
    visit(option_case<tenon::options::receive_destination_options>{
        .name = "receive_destination_options",
        .constant = "IPV6_RECVDSTOPTS",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the destination options (RFC 3542)"});
#endif
#ifdef IPV6_RECVRTHDR
    visit(option_case<tenon::options::receive_routing_header>{
        .name = "receive_routing_header",
        .constant = "IPV6_RECVRTHDR",
        .value = "bool",
        .manual = "",
        .meaning = "Delivers the routing header (RFC 3542)"});
#endif
#ifdef TENON_IPV6_FLOWINFO
    visit(option_case<tenon::options::receive_flow_information>{
        .name = "receive_flow_information",
        .constant = "IPV6_FLOWINFO",
        .value = "bool",
        .manual = "ipv6(7)",
        .meaning = "Delivers the flow label (RFC 6437)"});
#endif
}

}  // namespace listing
