// SPDX-License-Identifier: BSL-1.0
// `is_empty` of a call takes no count, because it is called before the call is made.
//
// change: () -> (std::ptrdiff_t count)
// words: is_empty_takes_nothing
#include <tenon.hpp>

struct available_call {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    bool is_empty /*here*/ () const noexcept;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
};

static_assert(tenon::socket_call<available_call>);
