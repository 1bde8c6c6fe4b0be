// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <system_error>
#include <utility>

#include <tenon/base/by_exceptions.hpp>
#include <tenon/base/result.hpp>
#include <tenon/loop/task.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Reports an error in place of the value of a task: returns it if `T` is a `result`, and otherwise
/// throws it as `std::system_error`.
template <class T>
TENON_BY_EXCEPTIONS T without_value(failure why) {
    if constexpr (is_result<T>)
        return why;
    else
        detail::bad_access(why.code());
}

}  // namespace detail

/// Runs a task without a loop. Its sockets have a driver that returns results, such as `blocking`,
/// so its operations do not suspend. This is the way to call a function template that is written
/// for every driver. Returns what the task returns, or throws what it throws.
///
/// Errors: `resource_deadlock_would_occur` if the task suspends. The task is then destroyed. The
/// error is returned if `T` is a `result`, and is otherwise thrown as `std::system_error`.
template <class T>
TENON_BY_EXCEPTIONS T run(task<T> work) {
    detail::task_context context;
    task<T> root = std::move(work);  // Destroyed before its context.
    detail::task_access::prepare(root, context).resume();
    if (detail::task_access::is_done(root))
        return detail::task_access::take(root);
    return detail::without_value<T>(failure(std::errc::resource_deadlock_would_occur));
}

}  // namespace v0
}  // namespace tenon
