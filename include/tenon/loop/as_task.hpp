// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include <tenon/loop/task.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

template <class Awaitable>
struct awaited_value;
template <class Awaitable>
    requires requires(Awaitable&& awaitable) {
        std::forward<Awaitable>(awaitable).operator co_await().await_resume();
    }
struct awaited_value<Awaitable> {
    using type = decltype(std::declval<Awaitable>().operator co_await().await_resume());
};

}  // namespace detail

/// \concept awaitable
/// Can be awaited with `co_await`: a task, an operation under an event loop, a `result`.
/// The least to supply: a member `operator co_await() &&`, which returns an awaiter.
/// Models: `task<int>`. Near miss: an lvalue of such a type; it must be moved, with `std::move`.
template <class Awaitable>
concept awaitable = !std::is_lvalue_reference_v<Awaitable> &&
                    requires { typename detail::awaited_value<Awaitable>::type; };

/// The type of the value that `co_await` returns for an awaitable.
template <awaitable Awaitable>
using await_result_t = typename detail::awaited_value<Awaitable>::type;

namespace detail {

/// Returns a task that awaits `awaited`, which must live until the task has ended.
template <class Awaitable>
task<await_result_t<Awaitable>> awaiting(Awaitable& awaited) {
    co_return co_await std::move(awaited);
}
template <class T>
[[nodiscard]] task<T> as_task(task<T>&& work) noexcept {
    return std::move(work);
}
template <class Awaitable>
[[nodiscard]] task<await_result_t<Awaitable>> as_task(Awaitable&& awaited) {
    return detail::awaiting(awaited);
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
