// SPDX-License-Identifier: BSL-1.0
// A fact is a bool, also an optional one.
//
// change: bool -> int
// words: may_self_connect_is_bool
#include <tenon.hpp>

struct loose : tenon::stream {
    static constexpr /*here*/ bool may_self_connect = true;
};

static_assert(tenon::protocol<loose>);
