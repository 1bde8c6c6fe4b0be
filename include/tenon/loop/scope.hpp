// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <coroutine>
#include <exception>
#include <utility>

#include <tenon/base/refuse.hpp>
#include <tenon/loop/awaited.hpp>
#include <tenon/loop/limited_wait.hpp>
#include <tenon/loop/loop_core.hpp>
#include <tenon/loop/task.hpp>
#include <tenon/loop/task_context.hpp>

namespace tenon {
inline namespace v0 {

template <class System, template <class> class Poller>
class basic_loop;

namespace detail {
class join_awaiter;
struct loop_access;
}  // namespace detail

/// Holds tasks that run at the same time. `spawn` starts a task, and `co_await join()` waits until
/// all have ended.
///
/// If an exception leaves a task, the other tasks are asked to stop, and `join` throws the
/// exception. If the scope is destroyed before a `join` has thrown the exception, the program
/// terminates, as it does when an exception leaves a thread. It does not terminate if a task was
/// destroyed while it awaited `join`.
///
/// A scope that is destroyed before its tasks have ended destroys them. Data that they have
/// received may be lost: await `join` first, or use `with_scope`.
class scope : detail::scope_link {
public:
    /// A scope for tasks of `loop`. A loop that is destroyed before the scope destroys the tasks.
    template <class System, template <class> class Poller>
    explicit scope(basic_loop<System, Poller>& loop) noexcept;
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;
    ~scope() {
        leave();
        destroy_tasks();
        // The destruction of a task may have spawned another one, which an exception has left.
        if (error_ && !may_lose_error_ && !always_joins_)
            std::terminate();
        detach_joins();
    }

    /// Starts a task, and returns when the task first waits, or has ended. If the scope has been
    /// asked to stop, so is the task. A spawned task returns nothing, because no other task waits
    /// for its result: it must handle its own errors.
    void spawn(task<void> work) {
        auto* const added = new spawned(*this);
        const auto coroutine = detail::task_access::release(std::move(work));
        added->coroutine = coroutine;
        added->next = first_;
        if (first_ != nullptr)
            first_->previous = added;
        first_ = added;
        coroutine.promise().context = added;
        coroutine.promise().is_outermost = true;
        if (loop_ == nullptr) {
            coroutine.resume();
        } else {
            loop_->task_began();
            loop_->start(coroutine);
        }
    }
    TENON_REFUSE(
        "a spawned task returns nothing: let it handle its result, or use when_all, which returns the results",
        template <class T> void spawn(task<T>))

    /// Waits until no task is left. Throws the first exception that left one of them. If the task
    /// that awaits `join` is asked to stop, so are the tasks of the scope; `join` returns when they
    /// have ended.
    [[nodiscard]] detail::join_awaiter join() noexcept;

    /// Asks the tasks of the scope to stop, and every task that is spawned later. Their current
    /// waits, and all later ones, end with `operation_canceled`.
    void request_stop() noexcept {
        // If a task joins its own scope, its stop request comes back to this function.
        if (std::exchange(is_stopped_, true))
            return;
        for (spawned* each = first_; each != nullptr; each = each->next)
            each->request_stop();
    }
    [[nodiscard]] bool stop_requested() const noexcept { return is_stopped_; }
    /// Returns whether no task is left.
    [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }

private:
    /// Waits for the tasks of the scope.
    friend class detail::join_awaiter;
    /// Creates scopes inside tasks.
    friend struct detail::loop_access;

    struct spawned : detail::task_context {
        explicit spawned(scope& by) noexcept : owner(by) {
            loop = by.loop_;
            is_stopped = by.is_stopped_;
            on_end = &ended;
        }
        scope& owner;
        std::coroutine_handle<detail::task_promise<void>> coroutine;
        spawned* next = nullptr;
        spawned* previous = nullptr;
    };

    explicit scope(detail::loop_core* loop) noexcept : loop_(loop) {
        if (loop != nullptr)
            enter(loop->scopes_);
    }
    /// A scope that a task creates in its own body. If the task has been asked to stop, so is the
    /// scope.
    explicit scope(const detail::task_context* context) noexcept
        : scope(context == nullptr ? nullptr : context->loop) {
        is_stopped_ = context != nullptr && context->is_stopped;
        always_joins_ = true;
    }

    /// Called when the loop is destroyed before its scopes: destroys their tasks.
    static void destroy_all(detail::loop_core& loop) noexcept {
        // A task may hold its scope, which is then destroyed with the task and leaves the list; and
        // the destruction of a task may spawn another one, in any scope. So the scopes that were
        // found empty are examined again after a task was destroyed.
        detail::scope_link& all = loop.scopes_;
        detail::scope_link seen;
        for (bool has_destroyed = true; std::exchange(has_destroyed, false); seen.move_to(all))
            while (!all.is_alone()) {
                auto& first = static_cast<scope&>(*all.next);
                if (first.first_ != nullptr) {
                    first.destroy(*first.first_);  // NOLINT(clang-analyzer-cplusplus.NewDelete)
                    has_destroyed = true;
                } else {
                    first.leave();
                    first.enter(seen);
                }
            }
        while (!all.is_alone()) {
            auto& empty = static_cast<scope&>(*all.next);
            empty.leave();
            empty.loop_ = nullptr;
        }
    }

    static void ended(detail::task_context& context) noexcept {
        auto& done = static_cast<spawned&>(context);
        scope& owner = done.owner;
        if (const std::exception_ptr& error = done.coroutine.promise().error;
            error && !owner.error_) {
            owner.error_ = error;
            owner.request_stop();
            if (owner.stopped_too_ != nullptr)
                owner.stopped_too_->request_stop();
        }
        // The `join` operations are queued before the task is destroyed, since the scope may be
        // destroyed with it; and notified after that, since the task may spawn another one then.
        detail::waiter_list without_loop;
        if (owner.first_ == &done && done.next == nullptr)
            owner.queue_joins(without_loop);
        owner.destroy(done);
        while (!without_loop.empty()) {
            detail::waiter& next = without_loop.pop_front();
            next.notify(next, detail::notice::dequeued);
        }
    }
    void destroy(spawned& gone) noexcept {
        (gone.previous != nullptr ? gone.previous->next : first_) = gone.next;
        if (gone.next != nullptr)
            gone.next->previous = gone.previous;
        // The task may hold the scope, which is then destroyed with the task.
        detail::loop_core* const loop = loop_;
        gone.coroutine.destroy();
        if (loop != nullptr)
            loop->task_ended();
        delete &gone;
    }
    void destroy_tasks() noexcept {
        while (first_ != nullptr)
            destroy(*first_);  // NOLINT(clang-analyzer-cplusplus.NewDelete): it has taken the one
                               // before out of the list.
    }
    /// Adds the `join` operations that wait to the loop's queue, or to `without_loop` if there is
    /// no loop.
    void queue_joins(detail::waiter_list& without_loop) noexcept;
    /// Called when the scope is destroyed while `join` operations wait: detaches them.
    void detach_joins() noexcept;
    void rethrow() {
        if (error_)
            std::rethrow_exception(std::exchange(error_, nullptr));
    }

    detail::loop_core* loop_;  // Null if no loop runs the tasks.
    spawned* first_ = nullptr;
    detail::join_awaiter* joins_ = nullptr;
    scope* stopped_too_ = nullptr;  // Asked to stop, too, if a task of this scope throws.
    std::exception_ptr error_;
    bool is_stopped_ = false;
    bool always_joins_ = false;    // Unless its task is destroyed: see `scope_in`.
    bool may_lose_error_ = false;  // The `join` that would have thrown the error was destroyed.
};

namespace detail {

/// The awaitable that `scope::join` returns: waits until the scope has no task.
class join_awaiter : limited_wait {
public:
    join_awaiter(scope& joined, bool rethrows) noexcept
        : limited_wait(&on_notice, joined.loop_), scope_(&joined), rethrows_(rethrows) {}
    ~join_awaiter() {
        if (previous != nullptr)
            waiter_list::remove(*this);
        if (leave_scope())
            scope_->may_lose_error_ = true;
    }

    template <class Promise>
    [[nodiscard]] bool begin(std::coroutine_handle<Promise> by) noexcept {
        if (!enter(by))
            scope_->request_stop();
        scope_->may_lose_error_ = false;
        if (scope_->empty())
            return false;
        next_join_ = std::exchange(scope_->joins_, this);
        enter_context();
        return true;
    }
    void take() {
        static_cast<void>(leave_scope());
        if (rethrows_ && scope_ != nullptr)
            scope_->rethrow();
    }

    [[nodiscard]] awaited<join_awaiter> operator co_await() && noexcept { return {*this}; }

private:
    static void on_notice(waiter& notified, notice why) noexcept {
        auto& self = static_cast<join_awaiter&>(notified);
        if (why == notice::stop) {
            if (self.scope_ != nullptr)
                self.scope_->request_stop();
        } else if (self.scope_ == nullptr || self.scope_->empty()) {
            self.resume();
        }  // Otherwise a task was spawned meanwhile: waits for it, too.
    }
    /// Leaves the list of the scope. Returns false if it is not in the list.
    [[nodiscard]] bool leave_scope() noexcept {
        if (scope_ == nullptr)
            return false;
        for (join_awaiter** link = &scope_->joins_; *link != nullptr; link = &(*link)->next_join_)
            if (*link == this) {
                *link = next_join_;
                return true;
            }
        return false;
    }

    friend scope;

    scope* scope_;  // Null if the scope has been destroyed.
    join_awaiter* next_join_ = nullptr;
    bool rethrows_;
};

}  // namespace detail

inline detail::join_awaiter scope::join() noexcept {
    return {*this, true};
}
inline void scope::queue_joins(detail::waiter_list& without_loop) noexcept {
    for (detail::join_awaiter* each = joins_; each != nullptr; each = each->next_join_)
        if (each->previous != nullptr)
            continue;  // It is already queued.
        else if (loop_ != nullptr)
            loop_->enqueue(*each, 0);
        else
            without_loop.push_back(*each);
}
inline void scope::detach_joins() noexcept {
    while (joins_ != nullptr) {
        detail::join_awaiter& each = *std::exchange(joins_, joins_->next_join_);
        // Without a loop, no other task can continue while this one destroys the scope.
        if (loop_ != nullptr && each.previous == nullptr)
            loop_->enqueue(each, 0);
        each.scope_ = nullptr;
    }
}

}  // namespace v0
}  // namespace tenon
