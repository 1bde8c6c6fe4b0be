// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/layers.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/operation/ready.hpp>
#include <tenon/operation/receive_exactly.hpp>
#include <tenon/operation/send_all.hpp>
#include <tenon/operation/start_connect.hpp>
#include <tenon/socket/state.hpp>

namespace tenon {
inline namespace v0 {

template <class Protocol, class Family, class State, class Driver>
class basic_socket;

// The operations that a protocol may name, but need not.

namespace detail {

/// The operation of `send_all`: the protocol's own, or `operation::send_all` if the protocol names
/// none. It has a member `type` if the protocol's own accepts the cursor.
template <class Protocol, class Cursor>
struct send_all_operation_of {};
template <class Protocol, class Cursor>
    requires requires {
        &detail::beside<Protocol, detail::protocol_members>::send_all_operation;
    } && (!requires { typename Protocol::template send_all_operation<Cursor>; })
struct send_all_operation_of<Protocol, Cursor> {
    using type = operation::send_all<Cursor>;
};
template <class Protocol, class Cursor>
    requires requires { typename Protocol::template send_all_operation<Cursor>; }
struct send_all_operation_of<Protocol, Cursor> {
    using type = typename Protocol::template send_all_operation<Cursor>;
};

/// The operation of `receive_exactly`: the protocol's own, or `operation::receive_exactly` if the
/// protocol names none. It has a member `type` if the protocol's own accepts the cursor.
template <class Protocol, class Cursor>
struct receive_exactly_operation_of {};
template <class Protocol, class Cursor>
    requires requires {
        &detail::beside<Protocol, detail::protocol_members>::receive_exactly_operation;
    } && (!requires { typename Protocol::template receive_exactly_operation<Cursor>; })
struct receive_exactly_operation_of<Protocol, Cursor> {
    using type = operation::receive_exactly<Cursor>;
};
template <class Protocol, class Cursor>
    requires requires { typename Protocol::template receive_exactly_operation<Cursor>; }
struct receive_exactly_operation_of<Protocol, Cursor> {
    using type = typename Protocol::template receive_exactly_operation<Cursor>;
};

/// The operation of `peek`. A protocol that names none has no `peek`; its `receive_operation` is
/// then a placeholder in the declaration of `peek`.
template <class Protocol, class Buffer>
struct peek_operation_of {
    using type = typename Protocol::template receive_operation<Buffer>;
};
template <class Protocol, class Buffer>
    requires requires { typename Protocol::template peek_operation<Buffer>; }
struct peek_operation_of<Protocol, Buffer> {
    using type = typename Protocol::template peek_operation<Buffer>;
};

/// The state in which a connection begins: `handshaking` if a layer has a handshake.
template <class Protocol>
using first_state = std::conditional_t<has_handshake<Protocol>, handshaking, connected>;

/// One of the layers of `Protocol` that do not belong to `Existing` has a handshake.
template <class Protocol, class Existing>
concept gains_handshake =
    has_layers<Protocol> && static_cast<bool>(Protocol::template has_handshake_over<Existing>);

/// The state of a connection of `Existing` after it has been given the other layers of `Protocol`.
template <class Protocol, class Existing>
using state_with_layers =
    std::conditional_t<gains_handshake<Protocol, Existing>, handshaking, connected>;

/// The operations of the members that only sockets with layers have, the highest layer, and the
/// protocol below it. For a protocol without layers they are placeholders in the declarations of
/// these members.
template <class Protocol>
struct layer_operations_of {
    using highest = archetype::operation;
    using lower = Protocol;
    using lend = archetype::operation;
    using readable = operation::ready<os::readiness::readable>;
    using flush = archetype::operation;
    using close = archetype::operation;
    template <class Socket>
    using handshake = archetype::operation;
    template <class Socket>
    using shutdown_send = archetype::operation;
};
template <has_layers Protocol>
struct layer_operations_of<Protocol> : Protocol::layer_operations {};

/// How `connect` connects.
enum class connecting_by : unsigned char {
    waiting,   ///< until there is a connection, or the peer is fixed
    starting,  ///< only begins a connection, because the driver does not wait
    layers     ///< as `waiting`, and then through the layers
};
template <class Protocol, class Driver>
[[nodiscard]] consteval connecting_by way_to_connect() noexcept {
    if (connection_oriented<Protocol> && !waits<Driver>)
        return connecting_by::starting;
    return has_layers<Protocol> ? connecting_by::layers : connecting_by::waiting;
}

/// The operation of `connect`, by the way. (Constrained partial specialisations would do the same,
/// but take much longer to compile.)
template <connecting_by>
struct connect_operation_by {
    template <class Protocol, class Endpoint, class State, class Driver, class Session>
    using type = operation::connect<basic_socket<Protocol, family_of<Endpoint>, connected, Driver>,
                                    Endpoint, Session>;
};
template <>
struct connect_operation_by<connecting_by::starting> {
    template <class Protocol, class Endpoint, class State, class Driver, class Session>
    using type = operation::start_connect<
        basic_socket<Protocol, family_of<Endpoint>,
                     std::conditional_t<was_bound<State>, connecting_bound, connecting>, Driver>,
        Endpoint, Session>;
};
template <>
struct connect_operation_by<connecting_by::layers> {
    // A driver that does not wait leaves the handshakes to the caller.
    template <class Protocol, class Endpoint, class State, class Driver, class Session>
    using type = typename Protocol::layer_operations::template connect<
        basic_socket<Protocol, family_of<Endpoint>,
                     std::conditional_t<waits<Driver>, connected, first_state<Protocol>>, Driver>,
        basic_socket<typename Protocol::bottom_protocol, family_of<Endpoint>, connected, Driver>,
        Endpoint, Session, waits<Driver>>;
};

/// The operation of `connect`. It has a member `type` if `Endpoint` is an endpoint. `Session` is as
/// in `operation::successor`.
template <class Protocol, class Endpoint, class State, class Driver, class Session>
struct connect_operation_of {};
template <class Protocol, endpoint Endpoint, class State, class Driver, class Session>
struct connect_operation_of<Protocol, Endpoint, State, Driver, Session> {
    using type =
        typename connect_operation_by<detail::way_to_connect<Protocol, Driver>()>::template type<
            Protocol, Endpoint, State, Driver, Session>;
};

}  // namespace detail

/// \concept receives_into
/// `receive` fills this type of buffer.
/// Models: `mutable_bytes`, and `pieces` for `tcp`. Near miss: `pieces` for a protocol with layers,
/// which receive into one buffer.
template <class Protocol, class Buffer>
concept receives_into =
    constructible_for<typename Protocol::template receive_operation<Buffer>, Protocol, Buffer>;

/// \concept has_send_all
/// The protocol has an operation that sends all of an `unsent`.
/// The least to supply: nothing; a protocol with a session names a `send_all_operation`.
/// Models: `tcp`. Near miss: a layer with a session that names no `send_all_operation`.
template <class Protocol>
concept has_send_all =
    constructible_for<typename detail::send_all_operation_of<Protocol, unsent<>>::type, Protocol,
                      unsent<>>;

/// \concept has_receive_exactly
/// The protocol has an operation that fills all of an `unfilled`.
/// The least to supply: nothing; a protocol with a session names a `receive_exactly_operation`.
/// Models: `tcp`. Near miss: a layer with a session that names no `receive_exactly_operation`.
template <class Protocol>
concept has_receive_exactly =
    constructible_for<typename detail::receive_exactly_operation_of<Protocol, unfilled<>>::type,
                      Protocol, unfilled<>>;

/// \concept receives_plainly
/// `receive` returns the bytes of the stream as the system has them, so that the buffer can be
/// chosen when they have arrived.
/// Models: `tcp`. Near misses: `udp`, which receives messages; a layer, which has an operation of
/// its own.
template <class Protocol>
concept receives_plainly =
    byte_stream<Protocol> && !has_session<Protocol> &&
    (std::same_as<typename Protocol::template receive_operation<mutable_bytes>,
                  operation::receive<mutable_bytes>> ||
     std::same_as<typename Protocol::template receive_operation<mutable_bytes>,
                  operation::receive<mutable_bytes, true>>);

/// \concept may_peek
/// Data that has arrived can be read and left in the queue.
/// Models: all socket types. Near miss: a layered protocol that names no `peek_operation`.
template <class Protocol>
concept may_peek =
    names_peek_operation<Protocol> &&
    constructible_for<typename detail::peek_operation_of<Protocol, mutable_bytes>::type, Protocol,
                      mutable_bytes, int>;

}  // namespace v0
}  // namespace tenon
