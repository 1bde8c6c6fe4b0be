// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {
namespace detail {

class loop_core;
struct task_context;

/// Why a waiter is notified.
enum class notice : unsigned char {
    event,     ///< what it waits for has happened, as far as the loop can tell
    dequeued,  ///< its turn has come in the loop's queue; `error` says why it was put there
    limit,     ///< a limit has ended the waiting: `error` says which
    stop,      ///< its task is asked to stop
    left       ///< the descriptor that it waits for has been closed, or has left the loop
};

/// What waits in a loop: the part of an awaiter that the loop knows.
///
/// Its function is called by the loop in a turn, except for `notice::stop` and `notice::left`, which may come while another
/// task runs: it must not resume the coroutine then, but put itself into the queue.
struct waiter {
    using function = void (*)(waiter&, notice) noexcept;

    /// In no list, and not suspended.
    explicit waiter(function by) noexcept
        : notify(by), caller(nullptr), next(nullptr), previous(nullptr), context(nullptr), error(0) {}
    /// For what sets the others itself, when it waits and not before: it is made for each operation.
    struct for_now {};
    waiter(for_now, function by) noexcept : notify(by) {}  // NOLINT(cppcoreguidelines-pro-type-member-init)
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;

    function notify;
    void* caller;           ///< the coroutine to resume at the end
    waiter* next;           ///< in a `waiter_list`
    waiter* previous;       ///< in a `waiter_list`, or null if it is in none
    task_context* context;  ///< the task that waits; null if it is not one of ours
    int error;              ///< why the waiting ends, or 0
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
    /// Takes all that `other` has, behind those that are here.
    void take(waiter_list& other) noexcept {
        if (other.empty())
            return;
        other.end_.next->previous = end_.previous;
        other.end_.previous->next = &end_;
        end_.previous->next = other.end_.next;
        end_.previous = other.end_.previous;
        other.end_.next = other.end_.previous = &other.end_;
    }
    waiter& pop_front() noexcept {  // NOLINT(readability-make-member-function-const): it changes the list.
        waiter& first = front();
        remove(first);
        return first;
    }
    /// Of the list that it is in.
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
