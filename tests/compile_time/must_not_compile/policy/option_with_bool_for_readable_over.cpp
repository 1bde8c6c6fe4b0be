// SPDX-License-Identifier: BSL-1.0
// `readable_over` is a template over the family. A constant of that name would not be read.
//
// change: template <class Family> static -> static
// words: readable_over
#include <tenon.hpp>

struct mark {
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PRIORITY;
    using value_type = int;
    using representation = int;
    template <class Protocol, class Family>
    static constexpr bool applies_to = true;
    // clang-format off
    /*here*/ template <class Family> static constexpr bool readable_over = true;
    // clang-format on

    int encode() const { return value; }
    static int decode(int given) { return given; }

    int value;
};

static_assert(tenon::readable_over<mark, tenon::ipv4>);
