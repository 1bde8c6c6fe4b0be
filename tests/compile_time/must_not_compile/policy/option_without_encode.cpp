// SPDX-License-Identifier: BSL-1.0
// An option has `encode`, which makes the representation of its value.
//
// change: encode -> its_encode
// concept: socket_option
// words: encode
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;

    int /*here*/ encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::socket_option<mark>);
