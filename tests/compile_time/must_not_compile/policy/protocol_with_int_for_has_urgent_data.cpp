// SPDX-License-Identifier: BSL-1.0
// A fact is a bool, also an optional one.
//
// change: bool -> int
// words: has_urgent_data_is_bool
#include <tenon.hpp>

struct loose : tenon::stream {
    static constexpr /*here*/ bool has_urgent_data = true;
};

static_assert(tenon::protocol<loose>);
