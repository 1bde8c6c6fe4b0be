// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {
namespace detail {

class loop_core;
struct task_context;

/// Why a waiter is notified.
enum class notice : unsigned char {
    event,     ///< what it waits for may have happened, or its pause has ended
    dequeued,  ///< its turn in the loop's queue has come; `error` is 0, or why the wait ends
    limit,     ///< a limit ends the wait, or its descriptor is not open; `error` says which
    stop,      ///< its task is asked to stop, or its descriptor can no longer be watched
    left       ///< its descriptor leaves the loop: it is closed or released
};

/// Base of everything that waits in a loop: the part of an awaiter that the loop uses.
///
/// The loop calls `notify` during a turn. Only `notice::stop` and `notice::left` can come while
/// another task runs; `notify` must not resume the coroutine then, but adds the waiter to the
/// loop's queue instead.
struct waiter {
    using function = void (*)(waiter&, notice) noexcept;

    /// Creates a waiter that is in no list and has no coroutine.
    explicit waiter(function by) noexcept
        : notify(by),
          caller(nullptr),
          next(nullptr),
          previous(nullptr),
          context(nullptr),
          error(0) {}
    /// Selects the constructor that initialises only `notify`. A class whose objects are created
    /// for each operation uses it, and sets the other members when it needs them.
    struct for_now {};
    waiter(for_now, function by) noexcept
        : notify(by) {}  // NOLINT(cppcoreguidelines-pro-type-member-init)
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;

    function notify;
    void* caller;           ///< the coroutine to resume when the wait ends
    waiter* next;           ///< in a `waiter_list`
    waiter* previous;       ///< in a `waiter_list`, or null if it is in none
    task_context* context;  ///< the context of the task that waits; null if it has none
    int error;              ///< the error with which the wait ends, or 0
};

/// Waiters in the order of their arrival.
class waiter_list {
public:
    waiter_list() noexcept : end_(nullptr) { end_.next = end_.previous = &end_; }

    [[nodiscard]] bool empty() const noexcept { return end_.next == &end_; }
    [[nodiscard]] waiter& front() const noexcept { return *end_.next; }

    void push_back(waiter& added) noexcept {
        added.previous = end_.previous;
        added.next = &end_;
        end_.previous->next = &added;
        end_.previous = &added;
    }
    /// Moves all waiters of `other` to the end of this list.
    void take(waiter_list& other) noexcept {
        if (other.empty())
            return;
        other.end_.next->previous = end_.previous;
        other.end_.previous->next = &end_;
        end_.previous->next = other.end_.next;
        end_.previous = other.end_.previous;
        other.end_.next = other.end_.previous = &other.end_;
    }
    waiter&
    pop_front() noexcept {  // NOLINT(readability-make-member-function-const): it changes the list.
        waiter& first = front();
        remove(first);
        return first;
    }
    /// Removes a waiter from the list that it is in.
    static void remove(waiter& removed) noexcept {
        removed.previous->next = removed.next;
        removed.next->previous = removed.previous;
        removed.previous = nullptr;
    }

private:
    waiter end_;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
