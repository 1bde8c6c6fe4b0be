// SPDX-License-Identifier: BSL-1.0
// `shutdown_result` is a number.
//
// change: std::ptrdiff_t shutdown_result = 0 -> std::ptrdiff_t* shutdown_result = nullptr
// words: shutdown_result_is_number
#include <tenon.hpp>

struct available_call {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    static constexpr /*here*/ std::ptrdiff_t shutdown_result = 0;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int) const noexcept;
};

static_assert(tenon::socket_call<available_call>);
