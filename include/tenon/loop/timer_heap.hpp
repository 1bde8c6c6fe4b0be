// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <tenon/base/duration.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Calls a function at its deadline, unless it is disarmed before. A timer belongs to one heap,
/// which keeps a pointer to it until it expires or is removed.
struct timer {
    using function = void (*)(timer&) noexcept;

    explicit timer(function then) noexcept : expire(then) {}
    timer(const timer&) = delete;
    timer& operator=(const timer&) = delete;

    [[nodiscard]] bool is_armed() const noexcept { return deadline != endless; }

    std::int64_t deadline = endless;  ///< on the loop's clock; `endless` if it is not armed
    function expire;                  ///< called after the deadline; the timer is disarmed by then
    std::uint32_t place = 0;          ///< in the heap, from 1; 0 if the timer is not in the heap
};

/// A binary heap of timers, ordered by deadline.
///
/// Most timers are disarmed before they expire, and armed again for a later time. So a timer that
/// is disarmed, or armed for a later time, keeps its place until it reaches the top of the heap,
/// and is removed or moved then. To arm or disarm a timer thus costs a few instructions instead of
/// O(log n).
class timer_heap {
public:
    timer_heap() noexcept = default;
    timer_heap(const timer_heap&) = delete;
    timer_heap& operator=(const timer_heap&) = delete;
    ~timer_heap() { std::free(entries_); }

    /// Arms a timer, or changes its deadline. Returns false, and does nothing, if there is no
    /// memory.
    [[nodiscard]] bool arm(timer& armed, std::int64_t deadline) noexcept {
        if (armed.place == 0) {
            if (count_ == capacity_ && !grow())
                return false;
            armed.deadline = deadline;
            move_up(++count_, {deadline, &armed});
            return true;
        }
        armed.deadline = deadline;
        if (deadline < entry(armed.place).at)
            move_up(armed.place, {deadline, &armed});
        return true;
    }
    /// Does the same as `arm` if the timer keeps its place: if it is in the heap, and `deadline` is
    /// not earlier than the time by which it is sorted. Otherwise returns false, and does nothing.
    [[nodiscard]] bool put_off(timer& armed, std::int64_t deadline) const noexcept {
        if (armed.place == 0 || deadline < entry(armed.place).at)
            return false;
        armed.deadline = deadline;
        return true;
    }
    static void disarm(timer& armed) noexcept { armed.deadline = endless; }
    /// Disarms a timer and removes it from the heap. A timer that is in the heap must be removed
    /// before it is destroyed.
    void remove(timer& gone) noexcept {
        if (gone.place == 0)
            return;
        disarm(gone);
        const std::uint32_t place = gone.place;
        gone.place = 0;
        const slot last = entry(count_--);
        if (last.of == &gone)
            return;
        if (place > 1 && entry(place / 2).at > last.at)
            move_up(place, last);
        else
            move_down(place, last);
    }

    /// Returns a time that is not later than any deadline; `endless` if the heap is empty. A timer
    /// that was disarmed, or armed for a later time, may still count with its earlier deadline.
    [[nodiscard]] std::int64_t not_before() const noexcept {
        return count_ == 0 ? endless : entry(1).at;
    }
    /// Returns the earliest deadline; `endless` if no timer is armed.
    [[nodiscard]] std::int64_t earliest() noexcept {
        while (count_ != 0) {
            const slot top = entry(1);
            if (top.of->deadline == top.at)
                return top.at;
            if (top.of->is_armed())
                move_down(1, {top.of->deadline, top.of});
            else
                remove(*top.of);
        }
        return endless;
    }
    /// Removes the timer with the earliest deadline, disarms it and returns it, if that deadline is
    /// not later than `now`. Otherwise returns null.
    [[nodiscard]] timer* pop_due(std::int64_t now) noexcept {
        if (not_before() > now || earliest() > now)
            return nullptr;
        timer& due = *entry(1).of;
        remove(due);
        return &due;
    }

private:
    struct slot {
        std::int64_t at;  // Not later than the timer's deadline.
        timer* of;
    };

    [[nodiscard]] slot& entry(std::uint32_t place) const noexcept { return entries_[place - 1]; }
    void put(std::uint32_t place, slot moved) noexcept {
        entry(place) = moved;
        moved.of->place = place;
    }
    void move_up(std::uint32_t place, slot moved) noexcept {
        for (; place > 1 && entry(place / 2).at > moved.at; place /= 2)
            put(place, entry(place / 2));
        put(place, moved);
    }
    void move_down(std::uint32_t place, slot moved) noexcept {
        for (std::uint32_t child = 2 * place; child <= count_; child = 2 * place) {
            if (child < count_ && entry(child + 1).at < entry(child).at)
                ++child;
            if (entry(child).at >= moved.at)
                break;
            put(place, entry(child));
            place = child;
        }
        put(place, moved);
    }
    [[nodiscard, gnu::noinline, gnu::cold]] bool grow() noexcept {
        const std::uint32_t wanted = capacity_ == 0 ? 64 : 2 * capacity_;
        auto* const more =
            static_cast<slot*>(std::realloc(static_cast<void*>(entries_), wanted * sizeof(slot)));
        if (more == nullptr)
            return false;
        entries_ = more;
        capacity_ = wanted;
        return true;
    }

    slot* entries_ = nullptr;
    std::uint32_t count_ = 0;
    std::uint32_t capacity_ = 0;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
