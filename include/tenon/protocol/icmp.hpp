// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/protocol/socket_types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// The protocol number of ICMP over a version of IP: 1 (RFC 792) or 58 (RFC 4443).
template <internet Family>
inline constexpr int icmp_number =
    Family::domain == AF_INET6 ? static_cast<int>(IPPROTO_ICMPV6) : static_cast<int>(IPPROTO_ICMP);

}  // namespace detail

/// The Internet Control Message Protocol on a raw socket, which receives all ICMP messages (raw(7);
/// requires CAP_NET_RAW). Messages are received with their IP header over IPv4, and without it over
/// IPv6.
struct icmp : raw {
    template <class Family>
    static constexpr int number = detail::icmp_number<Family>;
    template <class Family>
    static constexpr bool runs_over = internet<Family> && has_one_domain<Family>;
};

/// ICMP echo requests and their replies, without privilege (icmp(7), IPPROTO_ICMP). The system
/// fills in the checksum, and the identifier, which is the port of the socket. Linux permits such
/// sockets to the groups in /proc/sys/net/ipv4/ping_group_range.
struct icmp_echo : datagram {
    template <class Family>
    static constexpr int number = detail::icmp_number<Family>;
    template <class Family>
    static constexpr bool runs_over = internet<Family> && has_one_domain<Family>;
};

static_assert(protocol<icmp> && receives_unbound<icmp>);
static_assert(protocol<icmp_echo> && !receives_unbound<icmp_echo>);

}  // namespace v0
}  // namespace tenon
