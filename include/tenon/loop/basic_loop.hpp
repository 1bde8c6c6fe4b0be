// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include <tenon/base/by_exceptions.hpp>
#include <tenon/base/duration.hpp>
#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/loop/foreign_readiness.hpp>
#include <tenon/loop/loop_access.hpp>
#include <tenon/loop/loop_core.hpp>
#include <tenon/loop/loop_driver.hpp>
#include <tenon/loop/run.hpp>
#include <tenon/loop/slot_table.hpp>
#include <tenon/loop/task.hpp>
#include <tenon/system/native.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// An event loop: carries out the operations of its sockets, and resumes the coroutines that await
/// them, in the thread that runs it. `Poller` determines the system calls that wait for events. Use
/// `poll_loop` or `epoll_loop`.
///
/// A loop cannot be moved, and must live until its sockets are destroyed.
/// Thread safety: two threads must not use a loop, or its sockets and tasks, at the same time. A
/// stop can be requested from any thread and from a signal handler (see `stop_source`).
template <class System, template <class> class Poller>
class basic_loop final : detail::loop_core {
public:
    using driver_type = loop_driver<basic_loop>;
    using system_type = System;

    /// Makes no system call and does not fail.
    basic_loop() noexcept
        requires std::default_initializable<System>
        : poller_(system_) {}
    explicit basic_loop(const System& system) noexcept : system_(system), poller_(system_) {}
    /// Destroys the tasks that are left in the loop's scopes, with everything that they hold.
    ~basic_loop() override {
        detail::loop_access::destroy_tasks(*this);
        for (const os::descriptor end : event_)
            if (end != os::no_descriptor)
                static_cast<void>(system_.close(end));
    }

    /// Returns the driver of the loop's sockets.
    [[nodiscard]] driver_type driver() noexcept { return driver_type(*this); }
    [[nodiscard]] const System& system() const noexcept { return system_; }

    /// Runs until no task is left, or until `stop` is called.
    ///
    /// Errors: `resource_deadlock_would_occur` if the loop is already running, or if all remaining
    /// tasks wait for something that can no longer happen; those of epoll_create1(2), epoll_wait(2)
    /// or poll(2).
    result<void> run() noexcept {
        return run_while([this] { return this->tasks() != 0; });
    }
    /// Runs a task until it has ended, and the other tasks of the loop meanwhile. Returns what the
    /// task returns, or throws what it throws.
    ///
    /// Errors: those of `run()`; `operation_canceled` if `stop` is called before the task has
    /// ended. The task is then destroyed. The error is returned if `T` is a `result`, and is
    /// otherwise thrown as `std::system_error`.
    template <class T>
    TENON_BY_EXCEPTIONS T run(task<T> work) {
        if (is_running())
            return detail::without_value<T>(failure(std::errc::resource_deadlock_would_occur));
        detail::task_context context;
        context.loop = this;
        task<T> root = std::move(work);  // Destroyed before its context.
        start(detail::task_access::prepare(root, context));
        const result<void> ran = run_while([&root] { return !detail::task_access::is_done(root); });
        if (detail::task_access::is_done(root))
            return detail::task_access::take(root);
        return detail::without_value<T>(ran ? failure(std::errc::operation_canceled) : ran.why());
    }
    /// Runs one turn, which does not sleep: resumes the tasks that can continue.
    ///
    /// Errors: those of `run()`. It is not an error if all tasks wait for something that can no
    /// longer happen.
    result<void> run_ready() noexcept {
        if (is_running())
            return failure(std::errc::resource_deadlock_would_occur);
        int error = poller_.open();
        set_running(true);
        if (error == 0)
            error = turn(0);
        set_running(false);
        if (error != 0)
            return failure(error);
        return {};
    }
    /// Makes `run` return after the current turn. If the loop is not running, the next `run`
    /// returns at once.
    void stop() noexcept { is_stopped_ = true; }

    /// Makes the loop look for events for `duration` before each sleep. This costs processor time,
    /// and saves the time to wake up. The default is 0.
    template <duration_like Duration>
    void spin(const Duration& duration) noexcept {
        spin_ = tenon::to_nanoseconds(duration);
    }

    // Descriptors that are not sockets of the loop.

    /// Waits until a descriptor that is not a socket of the loop is readable (poll(2), POLLIN): a
    /// pipe, a terminal, a socket of another library. The descriptor must stay open until the wait
    /// has ended.
    ///
    /// Errors: `operation_not_permitted` from epoll(7) for a regular file (such a file is always
    /// ready); `bad_file_descriptor`; `device_or_resource_busy` if another task waits in this
    /// direction; those of the limits.
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] detail::foreign_readiness<basic_loop, os::readiness::readable> readable(
        os::descriptor watched, const Limits&... limits) noexcept {
        return {*this, {driver(), checked(watched)}, limit_set(limits...)};
    }
    /// Waits, as `readable` does, until the descriptor is writable (POLLOUT).
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] detail::foreign_readiness<basic_loop, os::readiness::writable> writable(
        os::descriptor watched, const Limits&... limits) noexcept {
        return {*this, {driver(), checked(watched)}, limit_set(limits...)};
    }

    // To run the loop inside another event loop.

    /// Returns a descriptor that becomes readable when `run_ready` has an event to handle. It does
    /// not report deadlines, nor tasks that can already continue: see `next_deadline`. The caller
    /// must not close it.
    ///
    /// Errors: those of epoll_create1(2), epoll_ctl(2) and eventfd(2).
    [[nodiscard]] result<os::descriptor> native_handle() noexcept
        requires requires(Poller<System>& poller) { poller.native_handle(); }
    {
        if (const int error = poller_.open(); error != 0)
            return failure(error);
        if (const int error = make_event(); error != 0)
            return failure(error);
        return poller_.native_handle();
    }
    /// Returns the nanoseconds until `run_ready` has something to do without an event: 0 for now,
    /// `endless` for never.
    [[nodiscard]] std::int64_t next_deadline() noexcept {
        const std::int64_t left = this->time_left(true);
        return left < 0 ? endless : left;
    }

private:
    friend class loop_driver<basic_loop>;
    /// The operations that wait in the loop.
    template <class, class, class>
    friend class detail::pending_operation;
    /// The calls of these operations.
    template <class>
    friend struct detail::pending_attempt;
    /// The waits for descriptors that are not sockets of the loop.
    template <class, os::readiness>
    friend class detail::foreign_readiness;
    friend detail::loop_access;

    // For the operations and the driver.

    static constexpr unsigned receiving = detail::slot::receiving;
    static constexpr unsigned sending = detail::slot::sending;

    /// Makes a slot for a descriptor that has none. Returns false if the descriptor is negative, or
    /// if there is no memory.
    [[nodiscard, gnu::always_inline]] bool ensure_slot(os::descriptor descriptor) noexcept {
        return slots_.has(descriptor) || slots_.make(descriptor);
    }
    /// Returns `watched`, or `no_descriptor` if the table of slots would have to grow for a
    /// descriptor that is not open: a wrong number could make the table arbitrarily large.
    [[nodiscard]] os::descriptor checked(os::descriptor watched) const noexcept {
        return slots_.has(watched) || system_.nonblocking(watched) >= 0 ? watched
                                                                        : os::no_descriptor;
    }
    [[nodiscard]] detail::slot& slot_of(os::descriptor descriptor) noexcept {
        return slots_[descriptor];
    }

    static constexpr unsigned direction_of(os::readiness wanted) noexcept {
        return wanted == os::readiness::readable ? receiving : sending;
    }
    /// Tells the poller that an operation begins to wait in a direction. Returns 0, or an errno.
    [[nodiscard, gnu::always_inline]] int begin_waiting(os::descriptor descriptor,
                                                        unsigned direction) noexcept {
        const int error =
            poller_.begin_waiting(descriptor, slots_[descriptor], detail::slot::watched(direction));
        if (error == 0) [[likely]]
            ++waiting_;
        return error;
    }
    /// Counts an operation that begins to wait in a direction that the poller already reports.
    void count_waiting() noexcept { ++waiting_; }
    [[gnu::always_inline]] void end_waiting(os::descriptor descriptor,
                                            unsigned direction) noexcept {
        --waiting_;
        poller_.end_waiting(descriptor, slots_[descriptor], detail::slot::watched(direction));
    }
    /// Returns whether an operation that begins to wait gets an event if the direction is already
    /// ready.
    [[nodiscard]] bool reports_current_state(const detail::slot& at,
                                             unsigned direction) const noexcept {
        return poller_.reports_current_state(at, detail::slot::watched(direction));
    }
    /// Discards the events of the previous attempt to connect that are still on their way. Called
    /// when a new attempt has begun.
    void discard_old_events(os::descriptor descriptor) noexcept {
        detail::slot& at = slots_[descriptor];
        poller_.forget(descriptor, at);
        at.add(detail::slot::receiving_idle | detail::slot::sending_idle);
        // Other operations that wait on the descriptor continue to wait.
        for (const unsigned each : {receiving, sending})
            if (detail::waiter* const who = at.waiters[each]; who != nullptr)
                if (poller_.begin_waiting(descriptor, at, detail::slot::watched(each)) != 0)
                    who->notify(*who, detail::notice::stop);
    }
    /// Removes a descriptor from the loop. Operations that wait on it end with
    /// `operation_canceled`.
    void leave(os::descriptor descriptor) noexcept {
        if (!slots_.has(descriptor))
            return;
        detail::slot& at = slots_[descriptor];
        // A waiter that is notified gives up its place in the slot, and enters the loop's queue.
        for (detail::waiter* const who : {at.waiters[receiving], at.waiters[sending]})
            if (who != nullptr)
                who->notify(*who, detail::notice::left);
        at.change_owner();
        poller_.forget(descriptor, at);
    }
    /// Ends a wait on a descriptor that is not a socket of the loop. Forgets the descriptor, unless
    /// another operation waits on it.
    void forget_foreign(os::descriptor descriptor, const detail::waiter* who) noexcept {
        if (!slots_.has(descriptor))
            return;
        detail::slot& at = slots_[descriptor];
        for (const detail::waiter* const other : at.waiters)
            if (other != nullptr && other != who)
                return;
        poller_.forget(descriptor, at);
    }
    std::ptrdiff_t close(os::descriptor descriptor) noexcept {
        leave(descriptor);
        return system_.close(descriptor);
    }

    // The turn.

    template <class Goes>
    result<void> run_while(Goes goes) noexcept {
        if (is_running())
            return failure(std::errc::resource_deadlock_would_occur);
        int error = poller_.open();
        set_running(true);
        while (error == 0 && !is_stopped_ && goes()) {
            const std::int64_t left = time_left(waiting_ == 0);
            if (left < 0 && waiting_ == 0 && !is_watching()) {
                error = EDEADLK;
                break;
            }
            error = turn(left);
        }
        set_running(false);
        is_stopped_ = false;
        if (error != 0)
            return failure(error);
        return {};
    }
    /// Runs one turn, which sleeps for at most `nanoseconds`; without end if negative. Returns 0,
    /// or an errno.
    [[nodiscard]] int turn(std::int64_t nanoseconds) noexcept {
        if (const int error = wait(nanoseconds); error != 0)
            return error;
        end_stopped();
        expire_timers();
        drain();
        return 0;
    }
    /// Waits for events and delivers them. Returns 0, or an errno.
    [[nodiscard]] int wait(std::int64_t nanoseconds) noexcept {
        std::int64_t time = nanoseconds;
        if (time != 0 && is_watching()) {
            if (make_event() != 0) {
                // A stop request cannot wake the loop, so the loop wakes up regularly to look for
                // one.
                constexpr std::int64_t check_interval = 10'000'000;
                time = time < 0 || time > check_interval ? check_interval : time;
            } else if (has_requests()) {
                // A stop was requested before the event existed, and so did not raise it.
                time = 0;
            }
        }
        std::ptrdiff_t count = 0;
        if (spin_ > 0 && time != 0)
            count = spin(time);
        if (count == 0)
            count = wait_once(spin_ > 0 && time > 0 ? (time > spin_ ? time - spin_ : 0) : time);
        if (poller_.saw_event())
            system_.clear_event(event_);
        return count >= 0 || count == -EINTR ? 0 : detail::narrow_cast<int>(-count);
    }
    [[gnu::noinline]] std::ptrdiff_t spin(std::int64_t time) noexcept {
        const std::int64_t begun = system_.now();
        const std::int64_t most = time < 0 || time > spin_ ? spin_ : time;
        const std::int64_t end = most > endless - begun ? endless : begun + most;
        std::ptrdiff_t count = 0;
        do
            count = wait_once(0);
        while (count == 0 && system_.now() < end && !has_requests());
        return count;
    }
    std::ptrdiff_t wait_once(std::int64_t nanoseconds) noexcept {
        forget_time();
        return poller_.wait(
            nanoseconds, [this](os::descriptor descriptor, std::uint32_t tag, int events) noexcept {
                deliver(descriptor, tag, events);
            });
    }
    [[gnu::always_inline]] void deliver(os::descriptor descriptor, std::uint32_t tag,
                                        int events) noexcept {
        detail::slot& at = slots_[descriptor];
        if (at.tag != tag) [[unlikely]]
            return;
        renew_credit();
        if ((events & ~POLLIN) == 0) [[likely]] {
            at.take(detail::slot::receiving_idle);
            if (detail::waiter* const who = at.waiters[receiving]; who != nullptr)
                who->notify(*who, detail::notice::event);
            return;
        }
        if ((events & POLLNVAL) != 0) [[unlikely]] {
            // The descriptor was closed without the loop's knowledge, or was never open. Only
            // poll(2) reports this: epoll_ctl(2) refuses such a descriptor.
            for (const unsigned each : {receiving, sending})
                if (detail::waiter* const who = slots_[descriptor].waiters[each];
                    who != nullptr && slots_[descriptor].tag == tag) {
                    who->error = EBADF;
                    who->notify(*who, detail::notice::limit);
                }
            return;
        }
        if ((events & os::exceptional_events) != 0)
            at.add(detail::slot::exceptional);
        if ((events & os::receiving_events) != 0) {
            at.take(detail::slot::receiving_idle);
            if (detail::waiter* const who = at.waiters[receiving]; who != nullptr)
                who->notify(*who, detail::notice::event);
        }
        if ((events & os::sending_events) != 0) {
            // The coroutine that was resumed may have closed the descriptor, or grown the table.
            detail::slot& then = slots_[descriptor];
            if (then.tag != tag)
                return;
            then.take(detail::slot::sending_idle);
            if (detail::waiter* const who = then.waiters[sending]; who != nullptr)
                who->notify(*who, detail::notice::event);
        }
    }
    /// Opens the event with which other threads wake the loop, if it is not open yet. Returns 0, or
    /// an errno.
    [[nodiscard]] int make_event() noexcept {
        if (has_event())
            return 0;
        if (event_[0] == os::no_descriptor)
            if (const std::ptrdiff_t made = system_.open_event(event_); made < 0)
                return detail::narrow_cast<int>(-made);
        if (const int error = poller_.watch_event(event_[0]); error != 0)
            return error;
        set_has_event();
        return 0;
    }

    std::int64_t read_clock() noexcept override { return system_.now(); }
    void raise_event() noexcept override { system_.raise_event(event_); }

    [[no_unique_address]] System system_;
    detail::slot_table slots_;
    Poller<System> poller_;
    std::size_t waiting_ = 0;
    std::int64_t spin_ = 0;
    os::descriptor event_[2] = {os::no_descriptor, os::no_descriptor};
    bool is_stopped_ = false;
};

}  // namespace v0
}  // namespace tenon
