// SPDX-License-Identifier: BSL-1.0
// `session` of a protocol is a type.
//
// change: its_session -> session
// concept: movable_session
#include <tenon.hpp>

struct framed : tenon::stream {
    static int /*here*/ its_session();
};

static_assert(tenon::protocol<framed>);
