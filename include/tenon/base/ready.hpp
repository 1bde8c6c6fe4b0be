// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

namespace tenon {
inline namespace v0 {

// What compilers print that do not print the sentence of a deleted function.
struct co_await_takes_what_it_awaits_await_the_call_itself_or_std_move_what_has_a_name;

namespace detail {

/// Resumes at once: a `result` in a `co_await` is the outcome itself.
template <class Result>
struct ready {
    Result held;

    [[nodiscard]] static constexpr bool await_ready() noexcept { return true; }
    template <class Coroutine>
    static constexpr void await_suspend(Coroutine) noexcept {}
    [[nodiscard]] constexpr Result await_resume() noexcept { return std::move(held); }
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
