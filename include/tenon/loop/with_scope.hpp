// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task.hpp>

namespace tenon {
inline namespace v0 {

/// The type of the value of the task that a function returns when it is called with `Arguments`.
template <class Function, class... Arguments>
using task_value_t = typename std::invoke_result_t<Function, Arguments...>::value_type;

namespace detail {

/// Calls the function inside a task, so that an exception of the call itself is handled like an
/// exception of the function's task.
template <class T, class Function>
task<T> called(Function& function, scope& inner) {
    co_return co_await function(inner);
}
/// Runs the function's task, and then waits for the tasks of its scope.
template <class T>
task<void> run_in(scope& inner, task<T>& body) {
    co_await task_access::until_done(body);
    const bool threw_first = task_access::error(body) && !loop_access::has_error(inner);
    if (threw_first)
        inner.request_stop();
    co_await loop_access::until_empty(inner);
    if (threw_first)
        loop_access::forget_error(inner);
}

}  // namespace detail

/// Calls `function` with a scope, and ends when the task that the function returns and all tasks of
/// the scope have ended. The function, with its captures, is kept until then. Works without a loop,
/// too, for tasks that do not wait.
///
/// Returns what the function's task returns. If an exception leaves one of these tasks, the others
/// are asked to stop, and the exception is thrown when all have ended.
template <std::invocable<scope&> Function>
task<task_value_t<Function, scope&>> with_scope(Function function) {
    const detail::task_context* const context = co_await detail::current_context();
    scope inner = detail::loop_access::scope_in(context);
    auto body = detail::called<task_value_t<Function, scope&>>(function, inner);
    // The function's task runs in a scope of its own, since `inner.request_stop()` must not stop
    // it.
    scope outer = detail::loop_access::scope_in(context);
    detail::loop_access::stop_too(outer, inner);
    outer.spawn(detail::run_in(inner, body));
    co_await detail::loop_access::until_empty(outer);
    detail::loop_access::rethrow(inner);
    co_return detail::task_access::take(body);
}

}  // namespace v0
}  // namespace tenon
