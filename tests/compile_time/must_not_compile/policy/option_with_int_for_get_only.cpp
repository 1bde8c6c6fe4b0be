// SPDX-License-Identifier: BSL-1.0
// A fact is a bool, also an optional one.
//
// change: bool -> int
// words: get_only_is_bool
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
    static constexpr /*here*/ bool get_only = true;

    int encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::socket_option<mark>);
