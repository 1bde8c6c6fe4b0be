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

/// An error in place of what a task returns: as the result, if that is one, or else as `std::system_error`.
template <class T>
TENON_BY_EXCEPTIONS T without_value(failure why) {
    if constexpr (is_result<T>)
        return why;
    else
        detail::bad_access(why.code());
}

}  // namespace detail

/// Runs a task without a loop: one whose operations do not wait for it, since their sockets have the driver `blocking`. It is
/// the way to use a function template that is written for every driver. Returns what the task returns, and throws what it
/// throws. If it waits, it is destroyed, and the error is `resource_deadlock_would_occur`: as the result, if `T` is one, or
/// else by `std::system_error`.
template <class T>
TENON_BY_EXCEPTIONS T run(task<T> work) {
    detail::task_context context;
    task<T> root = std::move(work);  // It ends before its context.
    detail::task_access::start(root, context);
    if (detail::task_access::is_done(root))
        return detail::task_access::take(root);
    return detail::without_value<T>(failure(std::errc::resource_deadlock_would_occur));
}

}  // namespace v0
}  // namespace tenon
