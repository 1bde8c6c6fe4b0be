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
class joining;
struct loop_access;
}  // namespace detail

/// Tasks that run at the same time, and end before something goes on: `spawn` begins one, `co_await join()` waits for all.
///
/// An exception that leaves a task asks the others to stop, and is thrown by `join`. One that no `join` has thrown when the
/// scope ends ends the program, as an exception does that leaves a thread, unless the task that joins was destroyed. A scope
/// that ends before its tasks destroys them, in which bytes may be lost that they have received: join it first, or use
/// `with_scope`.
class scope {
public:
    /// For tasks of a loop, which outlives the scope or destroys the tasks.
    template <class System, template <class> class Poller>
    explicit scope(basic_loop<System, Poller>& loop) noexcept;
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;
    ~scope() {
        if (error_ && !may_lose_error_ && !always_joins_)
            std::terminate();
        leave_loop();
        destroy_tasks();
        let_joinings_go();
    }

    /// Begins a task, which runs until it first waits before this returns. In a scope that has been asked to stop, so is the
    /// task. It returns nothing, since nobody waits for what it returns; what can fail in it, it handles.
    void spawn(task<void> work) {
        auto* const added = new spawned(*this);
        const auto coroutine = detail::task_access::release(std::move(work));
        added->coroutine = coroutine;
        added->next = first_;
        if (first_ != nullptr)
            first_->previous = added;
        first_ = added;
        if (loop_ != nullptr)
            loop_->task_began();
        coroutine.promise().context = added;
        coroutine.promise().is_outermost = true;
        coroutine.resume();
    }
    TENON_REFUSE("a spawned task returns nothing: let it handle its result, or use when_all, which returns the results",
                 template <class T> void spawn(task<T>))

    /// Waits until no task is left. Throws the first exception that left one of them. If the task that waits is asked to stop,
    /// so are the tasks of the scope, and this waits until they have ended.
    [[nodiscard]] detail::joining join() noexcept;

    /// Asks the tasks to stop, those that are here and those that are spawned from now on: what they wait for ends with
    /// `operation_canceled`, and so does all that they await later.
    void request_stop() noexcept {
        is_stopped_ = true;
        for (spawned* each = first_; each != nullptr; each = each->next)
            each->request_stop();
    }
    [[nodiscard]] bool stop_requested() const noexcept { return is_stopped_; }
    /// Whether no task is left.
    [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }

private:
    /// What waits for its tasks.
    friend class detail::joining;
    /// What makes scopes in the name of a task.
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

    explicit scope(detail::loop_core* loop) noexcept : loop_(loop) { enter_loop(); }
    /// One that a task makes, of which a request to stop may have come before.
    explicit scope(const detail::task_context* context) noexcept : scope(context == nullptr ? nullptr : context->loop) {
        is_stopped_ = context != nullptr && context->is_stopped;
        always_joins_ = true;
    }

    void enter_loop() noexcept {
        if (loop_ == nullptr)
            return;
        next_ = loop_->scopes_;
        if (next_ != nullptr)
            next_->previous_ = this;
        loop_->scopes_ = this;
    }
    void leave_loop() noexcept {
        if (loop_ == nullptr)
            return;
        (previous_ != nullptr ? previous_->next_ : loop_->scopes_) = next_;
        if (next_ != nullptr)
            next_->previous_ = previous_;
        next_ = previous_ = nullptr;
    }
    /// The loop ends before its scopes.
    static void destroy_all(detail::loop_core& loop) noexcept {
        while (loop.scopes_ != nullptr) {
            // A task may hold the scope, which then ends with it, and leaves the loop.
            scope& first = *loop.scopes_;
            if (first.first_ != nullptr) {
                first.destroy(*first.first_);  // NOLINT(clang-analyzer-cplusplus.NewDelete): as in `destroy_tasks`.
                continue;
            }
            first.leave_loop();
            first.loop_ = nullptr;
        }
    }

    static std::coroutine_handle<> ended(detail::task_context& context) noexcept {
        auto& done = static_cast<spawned&>(context);
        scope& owner = done.owner;
        if (const std::exception_ptr& error = done.coroutine.promise().error; error && !owner.error_) {
            owner.error_ = error;
            owner.request_stop();
            if (owner.stopped_too_ != nullptr)
                owner.stopped_too_->request_stop();
        }
        // Before it is destroyed, since the scope may end with it.
        std::coroutine_handle<> next = std::noop_coroutine();
        if (owner.first_ == &done && done.next == nullptr)
            next = owner.wake_joinings();
        owner.destroy(done);
        return next;
    }
    void destroy(spawned& gone) noexcept {
        (gone.previous != nullptr ? gone.previous->next : first_) = gone.next;
        if (gone.next != nullptr)
            gone.next->previous = gone.previous;
        // What the task has may hold the scope, which then ends with it.
        detail::loop_core* const loop = loop_;
        gone.coroutine.destroy();
        // An operation that was handed to the task, and lies elsewhere.
        if (gone.waits != nullptr)
            gone.waits->context = nullptr;
        if (loop != nullptr)
            loop->task_ended();
        delete &gone;
    }
    void destroy_tasks() noexcept {
        while (first_ != nullptr)
            destroy(*first_);  // NOLINT(clang-analyzer-cplusplus.NewDelete): it has taken the one before out of the list.
    }
    /// Those that wait for the end of the tasks have their turn. Without a loop there is no queue: then the one that waits is
    /// returned, to be resumed at once.
    std::coroutine_handle<> wake_joinings() noexcept;
    /// The scope ends before them.
    void let_joinings_go() noexcept;
    void rethrow() {
        if (error_)
            std::rethrow_exception(std::exchange(error_, nullptr));
    }

    detail::loop_core* loop_;  // Null if no loop runs the tasks: then none of them waits.
    scope* next_ = nullptr;    // Among the scopes of the loop.
    scope* previous_ = nullptr;
    spawned* first_ = nullptr;
    detail::joining* joinings_ = nullptr;
    scope* stopped_too_ = nullptr;  // By an exception of one of its tasks.
    std::exception_ptr error_;
    bool is_stopped_ = false;
    bool always_joins_ = false;    // Unless it is destroyed.
    bool may_lose_error_ = false;  // The join that would have thrown it has been destroyed.
};

namespace detail {

/// Waits until a scope has no task.
class joining : limited_wait {
public:
    joining(scope& joined, bool rethrows) noexcept
        : limited_wait(&on_notice, joined.loop_), scope_(&joined), rethrows_(rethrows) {}
    ~joining() {
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
        next_joining_ = std::exchange(scope_->joinings_, this);
        enter_context();
        return true;
    }
    void take() {
        static_cast<void>(leave_scope());
        if (rethrows_ && scope_ != nullptr)
            scope_->rethrow();
    }

    [[nodiscard]] awaited<joining> operator co_await() && noexcept { return {*this}; }

private:
    static void on_notice(waiter& notified, notice why) noexcept {
        auto& self = static_cast<joining&>(notified);
        if (why == notice::stop) {
            if (self.scope_ != nullptr)
                self.scope_->request_stop();
        } else if (self.scope_ == nullptr || self.scope_->empty()) {
            self.resume();
        }  // Else a task has been spawned meanwhile: its end is waited for too.
    }
    /// Returns false if the scope does not have it.
    [[nodiscard]] bool leave_scope() noexcept {
        if (scope_ == nullptr)
            return false;
        for (joining** link = &scope_->joinings_; *link != nullptr; link = &(*link)->next_joining_)
            if (*link == this) {
                *link = next_joining_;
                return true;
            }
        return false;
    }

    friend scope;

    scope* scope_;  // Null if it has ended.
    joining* next_joining_ = nullptr;
    bool rethrows_;
};

}  // namespace detail

inline detail::joining scope::join() noexcept {
    return {*this, true};
}
inline std::coroutine_handle<> scope::wake_joinings() noexcept {
    if (loop_ == nullptr)
        return joinings_ != nullptr ? joinings_->wait_no_more() : std::noop_coroutine();
    for (detail::joining* each = joinings_; each != nullptr; each = each->next_joining_)
        if (each->previous == nullptr)
            loop_->enqueue(*each, 0);
    return std::noop_coroutine();
}
inline void scope::let_joinings_go() noexcept {
    if (loop_ != nullptr)
        static_cast<void>(wake_joinings());
    while (joinings_ != nullptr)
        std::exchange(joinings_, joinings_->next_joining_)->scope_ = nullptr;
}

}  // namespace v0
}  // namespace tenon
