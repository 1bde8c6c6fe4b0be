// SPDX-License-Identifier: BSL-1.0
// `runs_over` of a protocol is a template over the family.
//
// change: template <class Family> static -> static
// concept: runs_over_takes_family
#include <tenon.hpp>

struct lines : tenon::stream {
    // clang-format off
    /*here*/ template <class Family> static constexpr bool runs_over = true;
    // clang-format on
};

static_assert(tenon::protocol<lines>);
