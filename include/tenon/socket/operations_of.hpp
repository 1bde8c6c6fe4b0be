// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/operation/receive_exactly.hpp>
#include <tenon/operation/send_all.hpp>
#include <tenon/operation/start_connect.hpp>
#include <tenon/socket/state.hpp>

namespace tenon {
inline namespace v0 {

template <class Protocol, class Family, class State, class Driver>
class basic_socket;

// The operations that a protocol may name, and need not.

namespace detail {

/// What sends all: the protocol's own, or ours if it names none. There is no `type` for a cursor that its own does not take.
template <class Protocol, class Cursor>
struct send_all_operation_of {};
template <class Protocol, class Cursor>
    requires requires { &detail::beside<Protocol, detail::protocol_members>::send_all_operation; } &&
             (!requires { typename Protocol::template send_all_operation<Cursor>; })
struct send_all_operation_of<Protocol, Cursor> {
    using type = operation::send_all<Cursor>;
};
template <class Protocol, class Cursor>
    requires requires { typename Protocol::template send_all_operation<Cursor>; }
struct send_all_operation_of<Protocol, Cursor> {
    using type = typename Protocol::template send_all_operation<Cursor>;
};

/// What fills a whole buffer: the protocol's own, or ours if it names none. There is no `type` for a cursor that its own does
/// not take.
template <class Protocol, class Cursor>
struct receive_exactly_operation_of {};
template <class Protocol, class Cursor>
    requires requires { &detail::beside<Protocol, detail::protocol_members>::receive_exactly_operation; } &&
             (!requires { typename Protocol::template receive_exactly_operation<Cursor>; })
struct receive_exactly_operation_of<Protocol, Cursor> {
    using type = operation::receive_exactly<Cursor>;
};
template <class Protocol, class Cursor>
    requires requires { typename Protocol::template receive_exactly_operation<Cursor>; }
struct receive_exactly_operation_of<Protocol, Cursor> {
    using type = typename Protocol::template receive_exactly_operation<Cursor>;
};

/// A protocol that names none has no `peek`; the other operation stands in its declaration.
template <class Protocol, class Buffer>
struct peek_operation_of {
    using type = typename Protocol::template receive_operation<Buffer>;
};
template <class Protocol, class Buffer>
    requires requires { typename Protocol::template peek_operation<Buffer>; }
struct peek_operation_of<Protocol, Buffer> {
    using type = typename Protocol::template peek_operation<Buffer>;
};

/// What `connect` leads to, and by which operation: under a driver that does not wait, a connection is only begun. There is no
/// `type` for what is no endpoint. `Session` is as in `operation::successor`.
template <class Protocol, class Endpoint, class State, class Driver, class Session>
struct connect_operation_of {};
template <class Protocol, endpoint Endpoint, class State, class Driver, class Session>
struct connect_operation_of<Protocol, Endpoint, State, Driver, Session> {
    using type = operation::connect<basic_socket<Protocol, family_of<Endpoint>, connected, Driver>, Endpoint, Session>;
};
template <class Protocol, endpoint Endpoint, class State, class Driver, class Session>
    requires connection_oriented<Protocol> && (!waits<Driver>)
struct connect_operation_of<Protocol, Endpoint, State, Driver, Session> {
    using next_state = std::conditional_t<was_bound<State>, connecting_bound, connecting>;
    using type = operation::start_connect<basic_socket<Protocol, family_of<Endpoint>, next_state, Driver>, Endpoint, Session>;
};

}  // namespace detail

/// \concept has_send_all
/// Models: `tcp`. Near miss: a layer with a session that names no `send_all_operation`.
template <class Protocol>
concept has_send_all = made_for<typename detail::send_all_operation_of<Protocol, unsent<>>::type, Protocol, unsent<>>;

/// \concept has_receive_exactly
/// Models: `tcp`. Near miss: a layer with a session that names no `receive_exactly_operation`.
template <class Protocol>
concept has_receive_exactly =
    made_for<typename detail::receive_exactly_operation_of<Protocol, unfilled<>>::type, Protocol, unfilled<>>;

/// \concept receives_plainly
/// What is received are the bytes of the stream as the system has them, so that their buffer may be chosen when they have come.
/// Models: `tcp`. Near miss: `udp`, which receives messages; a layer, which has an operation of its own.
template <class Protocol>
concept receives_plainly =
    byte_stream<Protocol> && !has_session<Protocol> &&
    (std::same_as<typename Protocol::template receive_operation<mutable_bytes>, operation::receive<mutable_bytes>> ||
     std::same_as<typename Protocol::template receive_operation<mutable_bytes>, operation::receive<mutable_bytes, true>>);

/// \concept may_peek
/// What has come can be looked at and left. Models: all socket types. Near miss: a layered protocol that says nothing of it.
template <class Protocol>
concept may_peek = names_peek_operation<Protocol> &&
                   made_for<typename detail::peek_operation_of<Protocol, mutable_bytes>::type, Protocol, mutable_bytes, int>;

}  // namespace v0
}  // namespace tenon
