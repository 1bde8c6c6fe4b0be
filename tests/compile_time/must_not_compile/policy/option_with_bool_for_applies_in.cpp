// SPDX-License-Identifier: BSL-1.0
// `applies_in` is a template over the state. A constant of that name would not be read.
//
// change: template <class State> static -> static
// words: applies_in
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
    // clang-format off
    /*here*/ template <class State> static constexpr bool applies_in = true;
    // clang-format on

    int encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::applies_in<mark, tenon::opened>);
