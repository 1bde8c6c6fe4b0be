// SPDX-License-Identifier: BSL-1.0
#pragma once

// The bytes that carry a text over a pair, and the facts in which the system differs between pairs.
// No other file distinguishes pairs by name.

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include <support/policies.hpp>

namespace matrix {

/// A raw socket of IPv4 receives packets with their header, here without options (raw(7)).
template <class Protocol, class Family>
inline constexpr std::size_t ip_header =
    tenon::receives_unbound<Protocol> && std::same_as<Family, tenon::ipv4> ? 20 : 0;

/// The facts of most pairs.
template <class Protocol, class Family>
struct plain_wire {
    /// The bytes before the text in a sent message, and their number in a received message.
    static std::string header() { return {}; }
    static constexpr std::size_t header_size = 0;
    static constexpr std::size_t received_header_size = ip_header<Protocol, Family>;

    /// The kernel replies to each message, so that there is no second socket.
    static constexpr bool kernel_replies = false;
    /// An empty message can be sent, and arrives.
    static constexpr bool has_empty_messages = tenon::message_oriented<Protocol>;
    /// A truncated message is reported as such, with its true length.
    static constexpr bool reports_true_length = true;
    /// ioctl(2) with FIONREAD works.
    static constexpr bool reports_available = true;
    /// shutdown(2) works.
    static constexpr bool has_shutdown = true;
    /// Sending fails after shutdown(2).
    static constexpr bool shutdown_stops_sending = !tenon::receives_unbound<Protocol>;
    /// Two sockets cannot be bound to one endpoint.
    static constexpr bool one_socket_per_endpoint = !tenon::receives_unbound<Protocol>;
    /// getpeername(2) fails if there is no peer.
    static constexpr bool reports_peer = true;
    /// After disconnect, messages of other senders arrive. Over IPv6, Linux continues to compare
    /// the address of a sender (not the port) with that of the former peer: connect(2) to AF_UNSPEC
    /// does not reset sk_v6_daddr.
    static constexpr bool disconnect_clears_peer =
        !((std::same_as<Family, tenon::ipv6> || std::same_as<Family, tenon::any_ip>) &&
          tenon::may_disconnect<Protocol>);
    /// An attempt to connect can be reset. connect(2) on a Unix socket succeeds at once or fails,
    /// and the connection cannot be reset (unix(7)).
    static constexpr bool can_reset_attempt = !std::same_as<Family, tenon::unix_domain>;
    /// The system has all options that apply, in every state.
    static constexpr bool has_all_options = true;
};

template <class Protocol, class Family>
struct wire : plain_wire<Protocol, Family> {};

/// A control message (ICMP) has a header of eight bytes. The kernel does not send or deliver
/// shorter messages.
template <class Protocol, class Family>
struct control_message_wire : plain_wire<Protocol, Family> {
    static constexpr bool is_ipv6 = std::same_as<Family, tenon::ipv6>;
    static constexpr std::size_t header_size = 8;
    static constexpr std::size_t received_header_size = header_size + ip_header<Protocol, Family>;
    static constexpr bool has_empty_messages = false;
};

/// Sends echo replies, which the kernel ignores.
template <class Family>
struct wire<tenon::icmp, Family> : control_message_wire<tenon::icmp, Family> {
    static std::string header() {
        return {static_cast<char>(wire::is_ipv6 ? 129 : 0), 0, 0, 0, 0, 0, 0, 0};
    }
};

/// Sends echo requests, to which the kernel replies. On a ping socket of Linux, recv(2) and
/// recvfrom(2) with MSG_TRUNC do not return the true length of a truncated message; only the flags
/// of recvmsg(2) report it.
template <class Family>
struct wire<tenon::icmp_echo, Family> : control_message_wire<tenon::icmp_echo, Family> {
    static std::string header() {
        return {static_cast<char>(wire::is_ipv6 ? 128 : 8), 0, 0, 0, 0, 0, 0, 0};
    }
    static constexpr bool kernel_replies = true;
    static constexpr bool reports_true_length = false;
    static constexpr bool reports_available = false;
    static constexpr bool one_socket_per_endpoint = false;
};

template <>
struct wire<support::netlink_messages, support::netlink>
    : plain_wire<support::netlink_messages, support::netlink> {
    static constexpr bool has_empty_messages = false;
    static constexpr bool reports_available = false;
    static constexpr bool has_shutdown = false;
    static constexpr bool reports_peer = false;
};

template <class Family>
struct wire<support::mptcp, Family> : plain_wire<support::mptcp, Family> {
    static constexpr bool has_all_options = false;
};

}  // namespace matrix
