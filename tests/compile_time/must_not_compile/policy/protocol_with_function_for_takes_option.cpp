// SPDX-License-Identifier: BSL-1.0
// `takes_option` is a variable template. The address of a function template would always be true.
//
// change: = true; -> () { return true; }
// words: takes_option_is_template
#include <tenon.hpp>

struct loose : tenon::tcp {
    template <class Option>
    static constexpr bool takes_option /*here*/ = true;
};

static_assert(tenon::protocol<loose>);
