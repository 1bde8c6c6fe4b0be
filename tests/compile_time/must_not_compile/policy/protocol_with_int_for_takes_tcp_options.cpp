// SPDX-License-Identifier: BSL-1.0
// A fact is a bool, also an optional one.
//
// change: bool -> int
// words: takes_tcp_options_is_bool
#include <tenon.hpp>

struct loose : tenon::stream {
    static constexpr /*here*/ bool takes_tcp_options = true;
};

static_assert(tenon::protocol<loose>);
