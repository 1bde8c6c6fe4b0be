// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <coroutine>

#include <tenon/loop/waiter.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The state that a task shares with all tasks that it awaits. Only one of them waits at a time,
/// and a stop request reaches all of them.
struct task_context {
    /// Called when the outermost task has ended; it may destroy the task.
    using function = void (*)(task_context&) noexcept;

    task_context() noexcept = default;
    task_context(const task_context&) = delete;
    task_context& operator=(const task_context&) = delete;
    /// Ends a wait that outlives the tasks: an operation in an expression of another coroutine. No
    /// coroutine is resumed.
    ~task_context() {
        if (waits != nullptr) {
            waits->caller = std::noop_coroutine().address();
            waits->context = nullptr;
            waits->notify(*waits, notice::stop);
        }
    }

    /// Requests a stop. The current wait, and every later one, ends with `operation_canceled`. (A
    /// wait for the tasks of a scope stops these tasks instead.)
    void request_stop() noexcept {
        is_stopped = true;
        if (waits != nullptr)
            waits->notify(*waits, notice::stop);
    }

    loop_core* loop = nullptr;  ///< null if no loop runs the tasks
    waiter* waits = nullptr;    ///< the innermost task's wait in a loop or scope, or null
    function on_end = nullptr;  ///< null if the code that starts the task checks for its end
    bool is_stopped = false;
};

/// \concept has_context
/// The promise of a `task`. The promise of another coroutine type has no context, so a stop request
/// does not reach such a coroutine.
template <class Promise>
concept has_context = requires(Promise& promise) {
    { promise.context } -> std::same_as<task_context*&>;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
