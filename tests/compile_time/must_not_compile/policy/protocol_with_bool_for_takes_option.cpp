// SPDX-License-Identifier: BSL-1.0
// Which options a protocol takes depends on the option: a template says so.
//
// change: template <class> ->
// words: takes_option_is_template
#include <tenon.hpp>

struct loose : tenon::tcp {
    /*here*/ template <class>
    static constexpr bool takes_option = true;
};

static_assert(tenon::protocol<loose>);
