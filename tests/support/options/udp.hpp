// SPDX-License-Identifier: BSL-1.0
#pragma once

// The list of all options, header by header: level IPPROTO_UDP (udp(7)).

#include <cerrno>

#include "option_case.hpp"

namespace listing {

template <class Visitor>
void visit_udp(Visitor& visit) {
    using namespace tenon::options;
    visit.section("UDP", "udp");
#ifdef UDP_CORK
    visit(option_case<tenon::options::udp_cork>{
        .name = "udp_cork",
        .constant = "UDP_CORK",
        .value = "bool",
        .manual = "udp(7)",
        .meaning = "Collects data until the option is off, and then sends it as one message"});
#endif
#ifdef UDP_SEGMENT
    visit(option_case<tenon::options::segment_size>{
        .name = "segment_size",
        .constant = "UDP_SEGMENT",
        .value = "int",
        .manual = "udp(7)",
        .meaning =
            "The size in bytes of the messages into which a longer one is split on sending; 0 does not split",
        .samples = {1000, 0}});
#endif
#ifdef UDP_GRO
    visit(option_case<tenon::options::receive_offload>{
        .name = "receive_offload",
        .constant = "UDP_GRO",
        .value = "bool",
        .manual = "udp(7)",
        .meaning =
            "Joins several received messages of one sender into one, and delivers their original size as a control message"});
#endif
#ifdef UDP_NO_CHECK6_TX
    visit(option_case<tenon::options::no_checksum_sent>{
        .name = "no_checksum_sent",
        .constant = "UDP_NO_CHECK6_TX",
        .value = "bool",
        .manual = "",
        .meaning =
            "Sends tunnelled messages over IPv6 without a checksum (RFC 6935, since Linux 3.16)"});
#endif
#ifdef UDP_NO_CHECK6_RX
    visit(option_case<tenon::options::no_checksum_received>{
        .name = "no_checksum_received",
        .constant = "UDP_NO_CHECK6_RX",
        .value = "bool",
        .manual = "",
        .meaning =
            "Accepts tunnelled messages over IPv6 without a checksum (RFC 6935, since Linux 3.16)"});
#endif
#ifdef UDP_ENCAP
    visit(option_case<tenon::options::encapsulation>{
        .name = "encapsulation",
        .constant = "UDP_ENCAP",
        .value = "udp_encapsulation",
        .manual = "",
        .meaning =
            "The packets inside UDP that the system unwraps, see `udp_encapsulation` (RFC 3948, since Linux 2.5.67)",
        .samples = {udp_encapsulation::ipsec},
        .refusals = {ENOPROTOOPT},
        .needs = "CONFIG_XFRM"});
#endif
}

}  // namespace listing
