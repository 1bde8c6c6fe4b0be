// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>
#include <utility>

#include <tenon/loop/task.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Runs a task in a context of its own, which stop requests for the awaiting task do not reach. It
/// cannot be moved, since the task points to the context.
template <class T>
class shield_awaiter {
public:
    explicit shield_awaiter(task<T>&& work) noexcept : work_(std::move(work)) {}
    shield_awaiter(const shield_awaiter&) = delete;
    shield_awaiter& operator=(const shield_awaiter&) = delete;

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> caller) {
        if constexpr (has_context<Promise>)
            if (caller.promise().context != nullptr)
                context_.loop = caller.promise().context->loop;
        return task_access::start_for(work_, context_, caller);
    }
    T await_resume() { return task_access::take(work_); }

private:
    task_context context_;
    task<T> work_;  // Destroyed before its context.
};

/// The awaitable that `shielded` returns: holds the task until it is awaited.
template <class T>
class shield {
public:
    explicit shield(task<T>&& work) noexcept : work_(std::move(work)) {}

    [[nodiscard]] shield_awaiter<T> operator co_await() && noexcept {
        return shield_awaiter<T>(std::move(work_));
    }

private:
    task<T> work_;
};

}  // namespace detail

/// Runs a task that stop requests do not reach, even if the awaiting task has already been asked to
/// stop: for example, to send a last message to a peer. Give the operations of the task limits,
/// since a stop request does not end them.
template <class T>
[[nodiscard]] detail::shield<T> shielded(task<T> work) noexcept {
    return detail::shield<T>(std::move(work));
}

}  // namespace v0
}  // namespace tenon
