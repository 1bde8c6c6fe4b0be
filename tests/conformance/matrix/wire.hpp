// SPDX-License-Identifier: BSL-1.0
#pragma once

// How a text travels over a pair, and what the system does differently there. Only here are pairs told apart by name.

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include <support/policies.hpp>

namespace matrix {

/// The packets of IPv4 come with their header, without options (raw(7)).
template <class Protocol, class Family>
inline constexpr std::size_t ip_header = tenon::receives_unbound<Protocol> && std::same_as<Family, tenon::ipv4> ? 20 : 0;

/// What is so for most pairs.
template <class Protocol, class Family>
struct plain_wire {
    /// What stands before the text in what is sent, and how much of it in what is received.
    static std::string header() { return {}; }
    static constexpr std::size_t header_size = 0;
    static constexpr std::size_t received_header_size = ip_header<Protocol, Family>;

    /// The kernel answers, and its answer goes to who has asked: there is no other end.
    static constexpr bool echoes = false;
    /// An empty message is sent, and arrives.
    static constexpr bool has_empty_messages = tenon::message_oriented<Protocol>;
    /// A message that was cut is said to be, with its true length.
    static constexpr bool reports_true_length = true;
    /// FIONREAD is known.
    static constexpr bool tells_available = true;
    /// shutdown(2) is known.
    static constexpr bool can_be_shut = true;
    /// Nothing is sent once the socket is shut.
    static constexpr bool stops_when_shut = !tenon::receives_unbound<Protocol>;
    /// One place belongs to one socket.
    static constexpr bool owns_its_place = !tenon::receives_unbound<Protocol>;
    /// getpeername(2) names a peer only where there is one.
    static constexpr bool knows_its_peer = true;
    /// A peer that was given up is forgotten. Linux goes on comparing the address, and only that, of who sends to a UDP socket
    /// over IPv6 with the peer's (sk_v6_daddr outlives connect(2) to AF_UNSPEC).
    static constexpr bool forgets_its_peer =
        !((std::same_as<Family, tenon::ipv6> || std::same_as<Family, tenon::any_ip>) && tenon::may_disconnect<Protocol>);
    /// What was begun by `connect` can be given up. A Unix socket is connected at once or not at all, and remains so (unix(7)).
    static constexpr bool gives_up_connecting = !std::same_as<Family, tenon::unix_domain>;
    /// All options that apply are known, and in every state.
    static constexpr bool has_all_options = true;
};

template <class Protocol, class Family>
struct wire : plain_wire<Protocol, Family> {};

/// A control message has a header of eight bytes; the kernel does not send, or not show, anything shorter.
template <class Protocol, class Family>
struct control_message_wire : plain_wire<Protocol, Family> {
    static constexpr bool is_ipv6 = std::same_as<Family, tenon::ipv6>;
    static constexpr std::size_t header_size = 8;
    static constexpr std::size_t received_header_size = header_size + ip_header<Protocol, Family>;
    static constexpr bool has_empty_messages = false;
};

/// Sends echo replies, of which the kernel takes no notice.
template <class Family>
struct wire<tenon::icmp, Family> : control_message_wire<tenon::icmp, Family> {
    static std::string header() { return {static_cast<char>(wire::is_ipv6 ? 129 : 0), 0, 0, 0, 0, 0, 0, 0}; }
};

/// Sends echo requests, which the kernel answers. Linux cuts what it receives and does not say so where recv(2) or recvfrom(2)
/// asks (MSG_TRUNC has no effect on a ping socket, other than in the flags of recvmsg(2)).
template <class Family>
struct wire<tenon::icmp_echo, Family> : control_message_wire<tenon::icmp_echo, Family> {
    static std::string header() { return {static_cast<char>(wire::is_ipv6 ? 128 : 8), 0, 0, 0, 0, 0, 0, 0}; }
    static constexpr bool echoes = true;
    static constexpr bool reports_true_length = false;
    static constexpr bool tells_available = false;
    static constexpr bool owns_its_place = false;
};

template <>
struct wire<support::netlink_messages, support::netlink> : plain_wire<support::netlink_messages, support::netlink> {
    static constexpr bool has_empty_messages = false;
    static constexpr bool tells_available = false;
    static constexpr bool can_be_shut = false;
    static constexpr bool knows_its_peer = false;
};

template <class Family>
struct wire<support::mptcp, Family> : plain_wire<support::mptcp, Family> {
    static constexpr bool has_all_options = false;
};

}  // namespace matrix
