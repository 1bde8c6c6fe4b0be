// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <utility>

#include <tenon/concepts/call.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/loop/slot_table.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Makes the calls of an operation under an event loop, one after the other, until one of them has
/// to wait. The operation hands them to it (see `proceed`).
template <class Pending>
struct pending_attempt {
    using loop_type = typename Pending::loop_type;
    using after = typename Pending::after;
    static constexpr bool answers_at_once = true;
    static constexpr bool is_inlined = true;

    Pending& self;
    bool is_notified;  ///< an event has reported that the call may be made
    bool is_limited;   ///< the operation may have limits

    [[nodiscard]] std::int64_t now() const noexcept { return self.loop().now(); }
    /// Returns whether the call was in a list for something other than the descriptor, such as a
    /// buffer of a pool, and now has its turn.
    template <class Call>
    [[nodiscard]] static bool has_turn([[maybe_unused]] const Call& call) noexcept {
        if constexpr (requires { call.has_turn(); })
            return call.has_turn();
        else
            return false;
    }
    template <class Call>
    [[gnu::always_inline]] call_outcome<returned_t<Call, typename loop_type::system_type>>
    operator()(Call& call) {
        constexpr call_facts facts = facts_of<Call>;
        if constexpr (facts.never_waits)
            return {call(self.loop().system(), self.descriptor_, 0)};
        constexpr unsigned direction = loop_type::direction_of(Call::waits_for);
        if (!is_notified) {
            const slot& at = self.loop().slot_of(self.descriptor_);
            if constexpr (facts.polls_first) {
                if (!self.is_ready(at, Call::waits_for))
                    return self.wait(direction, after::waiting);
            } else if constexpr (facts.restartable) {
                // A call that is not restartable is made anyway: EAGAIN is one of its results.
                if (at.has(slot::idle(direction)) && !(is_limited && self.may_not_wait()) &&
                    !detail::is_empty(call) && !has_turn(call))
                    return self.wait(direction, after::waiting, is_limited);
            }
            // An operation that may not wait does not yield to other tasks.
            if (!self.loop_->spend() && !self.may_not_wait()) [[unlikely]]
                return self.wait(direction, after::yielding);
        }
        const auto returned = call(self.loop().system(), self.descriptor_, 0);
        if (detail::count_of(returned) < 0) [[unlikely]]
            return self.after_error(call, returned, std::exchange(is_notified, false));
        is_notified = false;
        return self.done(call, returned);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
