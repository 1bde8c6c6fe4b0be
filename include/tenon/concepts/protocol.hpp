// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/base/bytes.hpp>

namespace tenon {
inline namespace v0 {

/// \concept protocol
/// What is spoken on a socket: a few constants, and the operations that send and receive.
/// The least to supply: derive from a socket type (`stream`, `datagram`, `seqpacket`, `raw`), which has them all.
/// What the compiler cannot check: that the constants say what the system's protocol does.
/// Models: `tcp`, `struct ospf : raw { static constexpr int number = 89; };`. Near miss: `struct { int number; }`.
template <class Protocol>
concept protocol = requires {
    { Protocol::socket_type } -> std::convertible_to<int>;
    { Protocol::connection_oriented } -> std::convertible_to<bool>;
    { Protocol::message_oriented } -> std::convertible_to<bool>;
    { Protocol::may_listen } -> std::convertible_to<bool>;
    { Protocol::may_disconnect } -> std::convertible_to<bool>;
    { Protocol::receives_unbound } -> std::convertible_to<bool>;
    typename Protocol::template send_operation<const_bytes>;
    typename Protocol::template receive_operation<mutable_bytes>;
};

/// \concept connection_oriented
/// A socket of this protocol talks to one peer, which it is connected to. Models: `tcp`. Near miss: `udp`, which may fix a
/// peer but makes no connection.
template <class Protocol>
concept connection_oriented = requires { Protocol::connection_oriented; } && Protocol::connection_oriented;

/// \concept connectionless
/// A socket of this protocol can send each message to another peer. Models: `udp`, `raw_ip<89>`. Near miss: `seqpacket`.
template <class Protocol>
concept connectionless = requires { Protocol::connection_oriented; } && !Protocol::connection_oriented;

/// \concept message_oriented
/// What was sent as one arrives as one, or is said to be cut. Models: `udp`, `seqpacket`. Near miss: `tcp`.
template <class Protocol>
concept message_oriented = requires { Protocol::message_oriented; } && Protocol::message_oriented;

/// \concept byte_stream
/// A sequence of bytes without boundaries. Models: `tcp`. Near miss: `seqpacket`.
template <class Protocol>
concept byte_stream = requires { Protocol::message_oriented; } && !Protocol::message_oriented;

/// \concept may_listen
/// Connections can be accepted. Models: `tcp`, `seqpacket`. Near miss: `udp`.
template <class Protocol>
concept may_listen = requires { Protocol::may_listen; } && Protocol::may_listen;

/// \concept may_disconnect
/// A fixed peer can be given up. Models: `udp`. Near misses: `tcp`, whose connection ends with the socket; `raw`, since a
/// raw socket that Linux has disconnected never hears again.
template <class Protocol>
concept may_disconnect = requires { Protocol::may_disconnect; } && Protocol::may_disconnect;

/// \concept receives_unbound
/// Messages arrive without a local endpoint. Models: `icmp`. Near miss: `udp`, which hears nothing before it has a port.
template <class Protocol>
concept receives_unbound = requires { Protocol::receives_unbound; } && Protocol::receives_unbound;

/// \concept has_urgent_data
/// One byte can overtake the others (`send_urgent`). Models: `tcp`. Near miss: `udp`.
template <class Protocol>
concept has_urgent_data = requires { Protocol::has_urgent_data; } && Protocol::has_urgent_data;

/// \concept may_self_connect
/// Over IP, a socket can be connected to its own local endpoint by accident. Models: `tcp`. Near miss: `seqpacket`.
template <class Protocol>
concept may_self_connect = requires { Protocol::may_self_connect; } && Protocol::may_self_connect;

/// \concept names_peek_operation
/// Models: all socket types. Near miss: a layered protocol that says nothing of it.
template <class Protocol>
concept names_peek_operation = requires { typename Protocol::template peek_operation<mutable_bytes>; };

/// \concept has_one_number
/// The protocol's number does not depend on the family. Models: `tcp`. Near miss: `icmp`.
template <class Protocol>
concept has_one_number = requires {
    { Protocol::number } -> std::convertible_to<int>;
};

/// The third argument of socket(2). A protocol says `number`, or `number<Family>` where it depends on the family.
template <class Protocol, class Family>
[[nodiscard]] consteval int protocol_number() noexcept {
    if constexpr (has_one_number<Protocol>)
        return Protocol::number;
    else
        return Protocol::template number<Family>;
}

/// What a protocol keeps for each socket beside its descriptor; `no_session` where it keeps nothing.
struct no_session {};

/// The type of what a protocol keeps.
template <class Protocol>
struct session_of {
    using type = no_session;
};
template <class Protocol>
    requires requires { typename Protocol::session; }
struct session_of<Protocol> {
    using type = typename Protocol::session;
};

/// \concept has_session
/// The protocol keeps something for each socket, and its operations are given it.
/// Models: a protocol layered over another. Near miss: `tcp`, whose state the system keeps.
template <class Protocol>
concept has_session = requires { typename Protocol::session; };

}  // namespace v0
}  // namespace tenon
