// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>

#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/socket_operation.hpp>

namespace tenon {
inline namespace v0 {

/// Stands for the session where a protocol keeps nothing.
struct no_session {
    [[nodiscard]] static constexpr no_session accepted_session() noexcept { return {}; }
    [[nodiscard]] static constexpr std::size_t buffered() noexcept { return 0; }
};

/// The type of what a protocol keeps for each socket beside its descriptor; `no_session` where it keeps nothing.
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
/// The protocol keeps something for each socket, its *session*, and its operations are given it. The session goes with the
/// socket from state to state; only `split` and `duplicate`, which would need two, do not exist.
/// The least to supply: a type `session` that is `movable_session`. For the verbs it is `has_initial_session`, for `accept`
/// `has_accepted_session`, for `available` and for `wait_any` until data is readable `says_buffered`; without them these do not
/// exist. What the compiler cannot check: that no operation is under way while the socket is moved. Models: a protocol layered
/// over another. Near miss: `tcp`, whose state the system keeps.
template <class Protocol>
concept has_session = requires { typename Protocol::session; };

namespace detail {
/// The names of a protocol's optional members.
struct protocol_members {
    int has_urgent_data, may_self_connect, takes_tcp_options, takes_udp_options, takes_option;
    int session, peek_operation, send_all_operation, receive_exactly_operation;
};
TENON_OPTIONAL_FACT(protocol_members, has_urgent_data)
TENON_OPTIONAL_FACT(protocol_members, may_self_connect)
TENON_OPTIONAL_FACT(protocol_members, takes_tcp_options)
TENON_OPTIONAL_FACT(protocol_members, takes_udp_options)
TENON_OPTIONAL_MEMBER(protocol_members, session)
TENON_OPTIONAL_MEMBER(protocol_members, peek_operation)
TENON_OPTIONAL_MEMBER(protocol_members, send_all_operation)
TENON_OPTIONAL_MEMBER(protocol_members, receive_exactly_operation)
TENON_OPTIONAL_PREDICATE(protocol_members, takes_option)
}  // namespace detail

/// \concept made_for
/// An operation can be made for sockets of a protocol: it takes the session before the other arguments, if there is one.
/// Models: `operation::send_all<unsent<>>` for `tcp`. Near miss: the same for a layer, which has to name its own.
template <class Operation, class Protocol, class... Arguments>
concept made_for =
    (has_session<Protocol> && std::constructible_from<Operation, typename session_of<Protocol>::type&, Arguments...>) ||
    (!has_session<Protocol> && std::constructible_from<Operation, Arguments...>);

/// \concept movable_session
/// The session can go with its socket: the protocol has a type `session` that is movable, or no member of that name.
/// What the compiler cannot check: that moving it does not throw, which would end the program.
/// Models: a struct of counters; a `std::unique_ptr`. Near misses: a `std::mutex`, which stays where it is; a protocol with a
/// function `session()`.
template <class Protocol>
concept movable_session =
    requires { requires std::movable<typename Protocol::session>; } || detail::says_no_session<Protocol, int>;

/// \concept has_initial_session
/// A new socket has a session that is made of nothing, so that the verbs create sockets of the protocol.
/// The least to supply: a default constructor. What the compiler cannot check: that it does not throw, which would end the
/// program. Models: a struct of counters. Near miss: a session that is made of a key; `become` is given it.
template <class Protocol>
concept has_initial_session = std::default_initializable<typename session_of<Protocol>::type>;

/// \concept has_accepted_session
/// The session of a listener says what the sockets that it accepts begin with: none is made up, and none lost.
/// The least to supply: `accepted_session()`, a `const` member that returns a session. It is called before the wait, also if
/// nothing is accepted then. What the compiler cannot check: that the new session shares nothing with the listener's that
/// another thread would change.
/// Models: `struct { int key; session accepted_session() const { return {key}; } }`. Near miss: the same struct without it.
template <class Protocol>
concept has_accepted_session = requires(const typename session_of<Protocol>::type& session) {
    { session.accepted_session() } -> std::same_as<typename session_of<Protocol>::type>;
};

/// \concept says_buffered
/// The session says how much it holds that has been received, so that a socket whose bytes have left the system counts as
/// readable.
/// The least to supply: `buffered()`, a `const` member: the number of bytes, or of a message-oriented protocol those of the
/// next message, that `receive` returns without a call; 0 if it has to make one.
/// What the compiler cannot check: that the number is true; that it can be asked while another thread receives, if one does.
/// An empty message, an end or an error that the session holds is not a number of bytes: `wait_any` does not know of it.
/// Models: `tcp`, which holds nothing. Near miss: a session with a buffer, and without `buffered`.
template <class Protocol>
concept says_buffered = requires(const typename session_of<Protocol>::type& session) {
    { session.buffered() } -> std::same_as<std::size_t>;
};

/// \concept peek_operation_takes_buffer
/// The protocol has a template `peek_operation<Buffer>` of operations, or no member of that name.
/// Models: all socket types. Near miss: a protocol with a type `peek_operation`.
template <class Protocol>
concept peek_operation_takes_buffer = requires {
    requires socket_operation<typename Protocol::template peek_operation<mutable_bytes>>;
} || detail::says_no_peek_operation<Protocol, mutable_bytes>;

/// \concept send_all_operation_takes_cursor
/// The protocol has a template `send_all_operation<Cursor>` of operations, or no member of that name; then there is
/// `operation::send_all`. Models: `tcp`. Near miss: a protocol with a type `send_all_operation`.
template <class Protocol>
concept send_all_operation_takes_cursor = requires {
    requires socket_operation<typename Protocol::template send_all_operation<unsent<>>>;
} || detail::says_no_send_all_operation<Protocol, unsent<>>;

/// \concept receive_exactly_operation_takes_cursor
/// The protocol has a template `receive_exactly_operation<Cursor>` of operations, or no member of that name; then there is
/// `operation::receive_exactly`. Models: `tcp`. Near miss: a protocol with a type `receive_exactly_operation`.
template <class Protocol>
concept receive_exactly_operation_takes_cursor = requires {
    requires socket_operation<typename Protocol::template receive_exactly_operation<unfilled<>>>;
} || detail::says_no_receive_exactly_operation<Protocol, unfilled<>>;

/// \concept runs_over_takes_family
/// The protocol has a template `runs_over<Family>`, or no member of that name.
/// Models: `tcp`, `stream`. Near miss: a protocol with `static constexpr bool runs_over = true`.
template <class Protocol>
concept runs_over_takes_family = !requires { Protocol::runs_over; } && !requires { typename Protocol::runs_over; };

/// The smallest things that satisfy concepts, for concepts that ask for templates over them.
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
/// The protocol has a template `template <class Option> static constexpr bool takes_option`, or no member of that name. It is
/// asked with `archetype::option`.
/// Models: `tcp`. Near misses: a protocol with `static constexpr bool takes_option = true`; one whose `takes_option` is a
/// function, is private, or is a template over a number.
template <class Protocol>
concept takes_option_is_template =
    detail::says_no_takes_option<Protocol, archetype::option> || detail::says_takes_option<Protocol, archetype::option>;

/// \concept protocol
/// What is spoken on a socket: a few constants, and the operations that send and receive.
/// The least to supply: derive from a socket type (`stream`, `datagram`, `seqpacket`, `raw`), which has them all. By hand: the
/// constants below; the templates `send_operation<Data>` and `receive_operation<Buffer>`, operations that can be made from what
/// is sent or filled, after the session if there is one.
/// Optional: `has_urgent_data`, `may_self_connect`, `takes_tcp_options`, `takes_udp_options`, `takes_option<Option>`,
/// `session`, `peek_operation<Buffer>`, `send_all_operation<Cursor>`, `receive_exactly_operation<Cursor>`, `runs_over<Family>`;
/// for `session` see `has_session`. An optional member of another form is refused. Each fact is a `static constexpr bool`; one
/// of another type is refused. What the compiler cannot check: that the constants say what the system's protocol does. Models:
/// `tcp`, `struct ospf : raw { static constexpr int number = 89; };`. Near misses: `struct { int number; }`; a fact that is an
/// `int`.
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
    detail::takes_tcp_options_is_bool<Protocol> && detail::takes_udp_options_is_bool<Protocol> && movable_session<Protocol> &&
    socket_operation<typename Protocol::template send_operation<const_bytes>> &&
    socket_operation<typename Protocol::template receive_operation<mutable_bytes>> &&
    made_for<typename Protocol::template send_operation<const_bytes>, Protocol, const_bytes> &&
    made_for<typename Protocol::template receive_operation<mutable_bytes>, Protocol, mutable_bytes> &&
    peek_operation_takes_buffer<Protocol> && send_all_operation_takes_cursor<Protocol> &&
    receive_exactly_operation_takes_cursor<Protocol> && runs_over_takes_family<Protocol> && takes_option_is_template<Protocol>;

/// \concept connection_oriented
/// A socket of this protocol talks to one peer, which it is connected to. Models: `tcp`. Near miss: `udp`, which may fix a
/// peer but makes no connection.
template <class Protocol>
concept connection_oriented = requires {
    { Protocol::connection_oriented } -> std::same_as<const bool&>;
} && Protocol::connection_oriented;

/// \concept connectionless
/// A socket of this protocol can send each message to another peer. Models: `udp`, `raw_ip<89>`. Near miss: `seqpacket`.
template <class Protocol>
concept connectionless = requires {
    { Protocol::connection_oriented } -> std::same_as<const bool&>;
} && !Protocol::connection_oriented;

/// \concept message_oriented
/// What was sent as one arrives as one, or is said to be cut. Models: `udp`, `seqpacket`. Near miss: `tcp`.
template <class Protocol>
concept message_oriented = requires {
    { Protocol::message_oriented } -> std::same_as<const bool&>;
} && Protocol::message_oriented;

/// \concept byte_stream
/// A sequence of bytes without boundaries. Models: `tcp`. Near miss: `seqpacket`.
template <class Protocol>
concept byte_stream = requires {
    { Protocol::message_oriented } -> std::same_as<const bool&>;
} && !Protocol::message_oriented;

/// \concept may_listen
/// Connections can be accepted. Models: `tcp`, `seqpacket`. Near miss: `udp`.
template <class Protocol>
concept may_listen = requires {
    { Protocol::may_listen } -> std::same_as<const bool&>;
} && Protocol::may_listen;

/// \concept may_disconnect
/// A fixed peer can be given up. Models: `udp`. Near misses: `tcp`, whose connection ends with the socket; `raw`, since a
/// raw socket that Linux has disconnected never hears again.
template <class Protocol>
concept may_disconnect = requires {
    { Protocol::may_disconnect } -> std::same_as<const bool&>;
} && Protocol::may_disconnect;

/// \concept receives_unbound
/// Messages arrive without a local endpoint. Models: `icmp`. Near miss: `udp`, which hears nothing before it has a port.
template <class Protocol>
concept receives_unbound = requires {
    { Protocol::receives_unbound } -> std::same_as<const bool&>;
} && Protocol::receives_unbound;

/// \concept has_urgent_data
/// One byte can overtake the others (`send_urgent`). Models: `tcp`. Near miss: `udp`.
template <class Protocol>
concept has_urgent_data = requires {
    { Protocol::has_urgent_data } -> std::same_as<const bool&>;
} && Protocol::has_urgent_data;

/// \concept may_self_connect
/// Over IP, a socket can be connected to its own local endpoint by accident. Models: `tcp`. Near miss: `seqpacket`.
template <class Protocol>
concept may_self_connect = requires {
    { Protocol::may_self_connect } -> std::same_as<const bool&>;
} && Protocol::may_self_connect;

/// \concept takes_tcp_options
/// The options of TCP apply over IP, whatever the protocol's number is. Models: `tcp`, and what derives from it. Near miss:
/// `stream`, to which they apply because it is TCP over IP, and nothing else elsewhere.
template <class Protocol>
concept takes_tcp_options = requires {
    { Protocol::takes_tcp_options } -> std::same_as<const bool&>;
} && Protocol::takes_tcp_options;

/// \concept takes_udp_options
/// The options of UDP apply over IP, whatever the protocol's number is. Models: `udp`, and what derives from it. Near miss:
/// `datagram`, to which they apply because it is UDP over IP, and nothing else elsewhere.
template <class Protocol>
concept takes_udp_options = requires {
    { Protocol::takes_udp_options } -> std::same_as<const bool&>;
} && Protocol::takes_udp_options;

/// \concept takes_option
/// The system takes the option on sockets of the protocol, if the option applies there; a protocol that does not say takes all.
/// So a protocol that derives from another leaves out single options.
/// The least to supply: nothing, or `template <class Option> static constexpr bool takes_option`; another form takes none.
/// What the compiler cannot check: that the system agrees.
/// Models: `tcp` for every option. Near miss: Multipath TCP for `options::repair`.
template <class Protocol, class Option>
concept takes_option =
    detail::says_no_takes_option<Protocol, Option> ||
    (detail::says_takes_option<Protocol, Option> && static_cast<bool>(Protocol::template takes_option<Option>));

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

}  // namespace v0
}  // namespace tenon
