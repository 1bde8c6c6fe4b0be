// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <coroutine>
#include <cstdint>
#include <utility>

#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/loop/loop_core.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The base of what a coroutine waits for in a loop: it can be given limits, and be reached by a request to stop.
class limited_wait : public waiter {
    unsigned short holds_ = 0;  // First, where the base leaves room for it.

protected:
    std::uint16_t owner_;  // Of the descriptor, for what waits for its turn without a place in the slot.

public:
    limited_wait(const limited_wait&) = delete;
    limited_wait& operator=(const limited_wait&) = delete;

protected:
    /// As a system, of which limits need the time alone.
    struct clock {
        loop_core& loop;
        [[nodiscard]] std::int64_t now() const noexcept { return loop.now(); }
    };

    limited_wait(function by, loop_core* loop) noexcept : waiter(by), loop_(loop) {}
    limited_wait(for_now now, function by, loop_core* loop) noexcept : waiter(now, by), loop_(loop) {}
    ~limited_wait() {
        if (holds_anything()) [[unlikely]]
            let_go();
    }

    /// Returns false if the task of the coroutine has been asked to stop.
    template <class Promise>
    [[nodiscard]] bool enter(std::coroutine_handle<Promise> by) noexcept {
        caller = by.address();
        context = context_of(by);
        return context == nullptr || !context->is_stopped;
    }
    /// The context of the task that awaits it; null if it is not one of ours.
    template <class Promise>
    [[nodiscard, gnu::always_inline]] static task_context* context_of(std::coroutine_handle<Promise> by) noexcept {
        if constexpr (has_context<Promise>)
            return by.promise().context;
        else
            return nullptr;
    }

    /// Returns false if there is no memory.
    [[nodiscard]] bool set_limits(limit_set&& limits) noexcept {
        block_ = loop_->take_block(*this, std::move(limits));
        if (block_ == nullptr)
            return false;
        holds_ = static_cast<unsigned short>(holds_ | limits_taken);
        return true;
    }
    /// The limits count from now on. Returns 0, or why there is no attempt.
    [[nodiscard, gnu::always_inline]] int begin_limits() noexcept { return block_ == nullptr ? 0 : begin_block(); }
    /// The same, if it has limits.
    [[nodiscard, gnu::noinline]] int begin_block() noexcept {
        // A timer that has been put off already, for a wait that may not come, costs less than one that is armed later.
        limit_block& block = *block_;
        if (const std::int64_t now = loop_->known_time(); now >= 0) [[likely]]
            if (const std::int64_t deadline = block.limits.begin_duration(now); deadline > 0) [[likely]] {
                static_cast<void>(loop_->timers().put_off(block, deadline));
                return 0;
            }
        return begin_any();
    }
    [[nodiscard]] bool has_limits() const noexcept { return block_ != nullptr; }
    /// Whether nothing is left to be armed.
    [[nodiscard]] bool is_armed() const noexcept { return block_ == nullptr || block_->is_armed(); }
    /// Whether there is one attempt, and no waiting.
    [[nodiscard]] bool may_not_wait() const noexcept { return block_ != nullptr && block_->limits.has_come(); }

    /// Arms what ends the waiting. Returns 0, or why it does not begin.
    [[nodiscard]] int arm_limits() noexcept { return block_ == nullptr ? 0 : arm_block(); }
    /// Waits for the next pause between two attempts, unless a limit comes first. Returns 0, or an errno.
    [[nodiscard, gnu::noinline, gnu::cold]] int begin_pause() noexcept {
        if (block_ == nullptr && !set_limits(limit_set()))
            return ENOMEM;
        const std::int64_t now = loop_->now();
        const std::int64_t left = block_->limits.has_deadline() ? block_->limits.left(now) : endless;
        const std::int64_t pause = block_->pause.next();
        block_->pauses = true;
        block_->ends_with_pause = left <= pause;
        if (!loop_->timers().arm(*block_, now + (left < pause ? left : pause)))
            return ENOMEM;
        return block_->limits.stops() == 0 || block_->subscribed ? 0 : loop_->watch(*block_);
    }
    /// Whether a pause is over, and not an event that comes meanwhile.
    [[nodiscard]] bool pause_has_ended() const noexcept { return !block_->pauses; }
    void end_limits() noexcept {
        give_block_back();
        holds_ = static_cast<unsigned short>(holds_ & ~limits_taken);
    }

    /// Whether the coroutine waits for this.
    [[nodiscard]] bool is_suspended() const noexcept { return (holds_ & suspended) != 0; }
    /// Whether the coroutine waits for this, or it has limits.
    [[nodiscard]] bool holds_anything() const noexcept { return holds_ != 0; }

    /// The coroutine is suspended, and waits.
    [[gnu::always_inline]] void enter_context() noexcept {
        holds_ = static_cast<unsigned short>(holds_ | suspended);
        if (context != nullptr)
            context->waits = this;
    }
    /// Resumes the coroutine, which may destroy this.
    [[gnu::always_inline]] void resume() noexcept { wait_no_more().resume(); }
    /// The waiting has ended. Returns the coroutine, which is to be resumed.
    [[nodiscard, gnu::always_inline]] std::coroutine_handle<> wait_no_more() noexcept {
        give_block_back();
        // One waits at a time.
        if (context != nullptr)
            context->waits = nullptr;
        holds_ = 0;
        return std::coroutine_handle<>::from_address(caller);
    }

    loop_core* loop_;

private:
    // What there is to let go of at the end.
    static constexpr unsigned short suspended = 1;
    static constexpr unsigned short limits_taken = 2;

    void give_block_back() noexcept {
        if (block_ != nullptr)
            loop_->give_back(*std::exchange(block_, nullptr));
    }
    [[gnu::noinline, gnu::cold]] void let_go() noexcept {
        end_limits();
        // Otherwise the task may have ended before this: an operation can be handed to another task, which awaits it.
        if (is_suspended() && context != nullptr && context->waits == this)
            context->waits = nullptr;
    }
    [[nodiscard, gnu::noinline]] int begin_any() noexcept {
        if (block_->limits.is_exact())
            loop_->forget_time();
        block_->limits.begin(clock{*loop_});
        return detail::narrow_cast<int>(-block_->limits.refusal());
    }
    [[nodiscard, gnu::noinline]] int arm_block() noexcept {
        if (block_->limits.has_come())
            return ETIMEDOUT;
        if (block_->limits.has_deadline() && !block_->is_armed()) {
            const std::int64_t now = loop_->now();
            if (!loop_->timers().arm(*block_, now + block_->limits.left(now)))
                return ENOMEM;
        }
        return block_->limits.stops() == 0 || block_->subscribed ? 0 : loop_->watch(*block_);
    }

    limit_block* block_ = nullptr;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
