// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <coroutine>
#include <cstddef>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/limit_set.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/listed_wait.hpp>
#include <tenon/loop/task_context.hpp>
#include <tenon/loop/waiter.hpp>

namespace tenon {
inline namespace v0 {

/// A queue of values between tasks of one loop. `send` waits while the queue holds `capacity`
/// values, and `receive` waits while it is empty. Values are received in the order in which they
/// are sent. Any number of tasks may send and receive.
/// Thread safety: only the thread that runs the loop may use a channel.
template <class T>
    requires std::is_object_v<T> && std::is_nothrow_move_constructible_v<T>
class channel {
public:
    class sending;
    class receiving;

    /// Allocates memory for `capacity` values. If `capacity` is 0, each operation fails with
    /// `invalid_argument`. If there is no memory, each fails with `not_enough_memory`.
    explicit channel(std::size_t capacity) noexcept : capacity_(capacity) {
        if (capacity != 0 && capacity <= static_cast<std::size_t>(-1) / 2 / sizeof(T))
            values_ = static_cast<T*>(
                ::operator new(capacity * sizeof(T), std::align_val_t(alignof(T)), std::nothrow));
        if (values_ == nullptr)
            refusal_ = capacity == 0 ? EINVAL : ENOMEM;
    }
    channel(const channel&) = delete;
    channel& operator=(const channel&) = delete;
    /// Operations that wait end with `operation_canceled`. Values that were not received are
    /// destroyed.
    ~channel() {
        end_all<receiving>(receivers_, ECANCELED);
        end_all<sending>(senders_, ECANCELED);
        while (count_ != 0)
            drop();
        ::operator delete(static_cast<void*>(values_), std::align_val_t(alignof(T)));
    }

    /// Sends a value, which is moved from on success and unchanged on failure.
    ///
    /// Errors: `broken_pipe` if the channel is closed; `timed_out`; `operation_canceled` if a stop
    /// is requested of the task or by a token, or if the channel is destroyed;
    /// `resource_deadlock_would_occur` if the task would have to wait and no loop runs it.
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] sending send(T&& value, const Limits&... limits) noexcept {
        return sending(*this, value, limit_set(limits...));
    }
    /// Returns the next value, and removes it from the channel.
    ///
    /// Errors: `end_of_stream` if the channel is closed and empty; otherwise those of `send`,
    /// except `broken_pipe`.
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] receiving receive(const Limits&... limits) noexcept {
        return receiving(*this, limit_set(limits...));
    }
    /// Closes the channel. Values that were sent before can still be received. Operations that wait
    /// in `send` fail with `broken_pipe`, those in `receive` with `end_of_stream`.
    void close() noexcept {
        is_closed_ = true;
        end_all<receiving>(receivers_, failure(errc::end_of_stream).number());
        end_all<sending>(senders_, EPIPE);
    }

    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    [[nodiscard]] bool is_closed() const noexcept { return is_closed_; }

private:
    template <class Waiting>
    static void end_all(detail::waiter_list& list, int why) noexcept {
        while (!list.empty())
            static_cast<Waiting&>(list.pop_front()).put_in_queue(why);
    }
    void push(T& value) noexcept {
        ::new (static_cast<void*>(values_ + (first_ + count_) % capacity_)) T(std::move(value));
        ++count_;
    }
    void drop() noexcept {
        values_[first_].~T();
        first_ = (first_ + 1) % capacity_;
        --count_;
    }

    std::size_t capacity_;
    T* values_ = nullptr;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    detail::waiter_list senders_;
    detail::waiter_list receivers_;
    int refusal_ = 0;
    bool is_closed_ = false;
};

/// The awaitable that `channel::send` returns.
template <class T>
    requires std::is_object_v<T> && std::is_nothrow_move_constructible_v<T>
class channel<T>::sending : detail::listed_wait {
public:
    sending(channel& to, T& value, limit_set&& limits) noexcept
        : listed_wait(&on_notice, std::move(limits)),
          channel_(to),
          value_(detail::address_of(value)) {}

    /// Implements `await_suspend` of `co_await`.
    template <class Promise>
        requires detail::has_context<Promise>
    [[nodiscard]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        if (!begin_in(by))
            return false;
        error = channel_.is_closed_ ? EPIPE : channel_.refusal_;
        if (error != 0)
            return false;
        if (!channel_.receivers_.empty()) {
            static_cast<receiving&>(channel_.receivers_.pop_front()).take_value(*value_);
            return false;
        }
        if (channel_.count_ != channel_.capacity_) {
            channel_.push(*value_);
            return false;
        }
        return wait_in(channel_.senders_);
    }
    /// Implements `await_resume` of `co_await`.
    [[nodiscard]] result<void> take() const noexcept {
        if (error != 0)
            return failure(error);
        return {};
    }
    [[nodiscard]] detail::awaited<sending> operator co_await() && noexcept { return {*this}; }

private:
    friend channel;
    friend receiving;
    static void on_notice(detail::waiter& notified, detail::notice why) noexcept {
        static_cast<sending&>(notified).on(why);
    }

    channel& channel_;
    T* value_;
};

/// The awaitable that `channel::receive` returns.
template <class T>
    requires std::is_object_v<T> && std::is_nothrow_move_constructible_v<T>
class channel<T>::receiving : detail::listed_wait {
public:
    receiving(channel& from, limit_set&& limits) noexcept
        : listed_wait(&on_notice, std::move(limits)), channel_(from) {}

    /// Implements `await_suspend` of `co_await`.
    template <class Promise>
        requires detail::has_context<Promise>
    [[nodiscard]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        if (!begin_in(by))
            return false;
        if (error = channel_.refusal_; error != 0)
            return false;
        if (channel_.count_ != 0) {
            value_.emplace(std::move(channel_.values_[channel_.first_]));
            channel_.drop();
            if (!channel_.senders_.empty()) {
                auto& first = static_cast<sending&>(channel_.senders_.pop_front());
                channel_.push(*first.value_);
                first.put_in_queue(0);
            }
            return false;
        }
        if (channel_.is_closed_) {
            error = failure(errc::end_of_stream).number();
            return false;
        }
        return wait_in(channel_.receivers_);
    }
    /// Implements `await_resume` of `co_await`.
    [[nodiscard]] result<T> take() noexcept {
        if (error != 0)
            return failure(error);
        return *std::move(value_);  // NOLINT(bugprone-unchecked-optional-access): there is one if
                                    // there is no error.
    }
    [[nodiscard]] detail::awaited<receiving> operator co_await() && noexcept { return {*this}; }

private:
    friend channel;
    friend sending;
    static void on_notice(detail::waiter& notified, detail::notice why) noexcept {
        static_cast<receiving&>(notified).on(why);
    }
    void take_value(T& value) noexcept {
        value_.emplace(std::move(value));
        put_in_queue(0);
    }

    channel& channel_;
    std::optional<T> value_;
};

}  // namespace v0
}  // namespace tenon
