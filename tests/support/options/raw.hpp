// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: options of raw sockets (raw(7)).

#include <cerrno>

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_raw(Visitor& visit) {
    using namespace tenon::options;
    visit.section("Raw sockets: the header and the checksum", "raw");
    visit(option_case<tenon::options::header_included>{
        .name = "header_included",
        .constant = "IP_HDRINCL",
        .value = "bool",
        .manual = "ip(7), raw(7)",
        .meaning = "The data that is sent begins with its IP header"});
#ifdef IP_NODEFRAG
    visit(option_case<tenon::options::no_defragment>{
        .name = "no_defragment",
        .constant = "IP_NODEFRAG",
        .value = "bool",
        .manual = "ip(7)",
        .meaning = "Keeps netfilter from reassembling fragments that are sent with their header"});
#endif
    visit(option_case<tenon::options::checksum_offset>{
        .name = "checksum_offset",
        .constant = "IPV6_CHECKSUM",
        .value = "int",
        .manual = "",
        .meaning = "The offset in bytes, an even number, at which the system puts "
                   "and checks the checksum; -1 is none (RFC 3542, section 3.1)",
        .samples = {2, -1}});
    visit.section("Raw sockets: receiving", "raw");
#ifdef TENON_ICMP_FILTER
    visit(
        option_case<tenon::options::icmp_filter>{.name = "icmp_filter",
                                                 .constant = "ICMP_FILTER",
                                                 .value = "icmp_types",
                                                 .manual = "raw(7)",
                                                 .meaning = "The types of ICMP messages to drop",
                                                 .samples = {icmp_types().with(8), icmp_types()}});
#endif
#ifdef TENON_ICMPV6_FILTER
    visit(option_case<tenon::options::icmpv6_filter>{
        .name = "icmpv6_filter",
        .constant = "ICMP6_FILTER",
        .value = "icmpv6_types",
        .manual = "",
        .meaning = "The types of ICMPv6 messages to drop (RFC 3542, section 3.2)",
        .samples = {icmpv6_types::all().without(129), icmpv6_types()}});
#endif
#ifdef IP_ROUTER_ALERT
    visit(option_case<tenon::options::router_alert>{
        .name = "router_alert",
        .constant = "IP_ROUTER_ALERT, IPV6_ROUTER_ALERT",
        .value = "int",
        .manual = "ip(7), ipv6(7)",
        .meaning =
            "Receives the packets with a router alert that this host forwards; over IPv4 1 or 0, over IPv6 the value of "
            "the alert or -1 (RFC 2113, RFC 2711)",
        .samples = {1, 0},
        .refusals = {ENOPROTOOPT},
        .needs = "over IPv6 the protocol IPPROTO_RAW"});
#endif
}

}  // namespace listing
