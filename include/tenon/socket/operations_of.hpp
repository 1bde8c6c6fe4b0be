// SPDX-License-Identifier: BSL-1.0
#pragma once

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

}  // namespace tenon::inline v0
