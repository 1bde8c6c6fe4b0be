// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/family.hpp>
#include <tenon/protocol/socket_types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// The number of the control messages of an IP version: 1 (RFC 792) or 58 (RFC 4443).
template <internet Family>
inline constexpr int icmp_number =
    Family::domain == AF_INET6 ? static_cast<int>(IPPROTO_ICMPV6) : static_cast<int>(IPPROTO_ICMP);

}  // namespace detail

/// The Internet Control Message Protocol on a raw socket, which hears all of it (needs CAP_NET_RAW). Over IPv4 the messages
/// come with their IP header (raw(7)), over IPv6 without.
struct icmp : raw {
    template <class Family>
    static constexpr int number = detail::icmp_number<Family>;
    template <class Family>
    static constexpr bool runs_over = internet<Family> && has_one_domain<Family>;
};

/// Echo requests and the replies to them, without privilege (icmp(7), IPPROTO_ICMP): the system fills in the identifier, which
/// is the socket's port, and the checksum. Linux admits the groups of /proc/sys/net/ipv4/ping_group_range.
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
