// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/loop/as_task.hpp>
#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task.hpp>

namespace tenon {
inline namespace v0 {

/// The value of a `task<void>` in the result of `when_all` or `when_any`.
struct nothing {
    friend constexpr bool operator==(nothing, nothing) noexcept = default;
};

namespace detail {

template <class T>
using value_or_nothing = std::conditional_t<std::is_void_v<T>, nothing, T>;

/// One of several tasks that run at the same time. When the task has ended its frame is destroyed,
/// and the part keeps what the task returned or threw.
template <class T>
class part {
    using kept =
        std::conditional_t<std::is_reference_v<T>, std::add_pointer_t<T>, value_or_nothing<T>>;

public:
    explicit part(task<T>&& work) noexcept : work_(std::move(work)) {}
    part(const part&) = delete;
    part& operator=(const part&) = delete;

    /// Returns an awaiter that runs the task until it has ended.
    [[nodiscard]] auto done() noexcept { return task_access::until_done(work_); }
    /// Destroys the task, which must be done, and keeps its result. Returns whether it threw.
    [[nodiscard]] bool end() {
        error_ = task_access::error(work_);
        if (!error_)
            keep();
        task_access::destroy(work_);
        return error_ != nullptr;
    }
    /// Returns what the task returned, or throws what it threw.
    value_or_nothing<T> take() {
        if (!kept_)
            std::rethrow_exception(std::move(error_));
        if constexpr (std::is_reference_v<T>)
            return **kept_;
        else
            return std::move(*kept_);
    }

private:
    void keep() {
        if constexpr (std::is_void_v<T>)
            kept_.emplace();
        else if constexpr (std::is_reference_v<T>)
            kept_.emplace(detail::address_of(task_access::take(work_)));
        else
            kept_.emplace(task_access::take(work_));
    }

    task<T> work_;
    std::optional<kept> kept_;
    std::exception_ptr error_;
};

/// Runs a task until it has ended. If the task throws, the others are asked to stop.
template <class T>
task<void> run_or_stop_all(part<T>& work, scope& all) {
    co_await work.done();
    if (work.end())
        all.request_stop();
}

template <class... T>
task<std::tuple<value_or_nothing<T>...>> all_of(task<T>... work) {
    std::tuple<part<T>...> parts(std::move(work)...);
    scope all = loop_access::scope_in(co_await current_context());
    std::apply(
        [&](auto&... each) {
            (static_cast<void>(all.spawn(detail::run_or_stop_all(each, all))), ...);
        },
        parts);
    co_await all.join();
    co_return std::apply(
        [](auto&... each) { return std::tuple<value_or_nothing<T>...>{each.take()...}; }, parts);
}

}  // namespace detail

/// Awaits tasks and other awaitables at the same time, and ends when all have ended. An operation
/// is passed in the expression that is awaited: `co_await when_all(a.send_all(x), b.send_all(y))`.
///
/// Returns a tuple of the values; the value of a task that returns `void` is `nothing`.
///
/// A task that has ended is destroyed, with everything in it, while the others still run. If a task
/// throws, the others are asked to stop. When all have ended, the exception is thrown; if several
/// tasks threw, that of the first in the order of the arguments.
template <awaitable... Awaitables>
    requires(sizeof...(Awaitables) > 0)
task<std::tuple<detail::value_or_nothing<await_result_t<Awaitables>>...>> when_all(
    Awaitables&&... work) {
    return detail::all_of(detail::as_task(std::forward<Awaitables>(work))...);
}

}  // namespace v0
}  // namespace tenon
