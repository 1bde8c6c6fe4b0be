// SPDX-License-Identifier: BSL-1.0
// An option has `decode`, which makes a value of the representation.
//
// change: decode -> its_decode
// concept: socket_option
// words: decode
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    int encode() const { return value; }
    static int /*here*/ decode(int given) { return given; }

    int value;
};

static_assert(tenon::socket_option<mark>);
