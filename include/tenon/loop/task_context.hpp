// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <coroutine>

#include <tenon/loop/waiter.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// What a task and all tasks that it awaits have in common: one of them waits at a time, and they are asked to stop together.
struct task_context {
    /// What happens when the outermost task has ended; returns what is resumed then.
    using function = std::coroutine_handle<> (*)(task_context&) noexcept;

    /// Ends what is waited for, and all that is awaited from now on, with `operation_canceled`.
    void request_stop() noexcept {
        is_stopped = true;
        if (waits != nullptr)
            waits->notify(*waits, notice::stop);
    }

    loop_core* loop = nullptr;  ///< null if no loop runs it
    waiter* waits = nullptr;    ///< what the innermost task waits for, if it is one of ours
    function on_end = nullptr;  ///< null if the outermost task is looked at by the one that runs it
    bool is_stopped = false;
};

/// \concept has_context
/// The promise of one of our tasks. A coroutine of another type is not reached by a request to stop.
template <class Promise>
concept has_context = requires(Promise& promise) {
    { promise.context } -> std::same_as<task_context*&>;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
