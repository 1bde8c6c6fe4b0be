// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>

namespace tenon {
inline namespace v0 {

// Return types of deleted functions. A compiler that does not print the reason of a deleted
// function prints its return type.
struct a_task_is_awaited_once_co_await_the_call_that_makes_it_or_std_move_what_has_a_name;
struct co_await_takes_the_operation_itself_write_it_in_front_of_the_call_that_makes_it;

namespace detail {

/// The object that `operator co_await` returns. It refers to an awaiter, which stays at its
/// address. (GCC 12 copies an awaiter that `operator co_await` returns by reference.)
template <class Pending>
struct awaited {
    Pending& pending;

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Promise>
    [[nodiscard, gnu::always_inline]] bool await_suspend(
        std::coroutine_handle<Promise> caller) const noexcept {
        return pending.begin(caller);
    }
    [[gnu::always_inline]] auto await_resume() const { return pending.take(); }
};

}  // namespace detail

}  // namespace v0
}  // namespace tenon
