// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>

#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/session.hpp>
#include <tenon/concepts/socket_operation.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {
/// The names of a protocol's optional members.
struct protocol_members {
    int has_urgent_data, may_self_connect, takes_tcp_options, takes_udp_options, takes_option;
    int has_handshake, session, peek_operation, send_all_operation, receive_exactly_operation;
};
TENON_OPTIONAL_FACT(protocol_members, has_urgent_data)
TENON_OPTIONAL_FACT(protocol_members, may_self_connect)
TENON_OPTIONAL_FACT(protocol_members, takes_tcp_options)
TENON_OPTIONAL_FACT(protocol_members, takes_udp_options)
TENON_OPTIONAL_FACT(protocol_members, has_handshake)
TENON_OPTIONAL_MEMBER(protocol_members, session)
TENON_OPTIONAL_MEMBER(protocol_members, peek_operation)
TENON_OPTIONAL_MEMBER(protocol_members, send_all_operation)
TENON_OPTIONAL_MEMBER(protocol_members, receive_exactly_operation)
TENON_OPTIONAL_PREDICATE(protocol_members, takes_option)
}  // namespace detail

/// \concept constructible_for
/// The operation can be constructed from these arguments for a socket of the protocol. If the
/// protocol has a session, the session is passed before them.
/// Models: `operation::send_all<unsent<>>` for `tcp`. Near miss: the same operation for a layer
/// with a session; the layer has to name its own operation.
template <class Operation, class Protocol, class... Arguments>
concept constructible_for =
    (has_session<Protocol> &&
     std::constructible_from<Operation, typename session_of<Protocol>::type&, Arguments...>) ||
    (!has_session<Protocol> && std::constructible_from<Operation, Arguments...>);

/// \concept movable_session
/// The session can be moved with its socket: the protocol has a type `session` that is movable, or
/// no member of that name.
/// What the compiler cannot check: that a move does not throw. An exception would end the program.
/// Models: a struct of counters; a `std::unique_ptr`. Near misses: a `std::mutex`, which cannot be
/// moved; a protocol with a function `session()`.
template <class Protocol>
concept movable_session = requires { requires std::movable<typename Protocol::session>; } ||
                          detail::says_no_session<Protocol, int>;

/// \concept peek_operation_takes_buffer
/// The protocol has a template `peek_operation<Buffer>` of operations, or no member of that name.
/// Models: all socket types. Near miss: a protocol with a type `peek_operation`.
template <class Protocol>
concept peek_operation_takes_buffer = requires {
    requires socket_operation<typename Protocol::template peek_operation<mutable_bytes>>;
} || detail::says_no_peek_operation<Protocol, mutable_bytes>;

/// \concept send_all_operation_takes_cursor
/// The protocol has a template `send_all_operation<Cursor>` of operations, or no member of that
/// name; `operation::send_all` is then used.
/// Models: `tcp`. Near miss: a protocol with a type `send_all_operation`.
template <class Protocol>
concept send_all_operation_takes_cursor = requires {
    requires socket_operation<typename Protocol::template send_all_operation<unsent<>>>;
} || detail::says_no_send_all_operation<Protocol, unsent<>>;

/// \concept receive_exactly_operation_takes_cursor
/// The protocol has a template `receive_exactly_operation<Cursor>` of operations, or no member of
/// that name; `operation::receive_exactly` is then used.
/// Models: `tcp`. Near miss: a protocol with a type `receive_exactly_operation`.
template <class Protocol>
concept receive_exactly_operation_takes_cursor = requires {
    requires socket_operation<typename Protocol::template receive_exactly_operation<unfilled<>>>;
} || detail::says_no_receive_exactly_operation<Protocol, unfilled<>>;

/// \concept runs_over_takes_family
/// The protocol has a template `runs_over<Family>`, or no member of that name.
/// Models: `tcp`, `stream`. Near miss: a protocol with `static constexpr bool runs_over = true`.
template <class Protocol>
concept runs_over_takes_family =
    !requires { Protocol::runs_over; } && !requires { typename Protocol::runs_over; };

/// Minimal types that satisfy the concepts. A concept that requires a template uses them as its
/// arguments.
namespace archetype {

/// An option that no socket has.
struct option {
    using value_type = int;
    using representation = int;
    static constexpr int level = -1;
    static constexpr int name = -1;
    template <class Protocol, class Family>
    static constexpr bool applies_to = false;

    [[nodiscard]] static constexpr int encode() noexcept { return 0; }
    [[nodiscard]] static constexpr int decode(int given) noexcept { return given; }
};

}  // namespace archetype

/// \concept takes_option_is_template
/// The protocol has a template `template <class Option> static constexpr bool takes_option`, or no
/// member of that name. The concept tests it with `archetype::option`.
/// Models: `tcp`. Near misses: a protocol with `static constexpr bool takes_option = true`; one
/// whose `takes_option` is a function, is private, or is a template over a number.
template <class Protocol>
concept takes_option_is_template = detail::says_no_takes_option<Protocol, archetype::option> ||
                                   detail::says_takes_option<Protocol, archetype::option>;

/// \concept protocol
/// The protocol of a socket: a few constants, and the operations that send and receive.
/// The least to supply: derive from a socket type (`stream`, `datagram`, `seqpacket`, `raw`), which
/// has all that is required. By hand: the constants that the concept names, and the templates
/// `send_operation<Data>` and `receive_operation<Buffer>`. Both are operations that are constructed
/// from the data or the buffer, after the session if there is one.
/// Optional: `has_urgent_data`, `may_self_connect`, `takes_tcp_options`, `takes_udp_options`,
/// `takes_option<Option>`, `session` (see `has_session`), `peek_operation<Buffer>`,
/// `send_all_operation<Cursor>`, `receive_exactly_operation<Cursor>`, `runs_over<Family>`. An
/// optional member of another form is refused. Each fact is a `static constexpr bool`; a fact of
/// another type is refused.
/// What the compiler cannot check: that the constants are true of the system's protocol.
/// Models: `tcp`, `struct ospf : raw { static constexpr int number = 89; };`. Near misses:
/// `struct { int number; }`; a protocol with a fact that is an `int`.
template <class Protocol>
concept protocol =
    requires {
        { Protocol::socket_type } -> std::convertible_to<int>;
        { Protocol::connection_oriented } -> std::same_as<const bool&>;
        { Protocol::message_oriented } -> std::same_as<const bool&>;
        { Protocol::may_listen } -> std::same_as<const bool&>;
        { Protocol::may_disconnect } -> std::same_as<const bool&>;
        { Protocol::receives_unbound } -> std::same_as<const bool&>;
        typename Protocol::template send_operation<const_bytes>;
        typename Protocol::template receive_operation<mutable_bytes>;
    } && detail::has_urgent_data_is_bool<Protocol> && detail::may_self_connect_is_bool<Protocol> &&
    detail::takes_tcp_options_is_bool<Protocol> && detail::takes_udp_options_is_bool<Protocol> &&
    movable_session<Protocol> &&
    socket_operation<typename Protocol::template send_operation<const_bytes>> &&
    socket_operation<typename Protocol::template receive_operation<mutable_bytes>> &&
    constructible_for<typename Protocol::template send_operation<const_bytes>, Protocol,
                      const_bytes> &&
    constructible_for<typename Protocol::template receive_operation<mutable_bytes>, Protocol,
                      mutable_bytes> &&
    peek_operation_takes_buffer<Protocol> && send_all_operation_takes_cursor<Protocol> &&
    receive_exactly_operation_takes_cursor<Protocol> && runs_over_takes_family<Protocol> &&
    takes_option_is_template<Protocol>;

/// \concept connection_oriented
/// A socket of this protocol exchanges data with one peer, over a connection. Models: `tcp`. Near
/// miss: `udp`, on which connect(2) fixes the peer but makes no connection.
template <class Protocol>
concept connection_oriented = requires {
    { Protocol::connection_oriented } -> std::same_as<const bool&>;
} && Protocol::connection_oriented;

/// \concept connectionless
/// A socket of this protocol can send each message to a different peer. Models: `udp`,
/// `raw_ip<89>`. Near miss: `seqpacket`.
template <class Protocol>
concept connectionless = requires {
    { Protocol::connection_oriented } -> std::same_as<const bool&>;
} && !Protocol::connection_oriented;

/// \concept message_oriented
/// The boundaries of messages are kept: a message is received whole, or marked as truncated.
/// Models: `udp`, `seqpacket`. Near miss: `tcp`.
template <class Protocol>
concept message_oriented = requires {
    { Protocol::message_oriented } -> std::same_as<const bool&>;
} && Protocol::message_oriented;

/// \concept byte_stream
/// The data is a sequence of bytes without boundaries. Models: `tcp`. Near miss: `seqpacket`.
template <class Protocol>
concept byte_stream = requires {
    { Protocol::message_oriented } -> std::same_as<const bool&>;
} && !Protocol::message_oriented;

/// \concept may_listen
/// A socket of this protocol can listen for connections. Models: `tcp`, `seqpacket`. Near miss:
/// `udp`.
template <class Protocol>
concept may_listen = requires {
    { Protocol::may_listen } -> std::same_as<const bool&>;
} && Protocol::may_listen;

/// \concept may_disconnect
/// A socket can give up its fixed peer (connect(2) to AF_UNSPEC). Models: `udp`. Near misses:
/// `tcp`, whose connection ends with the socket; `raw`, since a raw socket that was disconnected
/// receives nothing more on Linux.
template <class Protocol>
concept may_disconnect = requires {
    { Protocol::may_disconnect } -> std::same_as<const bool&>;
} && Protocol::may_disconnect;

/// \concept receives_unbound
/// A socket receives messages without being bound. Models: `icmp`. Near miss: `udp`, which receives
/// nothing before it has a port.
template <class Protocol>
concept receives_unbound = requires {
    { Protocol::receives_unbound } -> std::same_as<const bool&>;
} && Protocol::receives_unbound;

/// \concept has_urgent_data
/// The protocol has urgent data: one byte that the receiver can take before the others
/// (`send_urgent`). Models: `tcp`. Near miss: `udp`.
template <class Protocol>
concept has_urgent_data = requires {
    { Protocol::has_urgent_data } -> std::same_as<const bool&>;
} && Protocol::has_urgent_data;

/// \concept may_self_connect
/// Over IP, connect(2) can connect a socket to its own local endpoint by accident. Models: `tcp`.
/// Near miss: `seqpacket`.
template <class Protocol>
concept may_self_connect = requires {
    { Protocol::may_self_connect } -> std::same_as<const bool&>;
} && Protocol::may_self_connect;

/// \concept takes_tcp_options
/// Over IP, the options of TCP apply to the protocol, whatever its number is. Models: `tcp`, and
/// protocols that derive from it. Near miss: `stream`, to which they apply over IP only because
/// number 0 stands for TCP there.
template <class Protocol>
concept takes_tcp_options = requires {
    { Protocol::takes_tcp_options } -> std::same_as<const bool&>;
} && Protocol::takes_tcp_options;

/// \concept takes_udp_options
/// Over IP, the options of UDP apply to the protocol, whatever its number is. Models: `udp`, and
/// protocols that derive from it. Near miss: `datagram`, to which they apply over IP only because
/// number 0 stands for UDP there.
template <class Protocol>
concept takes_udp_options = requires {
    { Protocol::takes_udp_options } -> std::same_as<const bool&>;
} && Protocol::takes_udp_options;

/// \concept takes_option
/// The system accepts the option on sockets of the protocol, if the option applies to them. A
/// protocol without a member `takes_option` takes every option. With `takes_option`, a protocol
/// that derives from another can exclude single options.
/// The least to supply: nothing, or `template <class Option> static constexpr bool takes_option`. A
/// protocol whose member has another form takes no option.
/// What the compiler cannot check: that the system accepts these options.
/// Models: `tcp` for every option. Near miss: Multipath TCP for `options::repair`.
template <class Protocol, class Option>
concept takes_option = detail::says_no_takes_option<Protocol, Option> ||
                       (detail::says_takes_option<Protocol, Option> &&
                        static_cast<bool>(Protocol::template takes_option<Option>));

/// \concept names_peek_operation
/// The protocol names an operation for `peek`. Models: all socket types. Near miss: a layered
/// protocol without a `peek_operation`.
template <class Protocol>
concept names_peek_operation =
    requires { typename Protocol::template peek_operation<mutable_bytes>; };

/// \concept has_one_number
/// The protocol's number does not depend on the family. Models: `tcp`. Near miss: `icmp`.
template <class Protocol>
concept has_one_number = requires {
    { Protocol::number } -> std::convertible_to<int>;
};

/// Returns the third argument of socket(2): the protocol's `number`, or its `number<Family>` if the
/// number depends on the family.
template <class Protocol, class Family>
[[nodiscard]] consteval int protocol_number() noexcept {
    if constexpr (has_one_number<Protocol>)
        return Protocol::number;
    else
        return Protocol::template number<Family>;
}

}  // namespace v0
}  // namespace tenon
