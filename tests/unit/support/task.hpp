// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace unit {

/// The least coroutine type: the coroutine runs when it is called, and stores its return value.
template <class T>
class task {
public:
    struct promise_type {
        T returned{};
        std::exception_ptr thrown;

        task get_return_object() {
            return task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_value(T value) { returned = std::move(value); }
        void unhandled_exception() noexcept { thrown = std::current_exception(); }
    };

    task(task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
    ~task() {
        if (coroutine_)
            coroutine_.destroy();
    }

    [[nodiscard]] bool done() const noexcept { return coroutine_.done(); }
    /// Returns the value of the coroutine, or throws the exception that ended it.
    T get() {
        if (coroutine_.promise().thrown)
            std::rethrow_exception(coroutine_.promise().thrown);
        return std::move(coroutine_.promise().returned);
    }

private:
    explicit task(std::coroutine_handle<promise_type> coroutine) noexcept : coroutine_(coroutine) {}
    std::coroutine_handle<promise_type> coroutine_;
};

}  // namespace unit
