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

/// The part of a task's promise that does not depend on the type of its value.
struct task_promise_base {
    struct final_awaiter {
        [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
        template <class Promise>
        [[nodiscard]] std::coroutine_handle<> await_suspend(
            std::coroutine_handle<Promise> ended) const noexcept {
            task_promise_base& promise = ended.promise();
            if (promise.continuation)
                return promise.continuation;
            if (promise.is_outermost && promise.context->on_end != nullptr)
                promise.context->on_end(*promise.context);
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

    std::coroutine_handle<> continuation;  ///< the suspended coroutine that awaits it, or null
    task_context* context = nullptr;       ///< null if the awaiting coroutine is not a task
    std::exception_ptr error;
    bool is_outermost = false;  ///< no coroutine awaits it
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

/// Starts a task, and resumes the awaiting coroutine when the task has ended. If the task ends
/// without waiting, the awaiting coroutine is not suspended, so a million such tasks in a row need
/// only a constant stack.
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
/// The awaiter of a task: as `task_start`, and `co_await` returns the value of the task. It owns
/// the task, which refers to the awaiting coroutine and to its context, so that both coroutines are
/// destroyed together.
template <class Promise>
struct task_result : task_start<Promise> {
    explicit task_result(std::coroutine_handle<Promise> owned) noexcept
        : task_start<Promise>{owned} {}
    task_result(const task_result&) = delete;
    task_result& operator=(const task_result&) = delete;
    ~task_result() { this->started.destroy(); }

    auto await_resume() const -> decltype(std::declval<Promise&>().take()) {
        return this->started.promise().take();
    }
};

class task_access;

}  // namespace detail

/// A coroutine that starts when it is awaited, and ends before the awaiting coroutine continues.
/// `co_await` returns what the task returns, or throws what it throws.
///
/// A task is awaited once: `co_await` the call that returns it, or `co_await std::move(work)` if it
/// has a name. Like every use that takes the task, this leaves `work` empty; an empty task can only
/// be assigned to and destroyed. The destructor destroys the coroutine's frame with everything in
/// it. If the awaiting coroutine is destroyed while the task waits, so is the task.
template <class T = void>
class [[nodiscard("a task begins when it is awaited, spawned or run")]] task {
public:
    using promise_type = detail::task_promise<T>;
    using value_type = T;

    task(task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
    task& operator=(task&& other) noexcept {
        // The frame is destroyed last: it may hold the object that this task is a member of.
        const auto given = std::exchange(other.coroutine_, nullptr);
        if (const auto old = std::exchange(coroutine_, given))
            old.destroy();
        return *this;
    }
    ~task() {
        if (coroutine_)
            coroutine_.destroy();
    }

    [[nodiscard]] detail::task_result<promise_type> operator co_await() && noexcept {
        return detail::task_result<promise_type>(std::exchange(coroutine_, nullptr));
    }
    TENON_DELETE(
        "a task is awaited once: co_await the call that makes it, or std::move what has a name",
        a_task_is_awaited_once_co_await_the_call_that_makes_it_or_std_move_what_has_a_name
        operator co_await() const&)

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

/// Runs a task without awaiting it.
class task_access {
public:
    /// Returns the coroutine of a task that no coroutine awaits, to be resumed until it first
    /// waits. No other task uses `context`.
    template <class T>
    [[nodiscard]] static std::coroutine_handle<> prepare(task<T>& started,
                                                         task_context& context) noexcept {
        auto& promise = started.coroutine_.promise();
        promise.context = &context;
        promise.is_outermost = true;
        return started.coroutine_;
    }
    template <class T>
    [[nodiscard]] static bool is_done(const task<T>& asked) noexcept {
        return asked.coroutine_.done();
    }
    /// Starts a task in a context other than that of its caller. Returns true if the caller stays
    /// suspended until the task has ended.
    template <class T>
    [[nodiscard]] static bool start_for(task<T>& started, task_context& context,
                                        std::coroutine_handle<> caller) {
        started.coroutine_.promise().context = &context;
        return task_start<task_promise<T>>{started.coroutine_}.start(caller);
    }
    /// Destroys the frame of a task, with everything in it.
    template <class T>
    static void destroy(task<T>& gone) noexcept {
        std::exchange(gone.coroutine_, nullptr).destroy();
    }
    /// Returns what a task that is done returned, or throws what it threw.
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
    /// Returns an awaiter that starts the task and waits until it has ended. The result stays in
    /// the task.
    template <class T>
    [[nodiscard]] static task_end<T> until_done(task<T>& awaited) noexcept {
        return task_end<T>(awaited);
    }
    [[nodiscard]] static std::coroutine_handle<task_promise<void>> release(
        task<void>&& given) noexcept {
        return std::exchange(given.coroutine_, nullptr);
    }
};

/// If this awaiter is destroyed before the task has ended, it destroys the task: the task uses the
/// context of the awaiting task, which is being destroyed, too.
template <class T>
class task_access::task_end : public task_start<task_promise<T>> {
public:
    explicit task_end(task<T>& awaited) noexcept
        : task_start<task_promise<T>>{awaited.coroutine_}, awaited_(awaited) {}
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
