// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

namespace tenon {
inline namespace v0 {

// Compilers that cannot print the reason of a deleted function print the name of this type instead.
struct co_await_takes_what_it_awaits_await_the_call_itself_or_std_move_what_has_a_name;

namespace detail {

/// The awaiter of a `result`. It never suspends; `co_await` returns the result itself.
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
