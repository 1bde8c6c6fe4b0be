// SPDX-License-Identifier: BSL-1.0
#pragma once

// Every legal pair of a protocol and a family that the tests know: the shipped ones, and those of a user.

#include <support/policies.hpp>

namespace support {

template <class Protocol, class Family>
struct pair {
    using protocol = Protocol;
    using family = Family;
};

template <class... Pairs>
struct pair_list {
    static constexpr int size = sizeof...(Pairs);
};

using legal_pairs = pair_list<pair<tenon::tcp, tenon::ipv4>, pair<tenon::tcp, tenon::ipv6>,                //
                              pair<tenon::stream, tenon::ipv4>, pair<tenon::stream, tenon::ipv6>,          //
                              pair<tenon::stream, tenon::local>, pair<tenon::seqpacket, tenon::local>,     //
                              pair<tenon::udp, tenon::ipv4>, pair<tenon::udp, tenon::ipv6>,                //
                              pair<tenon::datagram, tenon::ipv4>, pair<tenon::datagram, tenon::ipv6>,      //
                              pair<tenon::datagram, tenon::local>,                                         //
                              pair<tenon::icmp, tenon::ipv4>, pair<tenon::icmp, tenon::ipv6>,              //
                              pair<tenon::icmp_echo, tenon::ipv4>, pair<tenon::icmp_echo, tenon::ipv6>,    //
                              pair<tenon::raw_ip<89>, tenon::ipv4>, pair<tenon::raw_ip<89>, tenon::ipv6>,  //
                              pair<ospf, tenon::ipv4>, pair<ospf, tenon::ipv6>,                            //
                              pair<mptcp, tenon::ipv4>, pair<mptcp, tenon::ipv6>,                          //
                              pair<tenon::tcp, tenon::any_ip>, pair<tenon::stream, tenon::any_ip>,         //
                              pair<tenon::udp, tenon::any_ip>, pair<tenon::datagram, tenon::any_ip>,       //
                              pair<mptcp, tenon::any_ip>,                                                  //
                              pair<stranger, tenon::ipv4>,                                                 //
                              pair<netlink_messages, netlink>>;

}  // namespace support
