// SPDX-License-Identifier: BSL-1.0
// A fact is a constant.
//
// change: static constexpr bool has_urgent_data = true -> using has_urgent_data = std::true_type
// words: has_urgent_data_is_bool
#include <type_traits>

#include <tenon.hpp>

struct loose : tenon::stream {
    /*here*/ static constexpr bool has_urgent_data = true;
};

static_assert(tenon::protocol<loose>);
