// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/concepts/protocol.hpp>
#include <tenon/operation/receive_exactly.hpp>
#include <tenon/operation/send_all.hpp>

namespace tenon::inline v0 {

// The operations that a protocol may name, and need not.

template <class Protocol, class Cursor>
struct send_all_operation_of {
    using type = operation::send_all<Cursor>;
};
template <class Protocol, class Cursor>
    requires requires { typename Protocol::template send_all_operation<Cursor>; }
struct send_all_operation_of<Protocol, Cursor> {
    using type = typename Protocol::template send_all_operation<Cursor>;
};

template <class Protocol, class Cursor>
struct receive_exactly_operation_of {
    using type = operation::receive_exactly<Cursor>;
};
template <class Protocol, class Cursor>
    requires requires { typename Protocol::template receive_exactly_operation<Cursor>; }
struct receive_exactly_operation_of<Protocol, Cursor> {
    using type = typename Protocol::template receive_exactly_operation<Cursor>;
};

/// A protocol that names none has no `peek`; the other operation stands in its declaration.
template <class Protocol, class Room>
struct peek_operation_of {
    using type = typename Protocol::template receive_operation<Room>;
};
template <class Protocol, class Room>
    requires requires { typename Protocol::template peek_operation<Room>; }
struct peek_operation_of<Protocol, Room> {
    using type = typename Protocol::template peek_operation<Room>;
};

/// \concept made_for
/// An operation can be made for sockets of a protocol: where they have a session, it takes that before the other arguments.
/// Models: `operation::send_all<unsent<>>` for `tcp`. Near miss: the same for a layer, which has to name its own.
template <class Operation, class Protocol, class... Arguments>
concept made_for =
    !has_session<Protocol> || std::constructible_from<Operation, typename session_of<Protocol>::type&, Arguments...>;

}  // namespace tenon::inline v0
