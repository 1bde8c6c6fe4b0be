// SPDX-License-Identifier: BSL-1.0
// The operations of a protocol with a session take the session as their first argument.
//
// change: its_session -> session
// concept: constructible_for
#include <tenon.hpp>

struct framed : tenon::stream {
    struct /*here*/ its_session {};
};

static_assert(tenon::protocol<framed>);
