// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <coroutine>
#include <cstdint>
#include <system_error>
#include <utility>

#include <tenon/base/duration.hpp>
#include <tenon/base/limit.hpp>
#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/limited_wait.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Waits for a time, or for the task's turn in the loop's queue.
class sleeping : limited_wait {
public:
    /// Waits for the task's turn in the loop's queue.
    sleeping() noexcept : limited_wait(&on_notice, nullptr), yields_(true) {}
    /// Sleeps until the deadline of `slept`, unless one of `limits` ends the wait before.
    sleeping(const limit_set& slept, limit_set limits) noexcept
        : limited_wait(&on_notice, nullptr),
          limits_(std::move(limits)),
          at_deadline_(limits_.nanoseconds() < slept.nanoseconds() ? ETIMEDOUT : 0) {
        limits_.end_within(slept.nanoseconds());
    }
    ~sleeping() {
        if (previous != nullptr)
            waiter_list::remove(*this);
    }

    template <class Promise>
        requires has_context<Promise>
    [[nodiscard]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        if (!enter(by)) {
            error = ECANCELED;
            return false;
        }
        loop_ = context == nullptr ? nullptr : context->loop;
        if (loop_ == nullptr) {
            error = ENOTSUP;
            return false;
        }
        if (yields_) {
            loop_->enqueue(*this, 0);
        } else if (error = begin(); error != 0) {
            error = error == ETIMEDOUT ? at_deadline_ : error;
            return false;
        }
        enter_context();
        return true;
    }
    [[nodiscard]] result<void> take() const noexcept {
        if (error != 0)
            return failure(error);
        return {};
    }

    [[nodiscard]] awaited<sleeping> operator co_await() && noexcept { return {*this}; }

private:
    [[nodiscard]] int begin() noexcept {
        if (!set_limits(std::move(limits_)))
            return ENOMEM;
        // The clock is read again: the sleep counts from now, and not from the beginning of the
        // turn.
        loop_->forget_time();
        if (const int refused = begin_limits(); refused != 0)
            return refused;
        return arm_limits();
    }
    static void on_notice(waiter& notified, notice why) noexcept {
        auto& self = static_cast<sleeping&>(notified);
        if (why == notice::stop) {
            self.end_limits();
            self.error = ECANCELED;
            if (self.previous == nullptr)
                self.loop_->enqueue(self, ECANCELED);
            return;
        }
        // A sleep that failed to begin keeps its limits until the end of the expression. A limit
        // that expires then is ignored.
        if (!self.is_suspended())
            return;
        if (why == notice::limit && self.error == ETIMEDOUT)
            self.error = self.at_deadline_;
        self.resume();
    }

    limit_set limits_;
    int at_deadline_ = 0;  // The result at the deadline: ETIMEDOUT if a limit set it, otherwise 0.
    bool yields_ = false;
};

}  // namespace detail

/// Waits for `duration`, while the other tasks of the loop run.
///
/// Errors: `operation_canceled` if a stop is requested of the task or by a token; `timed_out` if a
/// limit expires first; `operation_not_supported` if no loop runs the task.
template <duration_like Duration, limit... Limits>
    requires few_limits<Limits...>
[[nodiscard]] detail::sleeping sleep(const Duration& duration, const Limits&... limits) noexcept {
    return {limit_set(within(duration)), limit_set(limits...)};
}
/// Waits as `sleep` does, until a time on a clock. The clock is read when this function is called.
template <time_point_like Time, limit... Limits>
    requires few_limits<Limits...>
[[nodiscard]] detail::sleeping sleep_until(const Time& time, const Limits&... limits) noexcept {
    return {limit_set(until(time)), limit_set(limits...)};
}
/// Lets the other tasks that can continue run first.
///
/// Errors: `operation_canceled` if the task is asked to stop; `operation_not_supported` if no loop
/// runs the task.
[[nodiscard]] inline detail::sleeping yield() noexcept {
    return {};
}

}  // namespace v0
}  // namespace tenon
