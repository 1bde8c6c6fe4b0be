// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <tenon/base/limit_set.hpp>
#include <tenon/loop/limit_block.hpp>
#include <tenon/loop/scope_link.hpp>
#include <tenon/loop/timer_heap.hpp>
#include <tenon/loop/waiter.hpp>

namespace tenon {
inline namespace v0 {

class scope;

namespace detail {

/// The part of an event loop that does not depend on its system: the queue of waiters to notify,
/// the timers, the limits of waiters, and the number of tasks. A wait without a descriptor needs no
/// other part.
class loop_core {
public:
    loop_core(const loop_core&) = delete;
    loop_core& operator=(const loop_core&) = delete;

    // The queue.

    /// Adds a waiter, which must be in no list, to the queue. It is notified when its turn comes.
    /// `error` is 0, or the error with which the wait ends.
    void enqueue(waiter& added, int error) noexcept {
        added.error = error;
        queue_.push_back(added);
    }

    // Time.

    /// Returns the time on the loop's clock, in nanoseconds. While the loop runs, the clock is read
    /// once a turn, so the time may be as old as the turn.
    [[nodiscard]] std::int64_t now() noexcept {
        if (time_ >= 0)
            return time_;
        const std::int64_t time = read_clock();
        if (is_running_)
            time_ = time;
        return time;
    }
    /// Returns the time that `now` has read in this turn; negative if it has not read the clock.
    [[nodiscard]] std::int64_t known_time() const noexcept { return time_; }
    /// Makes the next `now` read the clock.
    void forget_time() noexcept { time_ = -1; }
    [[nodiscard]] timer_heap& timers() noexcept { return timers_; }

    // Limits.

    /// Takes an unused block, or allocates one, for the limits of a waiter. Returns null if there
    /// is no memory.
    [[nodiscard]] limit_block* take_block(waiter& whose, limit_set&& limits) noexcept {
        limit_block* block = free_;
        if (block != nullptr)
            free_ = block->next_free;
        else
            block = make_block();
        if (block == nullptr)
            return nullptr;
        block->whose = &whose;
        block->limits = std::move(limits);
        block->pause = backoff();
        return block;
    }
    void give_back(limit_block& block) noexcept {
        timer_heap::disarm(block);
        block.pauses = false;
        if (block.limits.stops() != 0)
            unwatch(block);
        block.next_free = free_;
        free_ = &block;
    }
    /// Subscribes to the stop tokens of a block. Returns 0, or the errno with which the wait ends
    /// at once: ECANCELED if a stop is already requested, or ENOMEM.
    [[nodiscard, gnu::noinline]] int watch(limit_block& block) noexcept {
        if (block.watches == nullptr)
            block.watches = take_watches();
        if (block.watches == nullptr)
            return ENOMEM;
        block.subscribed = true;
        ++watching_;
        for (std::size_t index = 0; index != block.limits.stops(); ++index) {
            stop_watch& added = block.watches->each[index];
            added.loop = this;
            added.block = &block;
            if (!block.limits.stop(index).subscribe(added))
                return ECANCELED;
        }
        return 0;
    }
    /// Records that a stop is requested, and wakes the loop. Safe in any thread and in a signal
    /// handler.
    void post(stop_watch& posted) noexcept {
        stop_watch* first = __atomic_load_n(&posted_, __ATOMIC_RELAXED);
        do {
            posted.next = first;
        } while (!__atomic_compare_exchange_n(&posted_, &first, &posted, true, __ATOMIC_SEQ_CST,
                                              __ATOMIC_RELAXED));
        // Only the first watch in the list wakes the loop, which then takes the whole list.
        if (first == nullptr && __atomic_load_n(&has_event_, __ATOMIC_SEQ_CST))
            raise_event();
    }

    // Fairness.

    /// Counts an attempt of an operation. Returns false if the running task has made
    /// `attempts_in_a_row` attempts without waiting since the loop resumed it: other tasks then
    /// come first.
    [[nodiscard]] bool spend() noexcept { return --credit_ >= 0; }

    // Tasks.

    void task_began() noexcept { ++tasks_; }
    void task_ended() noexcept { --tasks_; }
    /// Runs a task until it first waits. It cannot run the loop, also if the loop is not running.
    void start(std::coroutine_handle<> task) noexcept {
        const bool was_running = is_running_;
        if (!was_running)
            set_running(true);
        task.resume();
        if (!was_running)
            set_running(false);
    }

protected:
    static constexpr int attempts_in_a_row = 63;

    loop_core() noexcept = default;
    virtual ~loop_core() {
        while (free_ != nullptr) {
            limit_block* const block = std::exchange(free_, free_->next_free);
            timers_.remove(*block);
            delete block;
        }
        while (free_watches_ != nullptr)
            delete std::exchange(free_watches_, free_watches_->next_free);
    }

    virtual std::int64_t read_clock() noexcept = 0;
    /// Wakes the loop if it sleeps. Safe in any thread and in a signal handler.
    virtual void raise_event() noexcept = 0;

    // A turn.

    [[nodiscard]] bool is_running() const noexcept { return is_running_; }
    void set_running(bool on) noexcept {
        is_running_ = on;
        forget_time();
    }
    /// Called when the loop is about to notify a waiter: resets the count of attempts.
    void renew_credit() noexcept { credit_ = attempts_in_a_row; }
    /// Notifies the waiters that are in the queue now. A waiter that is added meanwhile stays for
    /// the next turn.
    void drain() noexcept {
        waiter_list batch;
        batch.take(queue_);
        while (!batch.empty()) {
            waiter& next = batch.pop_front();
            renew_credit();
            next.notify(next, notice::dequeued);
        }
    }
    /// Ends the waits whose stop is requested.
    void end_stopped() noexcept {
        collect_posted();
        while (requested_ != nullptr) {
            stop_watch& first = *std::exchange(requested_, requested_->next);
            first.block->whose->error = ECANCELED;
            renew_credit();
            first.block->whose->notify(*first.block->whose, notice::limit);
            collect_posted();
        }
    }
    void expire_timers() noexcept {
        if (timers_.not_before() == endless)
            return;
        // The function of a timer may arm and remove other timers, so each is searched for anew.
        const std::int64_t time = now();
        for (timer* due = timers_.pop_due(time); due != nullptr; due = timers_.pop_due(time)) {
            renew_credit();
            due->expire(*due);
        }
    }
    /// Returns the nanoseconds until the loop has work without an event: 0 for now, negative for
    /// never. Unless `exactly`, the result may be too short, and the turn then finds nothing to do.
    /// Most deadlines are postponed before they come, so it costs less to wake up too early now and
    /// then than to find the earliest deadline in each turn.
    [[nodiscard]] std::int64_t time_left(bool exactly) noexcept {
        if (!queue_.empty() || requested_ != nullptr || has_requests())
            return 0;
        const std::int64_t first = exactly ? timers_.earliest() : timers_.not_before();
        if (first == endless)
            return -1;
        // Reads the clock again: the loop must not sleep for the time that the turn has taken.
        forget_time();
        const std::int64_t time = now();
        return first > time ? first - time : 0;
    }
    [[nodiscard]] bool has_requests() const noexcept {
        return __atomic_load_n(&posted_, __ATOMIC_SEQ_CST) != nullptr;
    }
    [[nodiscard]] bool is_watching() const noexcept { return watching_ != 0; }
    void set_has_event() noexcept { __atomic_store_n(&has_event_, true, __ATOMIC_SEQ_CST); }
    [[nodiscard]] bool has_event() const noexcept { return has_event_; }
    [[nodiscard]] std::size_t tasks() const noexcept { return tasks_; }

private:
    friend class tenon::scope;

    [[gnu::noinline, gnu::cold]] static limit_block* make_block() noexcept {
        return ::new (std::nothrow) limit_block;
    }
    stop_watches* take_watches() noexcept {
        if (free_watches_ != nullptr)
            return std::exchange(free_watches_, free_watches_->next_free);
        return ::new (std::nothrow) stop_watches;
    }
    void collect_posted() noexcept {
        stop_watch* first = __atomic_exchange_n(&posted_, nullptr, __ATOMIC_ACQUIRE);
        while (first != nullptr) {
            stop_watch* const after = first->next;
            first->next = requested_;
            requested_ = first;
            first = after;
        }
    }
    [[gnu::noinline]] void unwatch(limit_block& block) noexcept {
        if (std::exchange(block.subscribed, false)) {
            --watching_;
            for (std::size_t index = 0; index != block.limits.stops(); ++index)
                block.limits.stop(index).unsubscribe(block.watches->each[index]);
            // From here on no watch of the block is posted. Those that were posted are in `posted_`
            // or `requested_`.
            collect_posted();
            for (stop_watch** link = &requested_; *link != nullptr;)
                if ((*link)->block == &block)
                    *link = (*link)->next;
                else
                    link = &(*link)->next;
        }
        // An unused block does not keep the state of a token alive.
        block.limits = limit_set();
        if (block.watches != nullptr) {
            block.watches->next_free = free_watches_;
            free_watches_ = std::exchange(block.watches, nullptr);
        }
    }

    waiter_list queue_;
    int credit_ = attempts_in_a_row;
    bool is_running_ = false;
    std::int64_t time_ = -1;  // Negative: not read in this turn.
    timer_heap timers_;
    limit_block* free_ = nullptr;
    stop_watches* free_watches_ = nullptr;
    std::size_t watching_ = 0;
    std::size_t tasks_ = 0;
    scope_link scopes_;
    stop_watch* requested_ = nullptr;  // Stop watches that the loop has taken from `posted_`.
    stop_watch* posted_ = nullptr;     // Stop watches whose stop was requested, from any thread.
    bool has_event_ = false;
};

inline void stop_watch::post(stop_subscriber& self) noexcept {
    auto& posted = static_cast<stop_watch&>(self);
    posted.loop->post(posted);
}

}  // namespace detail
}  // namespace v0
}  // namespace tenon
