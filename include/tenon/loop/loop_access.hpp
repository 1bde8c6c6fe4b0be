// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>

#include <tenon/base/address_of.hpp>
#include <tenon/loop/loop_core.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Access to private members that several headers of the event loop need.
struct loop_access {
    template <class Loop>
    [[nodiscard]] static loop_core& core(Loop& loop) noexcept {
        return loop;
    }
    static void destroy_tasks(loop_core& loop) noexcept { scope::destroy_all(loop); }
    /// Returns a scope that a task creates in its own body. The task always joins the scope, unless
    /// the task is destroyed first.
    [[nodiscard]] static scope scope_in(const task_context* context) noexcept {
        return scope(context);
    }
    [[nodiscard]] static join_awaiter until_empty(scope& waited) noexcept {
        return {waited, false};
    }
    /// If an exception leaves a task of `failed`, the tasks of `stopped` are asked to stop, too.
    static void stop_too(scope& stopped, scope& failed) noexcept {
        failed.stopped_too_ = detail::address_of(stopped);
    }
    [[nodiscard]] static bool has_error(const scope& asked) noexcept {
        return asked.error_ != nullptr;
    }
    static void forget_error(scope& joined) noexcept { joined.error_ = nullptr; }
    static void rethrow(scope& joined) { joined.rethrow(); }
};

/// When awaited, returns the context of the awaiting task without suspending it; null if there is
/// none.
struct current_context {
    const task_context* context = nullptr;

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
        requires has_context<Promise>
    bool await_suspend(std::coroutine_handle<Promise> caller) noexcept {
        context = caller.promise().context;
        return false;
    }
    [[nodiscard]] const task_context* await_resume() const noexcept { return context; }
};

}  // namespace detail

template <class System, template <class> class Poller>
scope::scope(basic_loop<System, Poller>& loop) noexcept
    : scope(detail::address_of(detail::loop_access::core(loop))) {}

}  // namespace v0
}  // namespace tenon
