// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <tenon/base/duration.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Something that happens at a time, unless it is disarmed before. It belongs to one heap, which keeps a pointer to it until it
/// expires or is removed.
struct timer {
    using function = void (*)(timer&) noexcept;

    explicit timer(function then) noexcept : expire(then) {}
    timer(const timer&) = delete;
    timer& operator=(const timer&) = delete;

    [[nodiscard]] bool is_armed() const noexcept { return deadline != endless; }

    std::int64_t deadline = endless;  ///< on the loop's clock; `endless` if it is not armed
    function expire;                  ///< called once, when the deadline has come; it is disarmed then
    std::uint32_t place = 0;          ///< in the heap, from 1; 0 if the heap does not have it
};

/// Timers by their deadlines.
///
/// Most limits are disarmed before they come, and armed again for a later time. So a timer that is disarmed, or armed for
/// later, keeps its place in the heap, and is put right when it comes to the top: to arm and disarm one costs a few
/// instructions, and not the logarithm of their number.
class timer_heap {
public:
    timer_heap() noexcept = default;
    timer_heap(const timer_heap&) = delete;
    timer_heap& operator=(const timer_heap&) = delete;
    ~timer_heap() { std::free(entries_); }

    /// Returns false, and does nothing, if there is no memory.
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
    /// `arm`, if that takes no more than to put a timer off that the heap has. Returns false, and does nothing, if it does.
    [[nodiscard]] bool put_off(timer& armed, std::int64_t deadline) const noexcept {
        if (armed.place == 0 || deadline < entry(armed.place).at)
            return false;
        armed.deadline = deadline;
        return true;
    }
    static void disarm(timer& armed) noexcept { armed.deadline = endless; }
    /// Forgets a timer that is about to be destroyed.
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

    /// A time that no deadline comes before, or `endless`: what has been disarmed, or armed for later, still counts.
    [[nodiscard]] std::int64_t not_before() const noexcept { return count_ == 0 ? endless : entry(1).at; }
    /// The earliest deadline, or `endless`.
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
    /// Takes the first timer whose deadline has come by `now`: it is disarmed. Returns null if there is none.
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
        auto* const more = static_cast<slot*>(std::realloc(static_cast<void*>(entries_), wanted * sizeof(slot)));
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
