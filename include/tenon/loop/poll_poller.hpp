// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <utility>

#include <tenon/loop/slot_table.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Waits for events with poll(2), on the descriptors that an operation waits on.
///
/// A descriptor keeps its entry in the array of poll(2) until `forget`. The place of the entry,
/// from 1, is the tag of the slot. While no operation waits, the entry has a negative descriptor,
/// which poll(2) ignores.
template <class System>
class poll_poller {
public:
    explicit poll_poller(const System& system) noexcept : system_(system) {}
    poll_poller(const poll_poller&) = delete;
    poll_poller& operator=(const poll_poller&) = delete;
    ~poll_poller() { std::free(entries_); }

    [[nodiscard]] static int open() noexcept { return 0; }

    [[nodiscard]] int begin_waiting(os::descriptor watched, slot& at,
                                    std::uint8_t direction) noexcept {
        if (at.tag == 0) {
            if (free_ == 0 && count_ == capacity_ && !grow())
                return ENOMEM;
            at.tag = free_ == 0 ? ++count_ : std::exchange(free_, next_free(entry(free_)));
            entry(at.tag) = {watched, 0, 0};
        }
        at.add(direction);
        set_events(watched, at);
        return 0;
    }
    void end_waiting(os::descriptor watched, slot& at, std::uint8_t direction) noexcept {
        at.take(direction);
        if (at.tag != 0)
            set_events(watched, at);
    }
    void forget(os::descriptor, slot& at) noexcept {
        if (at.tag != 0) {
            // The entries of the free places form a list: each holds the next place, as a negative
            // number in the field of the descriptor. A place is used again after the next `wait`,
            // since events with its tag may still be on their way.
            entry(at.tag) = {-static_cast<os::descriptor>(freed_) - 2, 0, 0};
            freed_ = at.tag;
        }
        at.tag = 0;
        at.facts = 0;
    }
    /// Always true: poll(2) reports readiness for as long as it lasts.
    [[nodiscard]] static bool reports_current_state(const slot&, std::uint8_t) noexcept {
        return true;
    }

    [[nodiscard]] int watch_event(os::descriptor event) noexcept {
        if (count_ == capacity_ && !grow())
            return ENOMEM;
        event_place_ = ++count_;
        entry(event_place_) = {event, POLLIN, 0};
        return 0;
    }
    [[nodiscard]] bool saw_event() noexcept { return std::exchange(saw_event_, false); }

    template <class Deliver>
    std::ptrdiff_t wait(std::int64_t nanoseconds, Deliver deliver) noexcept {
        while (freed_ != 0) {
            os::poll_entry& next = entry(freed_);
            const std::uint32_t after = next_free(next);
            next.fd = -static_cast<os::descriptor>(free_) - 2;
            free_ = std::exchange(freed_, after);
        }
        const std::ptrdiff_t ready =
            system_.poll_any(std::span<os::poll_entry>(entries_, count_), nanoseconds);
        std::ptrdiff_t left = ready;
        // An entry that is added during the delivery, at any place, has no events yet.
        for (std::uint32_t place = 1; left > 0 && place <= count_; ++place) {
            const int events = std::exchange(entry(place).revents, short{0});
            if (events == 0)
                continue;
            --left;
            // A coroutine that was resumed in this turn may have ended this wait.
            if (entry(place).fd < 0)
                continue;
            if (place == event_place_)
                saw_event_ = true;
            else
                deliver(entry(place).fd, place, events);
        }
        return ready;
    }

private:
    [[nodiscard]] os::poll_entry& entry(std::uint32_t place) const noexcept {
        return entries_[place - 1];
    }
    [[nodiscard]] static std::uint32_t next_free(const os::poll_entry& place) noexcept {
        return static_cast<std::uint32_t>(-place.fd - 2);
    }
    void set_events(os::descriptor watched, const slot& at) noexcept {
        // Without POLLPRI: it lasts until the urgent data is received, so poll(2) would report it
        // again and again.
        const int events =
            (at.has(slot::receiving_watched) ? os::events_to_receive & ~POLLPRI : 0) |
            (at.has(slot::sending_watched) ? os::events_to_send : 0);
        entry(at.tag).fd = events == 0 ? -watched - 1 : watched;
        entry(at.tag).events = static_cast<short>(events);
    }
    [[nodiscard, gnu::noinline, gnu::cold]] bool grow() noexcept {
        const std::uint32_t wanted = capacity_ == 0 ? 64 : 2 * capacity_;
        auto* const more = static_cast<os::poll_entry*>(
            std::realloc(static_cast<void*>(entries_), wanted * sizeof(os::poll_entry)));
        if (more == nullptr)
            return false;
        entries_ = more;
        capacity_ = wanted;
        return true;
    }

    const System& system_;
    os::poll_entry* entries_ = nullptr;
    std::uint32_t count_ = 0;
    std::uint32_t capacity_ = 0;
    std::uint32_t free_ = 0;         // The first free place, or 0.
    std::uint32_t freed_ = 0;        // The first place that is free after the next `wait`, or 0.
    std::uint32_t event_place_ = 0;  // The place of the event that wakes the loop, or 0.
    bool saw_event_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
