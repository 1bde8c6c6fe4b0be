// SPDX-License-Identifier: BSL-1.0
#pragma once

// Awaits an operation of a loop in a test that uses results: the loop runs until the operation has
// ended.

#include <coroutine>
#include <new>
#include <utility>

#include <tenon/loops.hpp>

namespace support {

/// An operation that a task awaits, behind an interface: one coroutine for all operations is
/// compiled once.
class awaited_operation {
public:
    using waiting = tenon::task<tenon::result<void>>;

    awaited_operation() = default;
    awaited_operation(const awaited_operation&) = delete;

    /// Begins the operation in a task. Returns whether the task stays suspended.
    virtual bool begin(std::coroutine_handle<waiting::promise_type> caller) = 0;
    /// Ends the operation if the task is destroyed while it waits.
    virtual void end() noexcept = 0;

    /// Returns the task, for the loop of the operation.
    static waiting wait_for(awaited_operation& one) {
        awaiter suspended{one};
        co_await suspended;
        co_return tenon::result<void>();
    }

protected:
    ~awaited_operation() = default;

private:
    struct awaiter {
        explicit awaiter(awaited_operation& one) noexcept : operation(one) {}
        awaiter(const awaiter&) = delete;
        ~awaiter() {
            if (!is_done)
                operation.end();
        }
        static bool await_ready() noexcept { return false; }
        bool await_suspend(std::coroutine_handle<waiting::promise_type> caller) {
            return operation.begin(caller);
        }
        void await_resume() noexcept { is_done = true; }

        awaited_operation& operation;
        bool is_done = false;
    };
};

/// Runs the loop until the operation has ended. Returns the result of the operation, or the error
/// of the loop if it ended before.
template <class Loop, class Outcome>
tenon::result<typename Outcome::value_type> await_in(Loop& loop, Outcome&& outcome) {
    using operation = decltype(std::declval<Outcome>().operator co_await());
    struct one final : awaited_operation {
        explicit one(Outcome& awaited)
            : outcome(awaited), pending(std::move(awaited).operator co_await()) {}
        bool begin(std::coroutine_handle<waiting::promise_type> caller) override {
            return pending.await_suspend(caller);
        }
        // The operation refers to the task, and must not outlive it.
        void end() noexcept override {
            outcome.~Outcome();
            ::new (static_cast<void*>(&outcome))
                Outcome(tenon::failure(std::errc::operation_canceled));
        }
        Outcome& outcome;
        operation pending;
    };
    static_assert(!std::is_reference_v<Outcome>, "an operation is awaited once");
    one awaited(outcome);
    if (const tenon::result<void> ran = loop.run(awaited_operation::wait_for(awaited)); !ran)
        return ran.why();
    return awaited.pending.await_resume();
}

}  // namespace support
