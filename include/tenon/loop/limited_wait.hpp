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

/// Base of all waits of a coroutine in a loop. A wait can have limits, and a stop request for the
/// task reaches it.
class limited_wait : public waiter {
    std::uint8_t holds_ = 0;  // First: it lies in the tail padding of the base class.

protected:
    std::uint32_t owner_ : 24;  // `slot::owner` of the descriptor when the operation was queued.

public:
    limited_wait(const limited_wait&) = delete;
    limited_wait& operator=(const limited_wait&) = delete;

protected:
    /// The part of a system that `limit_set::begin` needs: the time on the loop's clock.
    struct clock {
        loop_core& loop;
        [[nodiscard]] std::int64_t now() const noexcept { return loop.now(); }
    };

    limited_wait(function by, loop_core* loop) noexcept : waiter(by), loop_(loop) {}
    limited_wait(for_now now, function by, loop_core* loop) noexcept
        : waiter(now, by), loop_(loop) {}
    ~limited_wait() {
        if (holds_anything()) [[unlikely]]
            clean_up();
    }

    /// Stores the coroutine that waits and its context. Returns false if its task is asked to stop.
    template <class Promise>
    [[nodiscard]] bool enter(std::coroutine_handle<Promise> by) noexcept {
        caller = by.address();
        context = context_of(by);
        return context == nullptr || !context->is_stopped;
    }
    /// Returns the context of the coroutine; null if it has none.
    template <class Promise>
    [[nodiscard, gnu::always_inline]] static task_context* context_of(
        std::coroutine_handle<Promise> by) noexcept {
        if constexpr (has_context<Promise>)
            return by.promise().context;
        else
            return nullptr;
    }

    /// Stores the limits in a block of the loop. Returns false if there is no memory.
    [[nodiscard]] bool set_limits(limit_set&& limits) noexcept {
        block_ = loop_->take_block(*this, std::move(limits));
        if (block_ == nullptr)
            return false;
        holds_ = static_cast<std::uint8_t>(holds_ | limits_taken);
        return true;
    }
    /// Starts the limits, if there are any. Returns 0, or the error that forbids an attempt.
    [[nodiscard, gnu::always_inline]] int begin_limits() noexcept {
        return block_ == nullptr ? 0 : begin_block();
    }
    /// As `begin_limits`, for a wait that has limits.
    [[nodiscard, gnu::noinline]] int begin_block() noexcept {
        // If the timer is in the heap, it is postponed at once, although the operation may not have
        // to wait: that costs less than to arm it later.
        limit_block& block = *block_;
        if (const std::int64_t now = loop_->known_time(); now >= 0) [[likely]]
            if (const std::int64_t deadline = block.limits.begin_duration(now); deadline > 0)
                [[likely]] {
                static_cast<void>(loop_->timers().put_off(block, deadline));
                return 0;
            }
        return begin_any();
    }
    [[nodiscard]] bool has_limits() const noexcept { return block_ != nullptr; }
    /// Returns true only if `arm_limits` would do nothing.
    [[nodiscard]] bool is_armed() const noexcept { return block_ == nullptr || block_->is_armed(); }
    /// Returns whether the limits allow one attempt and no wait.
    [[nodiscard]] bool may_not_wait() const noexcept {
        return block_ != nullptr && block_->limits.has_come();
    }

    /// Arms the timer and subscribes to the stop tokens, if there are limits. Returns 0, or the
    /// errno with which the wait ends at once.
    [[nodiscard]] int arm_limits() noexcept { return block_ == nullptr ? 0 : arm_block(); }
    /// Begins the next pause between two attempts. It ends at the deadline if that comes first, and
    /// a last attempt follows. Returns 0, or an errno: ETIMEDOUT after the last attempt.
    [[nodiscard, gnu::noinline, gnu::cold]] int begin_pause() noexcept {
        if (block_ == nullptr && !set_limits(limit_set()))
            return ENOMEM;
        const std::int64_t now = loop_->now();
        const std::int64_t left =
            block_->limits.has_deadline() ? block_->limits.left(now) : endless;
        if (left <= 0)
            return ETIMEDOUT;
        const std::int64_t pause = block_->pause.next();
        block_->pauses = true;
        if (!loop_->timers().arm(*block_, now + (left < pause ? left : pause)))
            return ENOMEM;
        return block_->limits.stops() == 0 || block_->subscribed ? 0 : loop_->watch(*block_);
    }
    /// Returns whether the pause has ended. If not, a `notice::event` came from the descriptor.
    [[nodiscard]] bool pause_has_ended() const noexcept { return !block_->pauses; }
    void end_limits() noexcept {
        give_block_back();
        holds_ = static_cast<std::uint8_t>(holds_ & ~limits_taken);
    }

    /// Returns whether the coroutine is suspended in this wait.
    [[nodiscard]] bool is_suspended() const noexcept { return (holds_ & suspended) != 0; }
    /// Returns whether the coroutine is suspended in this wait, or the wait holds limits.
    [[nodiscard]] bool holds_anything() const noexcept { return holds_ != 0; }

    /// Marks the coroutine as suspended in this wait.
    [[gnu::always_inline]] void enter_context() noexcept {
        holds_ = static_cast<std::uint8_t>(holds_ | suspended);
        if (context != nullptr)
            context->waits = this;
    }
    /// Ends the wait and resumes the coroutine, which may destroy this object.
    [[gnu::always_inline]] void resume() noexcept { end_wait().resume(); }
    /// Ends the wait. Returns the coroutine, which the caller resumes.
    [[nodiscard, gnu::always_inline]] std::coroutine_handle<> end_wait() noexcept {
        give_block_back();
        // Only one task of a context waits at a time, so the wait to clear is this one.
        if (context != nullptr)
            context->waits = nullptr;
        holds_ = 0;
        return std::coroutine_handle<>::from_address(caller);
    }

    loop_core* loop_;

private:
    // The bits of `holds_`: what the destructor has to undo.
    static constexpr std::uint8_t suspended = 1;
    static constexpr std::uint8_t limits_taken = 2;

    void give_block_back() noexcept {
        if (block_ != nullptr)
            loop_->give_back(*std::exchange(block_, nullptr));
    }
    [[gnu::noinline, gnu::cold]] void clean_up() noexcept {
        end_limits();
        // If the coroutine is not suspended here, the task may have ended, and its context with it:
        // an operation can be awaited by a task that ends before the operation is destroyed.
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
