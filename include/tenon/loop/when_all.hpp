// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include <tenon/loop/as_task.hpp>
#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task.hpp>

namespace tenon {
inline namespace v0 {

/// Stands for the value of a task that returns nothing.
struct nothing {
    friend constexpr bool operator==(nothing, nothing) noexcept = default;
};

namespace detail {

template <class T>
using value_or_nothing = std::conditional_t<std::is_void_v<T>, nothing, T>;

/// The value of a task that is done; throws what it threw.
template <class T>
value_or_nothing<T> take_value(task<T>& done) {
    if constexpr (std::is_void_v<T>) {
        task_access::take(done);
        return {};
    } else {
        return task_access::take(done);
    }
}

/// Runs a task to its end; one that throws stops the others.
template <class T>
task<void> settle(task<T>& work, scope& all) {
    co_await task_access::until_done(work);
    if (task_access::error(work))
        all.request_stop();
}

template <class... T>
task<std::tuple<value_or_nothing<T>...>> all_of(task<T>... work) {
    scope all = loop_access::scope_in(co_await current_context());
    (static_cast<void>(all.spawn(detail::settle(work, all))), ...);
    co_await all.join();
    co_return std::tuple<value_or_nothing<T>...>{detail::take_value(work)...};
}

}  // namespace detail

/// Awaits tasks, and other things that can be awaited, at the same time, and ends when all have ended. An operation that is
/// given is awaited in the same expression: `co_await when_all(a.send_all(x), b.send_all(y))`. Returns a tuple of what they
/// yield; `nothing` for `void`. If one throws, the others are asked to stop, and the exception of the first in their order
/// passes when all have ended.
template <awaitable... Awaitables>
    requires(sizeof...(Awaitables) > 0)
task<std::tuple<detail::value_or_nothing<await_result_t<Awaitables>>...>> when_all(Awaitables&&... work) {
    return detail::all_of(detail::as_task(std::forward<Awaitables>(work))...);
}

}  // namespace v0
}  // namespace tenon
