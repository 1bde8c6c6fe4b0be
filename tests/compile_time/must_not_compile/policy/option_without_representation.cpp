// SPDX-License-Identifier: BSL-1.0
// An option declares its representation.
//
// change: representation -> its_representation
// concept: socket_option
// words: representation
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using /*here*/ representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    int encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::socket_option<mark>);
