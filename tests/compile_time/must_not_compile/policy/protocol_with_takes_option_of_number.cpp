// SPDX-License-Identifier: BSL-1.0
// Options are types: the name of one is not enough, since another level may have it too.
//
// change: class -> int
// words: takes_option_is_template
#include <tenon.hpp>

struct loose : tenon::tcp {
    template </*here*/ class>
    static constexpr bool takes_option = true;
};

static_assert(tenon::protocol<loose>);
