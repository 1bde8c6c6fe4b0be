// SPDX-License-Identifier: BSL-1.0
// A state declares its facts in one constant.
//
// change: facts -> its_facts
// concept: socket_state
// words: facts
#include <tenon.hpp>

struct greeting {
    static constexpr tenon::state_facts /*here*/ facts{.may_send = true, .may_receive = true};
};

static_assert(tenon::socket_state<greeting>);
