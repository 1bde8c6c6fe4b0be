// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: multicast (ip(7), ipv6(7)).

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_multicast(Visitor& visit) {
    using namespace tenon::options;
    visit.section("Multicast", "multicast");
#ifdef TENON_HAS_WIDE_IP_MULTICAST
    visit(option_case<tenon::options::multicast_loop>{
        .name = "multicast_loop",
        .constant = "IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP",
        .value = "bool",
        .manual = "ip(7), ipv6(7)",
        .meaning = "Delivers sent messages to the members of the group on this host too"});
#endif
#ifdef TENON_HAS_IP_MULTICAST_IF
    visit(option_case<tenon::options::multicast_interface>{
        .name = "multicast_interface",
        .constant = "IP_MULTICAST_IF, IPV6_MULTICAST_IF",
        .value = "multicast_outgoing_interface",
        .manual = "ip(7), ipv6(7)",
        .meaning = "The interface by which messages to groups leave; over IPv4 it can only be set",
        .samples = {loopback_index(), tenon::interface_index()}});
#endif
#ifdef IPV6_MULTICAST_ALL
    visit(option_case<tenon::options::multicast_all>{
        .name = "multicast_all",
        .constant = "IP_MULTICAST_ALL, IPV6_MULTICAST_ALL",
        .value = "bool",
        .manual = "ip(7)",
        .meaning =
            "Delivers also messages to groups that only other sockets of this host have joined; over IPv6 since Linux 4.20"});
#endif
#ifdef TENON_HAS_WIDE_IP_MULTICAST
    visit(option_case<tenon::options::multicast_time_to_live>{
        .name = "multicast_time_to_live",
        .constant = "IP_MULTICAST_TTL",
        .value = "int",
        .manual = "ip(7)",
        .meaning =
            "The time to live of messages to groups, 0 to 255 hops; -1 means the default of 1",
        .samples = {0, 255, 7}});
#endif
    visit(option_case<tenon::options::multicast_hops>{
        .name = "multicast_hops",
        .constant = "IPV6_MULTICAST_HOPS",
        .value = "int",
        .manual = "ipv6(7)",
        .meaning = "The hop limit of messages to groups, 0 to 255 hops; -1 means the default of 1",
        .samples = {0, 255, 7}});
}

}  // namespace listing
