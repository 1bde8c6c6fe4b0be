// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

#include <tenon/loop/as_task.hpp>
#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task.hpp>
#include <tenon/loop/when_all.hpp>

namespace tenon {
inline namespace v0 {

/// What `when_any` returns.
template <class... T>
struct any_of {
    std::size_t index = sizeof...(T);        ///< of the task that was the first to end
    std::tuple<std::optional<T>...> values;  ///< of each task

    /// The value of one task: that of the first, and of each other that ended with a value all the same.
    template <std::size_t Index>
    [[nodiscard]] constexpr auto& get() noexcept {
        return std::get<Index>(values);
    }
};

namespace detail {

/// Runs a task to its end; the first one stops the others.
template <class T>
task<void> race(part<T>& work, std::size_t place, std::size_t& first, std::size_t none, scope& all) {
    co_await work.done();
    static_cast<void>(work.end());
    if (first == none) {
        first = place;
        all.request_stop();
    }
}

template <class... T>
task<any_of<value_or_nothing<T>...>> first_of(task<T>... work) {
    std::tuple<part<T>...> parts(std::move(work)...);
    any_of<value_or_nothing<T>...> ended;
    scope all = loop_access::scope_in(co_await current_context());
    std::apply(
        [&](auto&... each) {
            std::size_t place = 0;
            (static_cast<void>(all.spawn(detail::race(each, place++, ended.index, sizeof...(T), all))), ...);
        },
        parts);
    co_await all.join();
    std::apply([&](auto&... each) { ended.values = std::tuple<std::optional<value_or_nothing<T>>...>{each.take()...}; }, parts);
    co_return ended;
}

}  // namespace detail

/// Awaits tasks, and other things that can be awaited, at the same time. The first that ends decides; the others are asked to
/// stop, and this ends when they have ended, so that nothing is lost: what one of them has achieved all the same is in its
/// value. One that was stopped has a value too: the error `operation_canceled`, of an operation. An operation that is given is
/// awaited in the same expression: `co_await when_any(a.readable(), b.readable())`. If tasks throw, the exception of the first
/// in their order passes when all have ended.
template <awaitable... Awaitables>
    requires(sizeof...(Awaitables) > 0)
task<any_of<detail::value_or_nothing<await_result_t<Awaitables>>...>> when_any(Awaitables&&... work) {
    return detail::first_of(detail::as_task(std::forward<Awaitables>(work))...);
}

}  // namespace v0
}  // namespace tenon
