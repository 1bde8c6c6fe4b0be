// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>
#include <tenon/options/socket.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

/// Sockets without a connection over IPv6.
using on_ipv6_messages = on_all_of<on_ipv6, on_connectionless>;
/// UDP over IPv4.
using on_udp_ipv4 = on_all_of<on_udp, on_ipv4>;
/// Sockets without a connection over one version of IP.
using on_one_ip_messages = on_all_of<on_one_ip, on_connectionless>;

// What of the header of a packet comes beside it, as a control message: ip(7), ipv6(7), RFC 3542.

// clang-format off

#ifdef IP_PKTINFO
/// IP_PKTINFO, IPV6_RECVPKTINFO: the address that it was sent to, and the interface that it came by.
struct receive_packet_info : option_of_versions<bool, on_one_ip_messages> {
    using option_of_versions::option_of_versions;
    template <class Family>
    static constexpr int name = of_version<Family>(IP_PKTINFO, IPV6_RECVPKTINFO);
};
#endif

#ifdef IPV6_RECVORIGDSTADDR
/// IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR: where it was sent to before a transparent proxy took it.
struct receive_original_destination : option_of_versions<bool, on_one_ip_messages> {
    using option_of_versions::option_of_versions;
    template <class Family>
    static constexpr int name = of_version<Family>(IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR);
};
#endif

#ifdef IPV6_RECVFRAGSIZE
/// IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE: the size of its largest fragment, if it came in fragments.
struct receive_fragment_size : option_of_versions<bool, on_one_ip_messages> {
    using option_of_versions::option_of_versions;
    template <class Family>
    static constexpr int name = of_version<Family>(IP_RECVFRAGSIZE, IPV6_RECVFRAGSIZE);
};
#endif

#ifdef IP_RECVERR
/// IP_RECVERR, IPV6_RECVERR: errors come to the error queue, with the packet that met them.
struct receive_errors : option_of_versions<bool, on_one_ip> {
    using option_of_versions::option_of_versions;
    template <class Family>
    static constexpr int name = of_version<Family>(IP_RECVERR, IPV6_RECVERR);
};
#endif

#ifdef IPV6_RECVERR_RFC4884
/// IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884: with them, where in an ICMP error its extensions begin (Linux 5.9).
struct receive_error_extensions : option_of_versions<bool, on_one_ip_messages> {
    using option_of_versions::option_of_versions;
    template <class Family>
    static constexpr int name = of_version<Family>(IP_RECVERR_RFC4884, IPV6_RECVERR_RFC4884);
};
#endif

#ifdef IP_RECVTTL
/// IP_RECVTTL: its time to live.
struct receive_time_to_live : option_at<bool, IPPROTO_IP, on_ipv4_messages> { using option_at::option_at; static constexpr int name = IP_RECVTTL; };
#endif

#ifdef IPV6_RECVHOPLIMIT
/// IPV6_RECVHOPLIMIT: its hop limit.
struct receive_hop_limit : option_at<bool, IPPROTO_IPV6, on_ipv6_messages> { using option_at::option_at; static constexpr int name = IPV6_RECVHOPLIMIT; };
#endif

#ifdef IP_RECVTOS
/// IP_RECVTOS: its type of service; of TCP that of the connection.
struct receive_type_of_service : option_at<bool, IPPROTO_IP, on_ipv4> { using option_at::option_at; static constexpr int name = IP_RECVTOS; };
#endif

#ifdef IPV6_RECVTCLASS
/// IPV6_RECVTCLASS: its traffic class.
struct receive_traffic_class : option_at<bool, IPPROTO_IPV6, on_ipv6> { using option_at::option_at; static constexpr int name = IPV6_RECVTCLASS; };
#endif

#ifdef IP_RECVOPTS
/// IP_RECVOPTS: the options of its header.
struct receive_header_options : option_at<bool, IPPROTO_IP, on_ipv4_messages> { using option_at::option_at; static constexpr int name = IP_RECVOPTS; };
#endif

#ifdef IP_RETOPTS
/// IP_RETOPTS: the same, as they would be sent back.
struct receive_returned_options : option_at<bool, IPPROTO_IP, on_ipv4_messages> { using option_at::option_at; static constexpr int name = IP_RETOPTS; };
#endif

#ifdef IP_CHECKSUM
/// IP_CHECKSUM: the checksum of what it carries, over UDP.
struct receive_checksum : option_at<bool, IPPROTO_IP, on_udp_ipv4> { using option_at::option_at; static constexpr int name = IP_CHECKSUM; };
#endif

#ifdef IP_PASSSEC
/// IP_PASSSEC: the security label of who sent it, where the system has labels.
struct receive_security : option_at<bool, IPPROTO_IP, on_ipv4_messages> { using option_at::option_at; static constexpr int name = IP_PASSSEC; };
#endif

#ifdef IPV6_RECVHOPOPTS
/// IPV6_RECVHOPOPTS: its options for each hop; needs CAP_NET_RAW where they are to be sent.
struct receive_hop_options : option_at<bool, IPPROTO_IPV6, on_ipv6_messages> { using option_at::option_at; static constexpr int name = IPV6_RECVHOPOPTS; };
#endif

#ifdef IPV6_RECVDSTOPTS
/// IPV6_RECVDSTOPTS: its options for the destination.
struct receive_destination_options : option_at<bool, IPPROTO_IPV6, on_ipv6_messages> { using option_at::option_at; static constexpr int name = IPV6_RECVDSTOPTS; };
#endif

#ifdef IPV6_RECVRTHDR
/// IPV6_RECVRTHDR: its routing header.
struct receive_routing_header : option_at<bool, IPPROTO_IPV6, on_ipv6_messages> { using option_at::option_at; static constexpr int name = IPV6_RECVRTHDR; };
#endif

#ifdef TENON_IPV6_FLOWINFO
/// IPV6_FLOWINFO: its flow label.
struct receive_flow_information : option_at<bool, IPPROTO_IPV6, on_ipv6> { using option_at::option_at; static constexpr int name = TENON_IPV6_FLOWINFO; };
#endif

// clang-format on

}  // namespace tenon::inline v0::options
