// SPDX-License-Identifier: BSL-1.0
// A fact outside the constant `facts` would not be read.
//
// change: tenon::state_facts facts{.base = &tenon::connected::facts, .may_shut_down = false} -> bool may_shut_down = false
// concept: !has_separate_facts
#include <tenon.hpp>

struct greeting : tenon::connected {
    static constexpr /*here*/ tenon::state_facts facts{.base = &tenon::connected::facts, .may_shut_down = false};
};

static_assert(tenon::socket_state<greeting>);
