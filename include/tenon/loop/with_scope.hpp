// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task.hpp>

namespace tenon {
inline namespace v0 {

/// The type of the task that a function makes when it is called with these.
template <class Function, class... Arguments>
using task_value_t = typename std::invoke_result_t<Function, Arguments...>::value_type;

/// Calls `function` with a scope, and ends when both the task that it returns and all that it has spawned there have ended. If
/// an exception leaves that task, the others are asked to stop, and the exception passes when they have ended. Returns what the
/// task returns. Works without a loop too, for tasks that do not wait.
template <std::invocable<scope&> Function>
task<task_value_t<Function, scope&>> with_scope(Function function) {
    scope inner = detail::loop_access::scope_in(co_await detail::current_context());
    auto body = function(inner);
    co_await detail::task_access::until_done(body);
    if (detail::task_access::error(body))
        inner.request_stop();
    co_await detail::loop_access::until_empty(inner);
    if (detail::task_access::error(body))
        detail::loop_access::forget_error(inner);
    detail::loop_access::rethrow(inner);
    co_return detail::task_access::take(body);
}

}  // namespace v0
}  // namespace tenon
