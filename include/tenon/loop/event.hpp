// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <coroutine>
#include <system_error>
#include <utility>

#include <tenon/base/limit_set.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/listed_wait.hpp>
#include <tenon/loop/task_context.hpp>
#include <tenon/loop/waiter.hpp>

namespace tenon {
inline namespace v0 {

/// An event that tasks of one loop can wait for. When it is set, the tasks that wait continue. A
/// task that waits later continues at once, until `reset`.
/// Thread safety: only the thread that runs the loop may use an event.
class event {
public:
    class waiting;

    event() noexcept = default;
    event(const event&) = delete;
    event& operator=(const event&) = delete;
    /// Operations that wait end with `operation_canceled`.
    ~event();

    /// Sets the event. All tasks that wait continue, each when its turn in the loop comes.
    void set() noexcept;
    /// Clears the event. A task that waits from now on waits for the next `set`.
    void reset() noexcept { is_set_ = false; }
    [[nodiscard]] bool is_set() const noexcept { return is_set_; }

    /// Waits until the event is set.
    ///
    /// Errors: `timed_out`; `operation_canceled` if a stop is requested of the task or by a token,
    /// or if the event is destroyed; `resource_deadlock_would_occur` if the event is not set and no
    /// loop runs the task.
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] waiting wait(const Limits&... limits) noexcept;

private:
    bool is_set_ = false;
    detail::waiter_list waiting_;
};

/// The awaitable that `event::wait` returns.
class event::waiting : detail::listed_wait {
public:
    /// Waits for `awaited`.
    waiting(event& awaited, limit_set&& limits) noexcept
        : listed_wait(&on_notice, std::move(limits)), event_(awaited) {}

    /// Implements `await_suspend` of `co_await`.
    template <class Promise>
        requires detail::has_context<Promise>
    [[nodiscard]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        return begin_in(by) && !event_.is_set_ && wait_in(event_.waiting_);
    }
    /// Implements `await_resume` of `co_await`.
    [[nodiscard]] result<void> take() const noexcept {
        if (error != 0)
            return failure(error);
        return {};
    }
    [[nodiscard]] detail::awaited<waiting> operator co_await() && noexcept { return {*this}; }

private:
    friend event;
    static void on_notice(detail::waiter& notified, detail::notice why) noexcept {
        static_cast<waiting&>(notified).on(why);
    }
    /// Ends all waits in a list, with the error `why` or 0.
    static void end_all(detail::waiter_list& list, int why) noexcept {
        while (!list.empty())
            static_cast<waiting&>(list.pop_front()).put_in_queue(why);
    }

    event& event_;
};

inline event::~event() {
    waiting::end_all(waiting_, ECANCELED);
}

inline void event::set() noexcept {
    is_set_ = true;
    waiting::end_all(waiting_, 0);
}

template <limit... Limits>
    requires few_limits<Limits...>
event::waiting event::wait(const Limits&... limits) noexcept {
    return {*this, limit_set(limits...)};
}

}  // namespace v0
}  // namespace tenon
