// SPDX-License-Identifier: BSL-1.0
// A fact is a bool, also an optional one.
//
// change: bool -> int
// words: makes_pairs_is_bool
#include <tenon.hpp>

struct street {
    static constexpr int domain = AF_INET;
    static constexpr /*here*/ bool makes_pairs = true;
    using endpoint = tenon::basic_endpoint<street, ::sockaddr_in>;
};

static_assert(tenon::family<street>);
