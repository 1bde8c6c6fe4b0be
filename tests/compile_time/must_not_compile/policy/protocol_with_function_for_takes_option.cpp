// SPDX-License-Identifier: BSL-1.0
// Which options a protocol takes is a variable template, and the address of a function is always true.
//
// change: = true; -> () { return true; }
// words: takes_option_is_template
#include <tenon.hpp>

struct loose : tenon::tcp {
    template <class Option>
    static constexpr bool takes_option /*here*/ = true;
};

static_assert(tenon::protocol<loose>);
