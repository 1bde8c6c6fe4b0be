// SPDX-License-Identifier: BSL-1.0
// An option declares where it applies.
//
// change: applies_to -> its_applies_to
// concept: says_applies_to
// words: applies_to
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool /*here*/ applies_to = true;

    int encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::applies_to<mark, tenon::tcp, tenon::ipv4>);
