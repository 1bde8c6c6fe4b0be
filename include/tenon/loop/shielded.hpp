// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>
#include <utility>

#include <tenon/loop/task.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Runs a task in a context of its own. It is not moved once the task has begun.
template <class T>
class shield {
public:
    explicit shield(task<T>&& work) noexcept : work_(std::move(work)) {}
    shield(const shield&) = delete;
    shield& operator=(const shield&) = delete;

    struct awaiter {
        shield& of;
        [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
        template <class Promise>
        [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> caller) const {
            return of.begin(caller);
        }
        T await_resume() const { return task_access::take(of.work_); }
    };
    [[nodiscard]] awaiter operator co_await() && noexcept { return {*this}; }

private:
    template <class Promise>
    [[nodiscard]] bool begin(std::coroutine_handle<Promise> caller) {
        if constexpr (has_context<Promise>)
            if (caller.promise().context != nullptr)
                context_.loop = caller.promise().context->loop;
        return task_access::start_for(work_, context_, caller);
    }

    task_context context_;
    task<T> work_;  // It ends before its context.
};

}  // namespace detail

/// Runs a task that a request to stop does not reach, also if it came before: to say goodbye to a peer. Give its operations
/// limits, since nothing else ends them.
template <class T>
[[nodiscard]] detail::shield<T> shielded(task<T> work) noexcept {
    return detail::shield<T>(std::move(work));
}

}  // namespace v0
}  // namespace tenon
