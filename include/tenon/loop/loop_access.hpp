// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>

#include <tenon/loop/loop_core.hpp>
#include <tenon/loop/scope.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// What the parts of a loop that are in other files need of each other.
struct loop_access {
    template <class Loop>
    [[nodiscard]] static loop_core& core(Loop& loop) noexcept {
        return loop;
    }
    static void destroy_tasks(loop_core& loop) noexcept { scope::destroy_all(loop); }
    [[nodiscard]] static scope scope_of(loop_core* loop) noexcept { return scope(loop); }
    [[nodiscard]] static joining until_empty(scope& waited) noexcept { return {waited, false}; }
    static void forget_error(scope& joined) noexcept { joined.error_ = nullptr; }
    static void rethrow(scope& joined) { joined.rethrow(); }
};

/// Yields the loop that runs the task which awaits it; null if there is none.
struct current_loop {
    loop_core* loop = nullptr;

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
        requires has_context<Promise>
    bool await_suspend(std::coroutine_handle<Promise> caller) noexcept {
        if (const task_context* const context = caller.promise().context; context != nullptr)
            loop = context->loop;
        return false;
    }
    [[nodiscard]] loop_core* await_resume() const noexcept { return loop; }
};

}  // namespace detail

template <class System, template <class> class Poller>
scope::scope(basic_loop<System, Poller>& loop) noexcept : scope(&detail::loop_access::core(loop)) {}

}  // namespace v0
}  // namespace tenon
