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

/// Something that happens once: tasks of one loop wait for it, and go on when it is set, or at once if it is.
class event {
public:
    class waiting;

    event() noexcept = default;
    event(const event&) = delete;
    event& operator=(const event&) = delete;
    /// What waits ends with `operation_canceled`.
    ~event();

    /// It has happened: all that wait go on, each when its turn comes.
    void set() noexcept;
    /// It has not happened.
    void reset() noexcept { is_set_ = false; }
    [[nodiscard]] bool is_set() const noexcept { return is_set_; }

    /// Waits until it is set.
    /// Errors: `timed_out`; `operation_canceled` if the task is asked to stop; `resource_deadlock_would_occur` if no loop runs
    /// it.
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] waiting wait(const Limits&... limits) noexcept;

private:
    bool is_set_ = false;
    detail::waiter_list waiting_;
};

/// What `event::wait` returns, to be awaited.
class event::waiting : detail::listed_wait {
public:
    waiting(event& awaited, limit_set&& limits) noexcept : listed_wait(&on_notice, std::move(limits)), event_(awaited) {}

    /// For `co_await`: what `await_suspend` does.
    template <class Promise>
        requires detail::has_context<Promise>
    [[nodiscard]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        return begin_in(by) && !event_.is_set_ && wait_in(event_.waiting_);
    }
    /// For `co_await`: what `await_resume` does.
    [[nodiscard]] result<void> take() const noexcept {
        if (error != 0)
            return failure(error);
        return {};
    }
    [[nodiscard]] detail::awaited<waiting> operator co_await() && noexcept { return {*this}; }

private:
    friend event;
    static void on_notice(detail::waiter& notified, detail::notice why) noexcept { static_cast<waiting&>(notified).on(why); }
    /// Ends the waiting of all in a list.
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
