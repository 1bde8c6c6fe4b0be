// SPDX-License-Identifier: BSL-1.0
// A fact is a bool.
//
// change: bool -> int
// words: poll_is_reliable_is_bool
#include <tenon.hpp>

struct available_call {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    static constexpr /*here*/ bool poll_is_reliable = true;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
};

static_assert(tenon::socket_call<available_call>);
