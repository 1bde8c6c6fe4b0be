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

/// An event loop: carries out the operations of its sockets, and resumes the coroutines that await them, in the thread that
/// runs it. `Poller` is how it asks the system for events. Use `poll_loop` or `epoll_loop`.
///
/// A loop stays where it is, and outlives its sockets. Nothing of it may be used by two threads at a time; a stop source may be
/// asked in any thread.
template <class System, template <class> class Poller>
class basic_loop final : detail::loop_core {
public:
    using driver_type = loop_driver<basic_loop>;
    using system_type = System;

    /// Makes no system call, and does not fail.
    basic_loop() noexcept
        requires std::default_initializable<System>
        : poller_(system_) {}
    explicit basic_loop(const System& system) noexcept : system_(system), poller_(system_) {}
    /// Destroys the tasks that are left, with what they have.
    ~basic_loop() override {
        detail::loop_access::destroy_tasks(*this);
        for (const os::descriptor end : event_)
            if (end != os::no_descriptor)
                static_cast<void>(system_.close(end));
    }

    /// The driver of the loop's sockets.
    [[nodiscard]] driver_type driver() noexcept { return driver_type(*this); }
    [[nodiscard]] const System& system() const noexcept { return system_; }

    /// Runs until no task is left, or until `stop`.
    /// Errors: `resource_deadlock_would_occur` if the tasks that are left wait for nothing that could happen any more, and if
    /// the loop runs already; those of epoll_create1(2), epoll_wait(2) or poll(2).
    result<void> run() noexcept {
        return run_while([this] { return this->tasks() != 0; });
    }
    /// Runs a task, and the others meanwhile, until it has ended. Returns what it returns, and throws what it throws.
    /// If the task does not end, it is destroyed, and the error is that of `run`, or `operation_canceled` after `stop`: as the
    /// result, if `T` is one, or else by `std::system_error`.
    template <class T>
    TENON_BY_EXCEPTIONS T run(task<T> work) {
        if (is_running())
            return detail::without_value<T>(failure(std::errc::resource_deadlock_would_occur));
        detail::task_context context;
        context.loop = this;
        task<T> root = std::move(work);  // It ends before its context.
        set_running(true);
        detail::task_access::start(root, context);
        set_running(false);
        const result<void> ran = run_while([&root] { return !detail::task_access::is_done(root); });
        if (detail::task_access::is_done(root))
            return detail::task_access::take(root);
        return detail::without_value<T>(ran ? failure(std::errc::operation_canceled) : ran.why());
    }
    /// One turn, which does not sleep: resumes what can go on.
    /// Errors: as `run`; tasks that wait for nothing are not an error.
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
    /// Lets `run` return after the turn that is under way, or at once if none is.
    void stop() noexcept { is_stopped_ = true; }

    /// Looks for events for so long before the thread sleeps. It takes the processor, and saves the time that it takes to wake
    /// up.
    template <duration_like Duration>
    void spin(const Duration& duration) noexcept {
        spin_ = tenon::to_nanoseconds(duration);
    }

    // Descriptors that are not sockets of the loop.

    /// Waits until a descriptor of the caller's is readable (poll(2), POLLIN): a pipe, a terminal, a socket of another library.
    /// It stays open while it is waited for.
    /// Errors: `operation_not_permitted` for a regular file on epoll(7), which is always ready; those of limits.
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] detail::foreign_readiness<basic_loop, os::readiness::readable> readable(os::descriptor watched,
                                                                                          const Limits&... limits) noexcept {
        return {*this, {driver(), checked(watched)}, limit_set(limits...)};
    }
    /// The same for POLLOUT.
    template <limit... Limits>
        requires few_limits<Limits...>
    [[nodiscard]] detail::foreign_readiness<basic_loop, os::readiness::writable> writable(os::descriptor watched,
                                                                                          const Limits&... limits) noexcept {
        return {*this, {driver(), checked(watched)}, limit_set(limits...)};
    }

    // To run the loop inside another.

    /// A descriptor that is readable when `run_ready` has something to do, but for deadlines.
    /// Errors: those of epoll_create1(2) and eventfd(2).
    [[nodiscard]] result<os::descriptor> native_handle() noexcept
        requires requires(Poller<System>& poller) { poller.native_handle(); }
    {
        if (const int error = poller_.open(); error != 0)
            return failure(error);
        if (const int error = make_event(); error != 0)
            return failure(error);
        return poller_.native_handle();
    }
    /// The nanoseconds until `run_ready` has something to do without an event: 0 for now, `endless` for never.
    [[nodiscard]] std::int64_t next_deadline() noexcept {
        const std::int64_t left = this->time_left(true);
        return left < 0 ? endless : left;
    }

private:
    friend class loop_driver<basic_loop>;
    /// The operations that wait in it.
    template <class, class, class>
    friend class detail::pending_operation;
    /// Those that wait for a descriptor of the caller's.
    template <class, os::readiness>
    friend class detail::foreign_readiness;
    friend detail::loop_access;

    // For the operations.

    static constexpr unsigned receiving = detail::slot::receiving;
    static constexpr unsigned sending = detail::slot::sending;

    [[nodiscard, gnu::always_inline]] bool has_slot(os::descriptor descriptor) noexcept {
        return slots_.has(descriptor) || slots_.make(descriptor);
    }
    /// Returns a descriptor of the caller's, or `no_descriptor` if the table of slots would have to grow for a number that no open
    /// descriptor has: a wrong number would take any amount of memory.
    [[nodiscard]] os::descriptor checked(os::descriptor watched) const noexcept {
        return slots_.has(watched) || system_.nonblocking(watched) >= 0 ? watched : os::no_descriptor;
    }
    [[nodiscard]] detail::slot& slot_of(os::descriptor descriptor) noexcept { return slots_[descriptor]; }

    static constexpr unsigned direction_of(os::readiness wanted) noexcept {
        return wanted == os::readiness::readable ? receiving : sending;
    }
    /// Returns 0, or an errno.
    [[nodiscard, gnu::always_inline]] int begin_waiting(os::descriptor descriptor, unsigned direction) noexcept {
        const int error = poller_.begin_waiting(descriptor, slots_[descriptor], detail::slot::watched(direction));
        if (error == 0) [[likely]]
            ++waiting_;
        return error;
    }
    /// Something begins to wait that will be told of what it waits for.
    void go_on_waiting() noexcept { ++waiting_; }
    [[gnu::always_inline]] void end_waiting(os::descriptor descriptor, unsigned direction) noexcept {
        --waiting_;
        poller_.end_waiting(descriptor, slots_[descriptor], detail::slot::watched(direction));
    }
    /// Whether who begins to wait is told of what is ready already.
    [[nodiscard]] bool tells_what_is_ready(const detail::slot& at, unsigned direction) const noexcept {
        return poller_.tells_what_is_ready(at, detail::slot::watched(direction));
    }
    /// A new attempt to connect: an event that is on its way is of the one before.
    void begin_anew(os::descriptor descriptor) noexcept {
        detail::slot& at = slots_[descriptor];
        poller_.forget(descriptor, at);
        at.add(detail::slot::receiving_idle | detail::slot::sending_idle);
        // What else waits for the descriptor goes on waiting.
        for (const unsigned each : {receiving, sending})
            if (detail::waiter* const who = at.waiters[each]; who != nullptr)
                if (poller_.begin_waiting(descriptor, at, detail::slot::watched(each)) != 0)
                    who->notify(*who, detail::notice::stop);
    }
    /// The descriptor leaves the loop: what waits for it ends.
    void leave(os::descriptor descriptor) noexcept {
        if (!slots_.has(descriptor))
            return;
        detail::slot& at = slots_[descriptor];
        // A waiter that is told of it gives up its place, and enters the queue.
        for (detail::waiter* const who : {at.waiters[receiving], at.waiters[sending]})
            if (who != nullptr)
                who->notify(*who, detail::notice::left);
        ++at.owners;
        poller_.forget(descriptor, at);
    }
    /// The end of a wait for a descriptor that is not ours: it is forgotten unless something else waits for it.
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
    /// Returns 0, or an errno.
    [[nodiscard]] int turn(std::int64_t nanoseconds) noexcept {
        if (const int error = wait(nanoseconds); error != 0)
            return error;
        end_stopped();
        expire_timers();
        drain();
        return 0;
    }
    /// Waits for events, and delivers them. Returns 0, or an errno.
    [[nodiscard]] int wait(std::int64_t nanoseconds) noexcept {
        std::int64_t time = nanoseconds;
        if (time != 0 && is_watching()) {
            if (make_event() != 0) {
                // A stop could not wake the loop: it looks from time to time.
                constexpr std::int64_t from_time_to_time = 10'000'000;
                time = time < 0 || time > from_time_to_time ? from_time_to_time : time;
            } else if (has_heard()) {
                // It came before there was an event.
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
        while (count == 0 && system_.now() < end && !has_heard());
        return count;
    }
    std::ptrdiff_t wait_once(std::int64_t nanoseconds) noexcept {
        forget_time();
        return poller_.wait(nanoseconds, [this](os::descriptor descriptor, std::uint32_t tag, int events) noexcept {
            deliver(descriptor, tag, events);
        });
    }
    [[gnu::always_inline]] void deliver(os::descriptor descriptor, std::uint32_t tag, int events) noexcept {
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
            // It was closed behind the loop's back, or never was open. (epoll(7) refuses it.)
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
            // What has just been resumed may have done anything.
            detail::slot& then = slots_[descriptor];
            if (then.tag != tag)
                return;
            then.take(detail::slot::sending_idle);
            if (detail::waiter* const who = then.waiters[sending]; who != nullptr)
                who->notify(*who, detail::notice::event);
        }
    }
    /// Makes the event by which other threads wake the loop. Returns 0, or an errno.
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
