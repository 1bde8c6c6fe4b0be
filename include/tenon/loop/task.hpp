// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <coroutine>
#include <exception>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

template <class T>
class task;

namespace detail {

/// The part of a task's promise that does not depend on its type.
struct task_promise_base {
    struct final_awaiter {
        [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
        template <class Promise>
        [[nodiscard]] std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
            task_promise_base& promise = ended.promise();
            if (promise.continuation)
                return promise.continuation;
            if (promise.is_outermost && promise.context->on_end != nullptr)
                return promise.context->on_end(*promise.context);
            return std::noop_coroutine();
        }
        static constexpr void await_resume() noexcept {}
    };

    [[nodiscard]] static std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static final_awaiter final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { error = std::current_exception(); }
    void rethrow() const {
        if (error)
            std::rethrow_exception(error);
    }

    std::coroutine_handle<> continuation;  ///< what awaits it, once it has been suspended
    task_context* context = nullptr;       ///< null if a coroutine of another type awaits it
    std::exception_ptr error;
    bool is_outermost = false;  ///< nothing awaits it
};

template <class T>
struct task_promise : task_promise_base {
    task_promise() noexcept : none() {}
    task_promise(const task_promise&) = delete;
    task_promise& operator=(const task_promise&) = delete;
    ~task_promise() {
        if (has_value)
            value.~T();
    }
    task<T> get_return_object() noexcept;
    template <class Value = T>
        requires std::constructible_from<T, Value>
    void return_value(Value&& returned) {
        ::new (static_cast<void*>(detail::address_of(value))) T(std::forward<Value>(returned));
        has_value = true;
    }
    T take() {
        rethrow();
        return std::move(value);
    }

    bool has_value = false;
    union {
        char none;
        T value;
    };
};
template <class T>
struct task_promise<T&> : task_promise_base {
    task<T&> get_return_object() noexcept;
    void return_value(T& returned) noexcept { value = detail::address_of(returned); }
    T& take() {
        rethrow();
        return *value;
    }
    T* value = nullptr;
};
template <>
struct task_promise<void> : task_promise_base {
    task<void> get_return_object() noexcept;
    static void return_void() noexcept {}
    void take() const { rethrow(); }
};

/// Starts a task, and resumes what awaits it when it has ended. One that ends without waiting does not suspend what awaits it,
/// so that a million of them run in constant stack.
template <class Promise>
struct task_start {
    std::coroutine_handle<Promise> started;

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    template <class Caller>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Caller> caller) const {
        if constexpr (has_context<Caller>)
            started.promise().context = caller.promise().context;
        return start(caller);
    }
    [[nodiscard]] bool start(std::coroutine_handle<> caller) const {
        started.resume();
        if (started.done())
            return false;
        started.promise().continuation = caller;
        return true;
    }
    static constexpr void await_resume() noexcept {}
};
/// The same, for its value.
template <class Promise>
struct task_result : task_start<Promise> {
    auto await_resume() const -> decltype(std::declval<Promise&>().take()) { return this->started.promise().take(); }
};

class task_access;

}  // namespace detail

/// A coroutine that begins when it is awaited, in the task that awaits it, and whose end is waited for there. What it returns,
/// or throws, is what the `co_await` yields.
///
/// It is moved, and awaited once: `co_await std::move(work)`, or the call itself. A task that is destroyed is destroyed with
/// all that it has, also while it waits.
template <class T = void>
class [[nodiscard("a task begins when it is awaited, spawned or run")]] task {
public:
    using promise_type = detail::task_promise<T>;
    using value_type = T;

    task(task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
    task& operator=(task&& other) noexcept {
        if (this != detail::address_of(other)) {
            if (coroutine_)
                coroutine_.destroy();
            coroutine_ = std::exchange(other.coroutine_, nullptr);
        }
        return *this;
    }
    ~task() {
        if (coroutine_)
            coroutine_.destroy();
    }

    [[nodiscard]] detail::task_result<promise_type> operator co_await() && noexcept { return {{coroutine_}}; }
    TENON_DELETE("a task is awaited once: co_await the call that makes it, or std::move what has a name",
                 a_task_is_awaited_once_co_await_the_call_that_makes_it_or_std_move_what_has_a_name operator co_await() const&)

private:
    friend promise_type;
    friend detail::task_access;
    explicit task(std::coroutine_handle<promise_type> coroutine) noexcept : coroutine_(coroutine) {}

    std::coroutine_handle<promise_type> coroutine_;
};

namespace detail {

template <class T>
task<T> task_promise<T>::get_return_object() noexcept {
    return task<T>(std::coroutine_handle<task_promise>::from_promise(*this));
}
template <class T>
task<T&> task_promise<T&>::get_return_object() noexcept {
    return task<T&>(std::coroutine_handle<task_promise>::from_promise(*this));
}
inline task<void> task_promise<void>::get_return_object() noexcept {
    return task<void>(std::coroutine_handle<task_promise>::from_promise(*this));
}

/// What runs a task without awaiting it.
class task_access {
public:
    /// Runs it until it first waits; `context` is its own.
    template <class T>
    static void start(task<T>& started, task_context& context) noexcept {
        auto& promise = started.coroutine_.promise();
        promise.context = &context;
        promise.is_outermost = true;
        started.coroutine_.resume();
    }
    template <class T>
    [[nodiscard]] static bool is_done(const task<T>& asked) noexcept {
        return asked.coroutine_.done();
    }
    /// Runs it in a context that is not its caller's. Returns true if the caller stays suspended until it has ended.
    template <class T>
    [[nodiscard]] static bool start_for(task<T>& started, task_context& context, std::coroutine_handle<> caller) {
        started.coroutine_.promise().context = &context;
        return task_start<task_promise<T>>{started.coroutine_}.start(caller);
    }
    /// Ends a task, with all that it has.
    template <class T>
    static void destroy(task<T>& gone) noexcept {
        std::exchange(gone.coroutine_, nullptr).destroy();
    }
    /// What a task that is done returned, or threw.
    template <class T>
    static T take(task<T>& done) {
        return done.coroutine_.promise().take();
    }
    template <class T>
    [[nodiscard]] static const std::exception_ptr& error(const task<T>& done) noexcept {
        return done.coroutine_.promise().error;
    }
    template <class T>
    class task_end;
    /// Awaited, it starts the task and waits for its end; the result stays where it is.
    template <class T>
    [[nodiscard]] static task_end<T> until_done(task<T>& awaited) noexcept {
        return task_end<T>(awaited);
    }
    [[nodiscard]] static std::coroutine_handle<task_promise<void>> release(task<void>&& given) noexcept {
        return std::exchange(given.coroutine_, nullptr);
    }
};

/// If it is destroyed before that end, so is the task: it has the context of the task that waits, which ends too.
template <class T>
class task_access::task_end : public task_start<task_promise<T>> {
public:
    explicit task_end(task<T>& awaited) noexcept : task_start<task_promise<T>>{awaited.coroutine_}, awaited_(awaited) {}
    task_end(const task_end&) = delete;
    task_end& operator=(const task_end&) = delete;
    ~task_end() {
        if (!is_done(awaited_))
            task_access::destroy(awaited_);
    }

private:
    task<T>& awaited_;
};

}  // namespace detail

}  // namespace v0
}  // namespace tenon
