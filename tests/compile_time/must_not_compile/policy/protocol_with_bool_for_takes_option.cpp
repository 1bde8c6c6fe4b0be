// SPDX-License-Identifier: BSL-1.0
// `takes_option` of a protocol is a template over the option.
//
// change: template <class> ->
// words: takes_option_is_template
#include <tenon.hpp>

struct loose : tenon::tcp {
    /*here*/ template <class>
    static constexpr bool takes_option = true;
};

static_assert(tenon::protocol<loose>);
