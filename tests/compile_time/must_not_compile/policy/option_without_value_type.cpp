// SPDX-License-Identifier: BSL-1.0
// An option declares the type of its value.
//
// change: value_type -> its_value_type
// concept: socket_option
// words: value_type
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using /*here*/ value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    int encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::socket_option<mark>);
