// SPDX-License-Identifier: BSL-1.0
// `is_short` of a call takes the count that was returned.
//
// change: std::ptrdiff_t count ->
// words: is_short_takes_count
#include <tenon.hpp>

struct available_call {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    bool is_short(/*here*/ std::ptrdiff_t count) const noexcept;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
};

static_assert(tenon::socket_call<available_call>);
