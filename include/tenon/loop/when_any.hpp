// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/loop/as_task.hpp>
#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task.hpp>
#include <tenon/loop/when_all.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Holds a value, or nothing. A reference is held as a pointer, which is used like an optional.
template <class T>
using optional_of =
    std::conditional_t<std::is_reference_v<T>, std::add_pointer_t<T>, std::optional<T>>;

}  // namespace detail

/// The result of `when_any`.
template <class... T>
struct any_of {
    std::size_t index = sizeof...(T);              ///< of the first argument that ended
    std::tuple<detail::optional_of<T>...> values;  ///< of each argument; a pointer to a reference

    /// Returns the value of one argument. Every argument has one when `when_any` has returned; an
    /// operation that was stopped has the error `operation_canceled`.
    template <std::size_t Index>
    [[nodiscard]] constexpr auto& get() noexcept {
        return std::get<Index>(values);
    }
    template <std::size_t Index>
    [[nodiscard]] constexpr const auto& get() const noexcept {
        return std::get<Index>(values);
    }
};

namespace detail {

template <class T>
[[nodiscard]] std::optional<T> held(T&& value) {
    return std::forward<T>(value);
}
template <class T>
[[nodiscard]] T* held(T& value) noexcept {
    return detail::address_of(value);
}
/// Runs a task until it has ended. The first task that ends asks the others to stop.
template <class T>
task<void> race(part<T>& work, std::size_t place, std::size_t& first, std::size_t none,
                scope& all) {
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
    std::size_t first = sizeof...(T);
    scope all = loop_access::scope_in(co_await current_context());
    std::apply(
        [&](auto&... each) {
            std::size_t place = 0;
            (static_cast<void>(all.spawn(detail::race(each, place++, first, sizeof...(T), all))),
             ...);
        },
        parts);
    co_await all.join();
    co_return std::apply(
        [first](auto&... each) {
            return any_of<value_or_nothing<T>...>{first, {detail::held(each.take())...}};
        },
        parts);
}

}  // namespace detail

/// Awaits tasks and other awaitables at the same time. When the first of them ends, the others are
/// asked to stop; `when_any` ends when all have ended. So nothing is lost: the result holds the
/// value of each, also of one that succeeded after the first. An operation is passed in the
/// expression that is awaited: `co_await when_any(a.readable(), b.readable())`.
///
/// Returns which argument ended first, and the values of all.
///
/// If tasks throw, the exception of the first of them, in the order of the arguments, is thrown
/// when all have ended.
template <awaitable... Awaitables>
    requires(sizeof...(Awaitables) > 0)
task<any_of<detail::value_or_nothing<await_result_t<Awaitables>>...>> when_any(
    Awaitables&&... work) {
    return detail::first_of(detail::as_task(std::forward<Awaitables>(work))...);
}

}  // namespace v0
}  // namespace tenon
