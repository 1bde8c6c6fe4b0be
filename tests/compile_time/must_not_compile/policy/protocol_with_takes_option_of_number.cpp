// SPDX-License-Identifier: BSL-1.0
// `takes_option` takes a type. The number of an option is not enough, because another level can
// have the same number.
//
// change: class -> int
// words: takes_option_is_template
#include <tenon.hpp>

struct loose : tenon::tcp {
    template </*here*/ class>
    static constexpr bool takes_option = true;
};

static_assert(tenon::protocol<loose>);
