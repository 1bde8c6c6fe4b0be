// SPDX-License-Identifier: BSL-1.0
#pragma once

// Event loops on a native system that counts how often they ask for events, what they open, and
// whether they sleep for ever.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include <tenon/loops.hpp>
#include <tenon/system/posix_epoll.hpp>

namespace unit {

/// What a `watched` system has counted, and what it does on purpose.
struct observations {
    int turns = 0;          ///< how often the loop asked for events
    int wakes = 0;          ///< how often it received some
    int opened_events = 0;  ///< calls of open_event, including those that failed
    int raised_events = 0;  ///< calls of raise_event in the thread of the loop
    int registrations = 0;  ///< calls of epoll_ctl(2)
    int registered = 0;     ///< calls of epoll_ctl(2) that asked for POLLOUT
    int polls = 0;          ///< calls of poll(2) for one descriptor

    int event_error = 0;                  ///< if it is not 0, open_event fails with this error
    std::function<void()> on_open_event;  ///< runs in open_event
    bool has_slept_for_ever =
        false;                ///< no event ended a sleep without a deadline within ten seconds
    bool is_virtual = false;  ///< the clock advances only while the loop sleeps
    std::int64_t time = 1'000'000'000;  ///< the time of the virtual clock
};

/// The native system, which counts calls. A sleep without a deadline fails with EDEADLK after ten
/// seconds.
class watched : public tenon::os::native {
public:
    explicit watched(observations& seen) noexcept : seen_(&seen) {}

    std::ptrdiff_t epoll_wait(tenon::os::descriptor epoll, std::span<tenon::os::epoll_entry> events,
                              std::int64_t nanoseconds) const noexcept {
        return wait(nanoseconds, [&](std::int64_t time) {
            return tenon::os::native::epoll_wait(epoll, events, time);
        });
    }
    std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries,
                            std::int64_t nanoseconds) const noexcept {
        return wait(nanoseconds,
                    [&](std::int64_t time) { return tenon::os::native::poll_any(entries, time); });
    }
    std::ptrdiff_t epoll_control(tenon::os::descriptor epoll, tenon::os::epoll_change change,
                                 tenon::os::descriptor socket, std::uint32_t events,
                                 std::uint64_t data) const noexcept {
        ++seen_->registrations;
        seen_->registered += (events & POLLOUT) != 0 ? 1 : 0;
        return tenon::os::native::epoll_control(epoll, change, socket, events, data);
    }
    std::ptrdiff_t poll(tenon::os::descriptor socket, short events,
                        int milliseconds) const noexcept {
        ++seen_->polls;
        return tenon::os::native::poll(socket, events, milliseconds);
    }
    std::ptrdiff_t open_event(tenon::os::descriptor (&ends)[2]) const {
        ++seen_->opened_events;
        if (seen_->on_open_event)
            seen_->on_open_event();
        return seen_->event_error != 0 ? -seen_->event_error : tenon::os::native::open_event(ends);
    }
    [[nodiscard]] std::int64_t now() const noexcept {
        return seen_->is_virtual ? seen_->time : tenon::os::native::now();
    }

private:
    template <class Wait>
    std::ptrdiff_t wait(std::int64_t nanoseconds, Wait wait) const noexcept {
        constexpr std::int64_t for_ever = 10'000'000'000;
        ++seen_->turns;
        std::ptrdiff_t count = 0;
        if (nanoseconds < 0) {
            count = wait(for_ever);
            seen_->has_slept_for_ever = count == 0;
            if (count == 0)
                return -EDEADLK;
        } else if (seen_->is_virtual) {
            count = wait(0);
            if (count == 0)
                seen_->time += nanoseconds;
        } else {
            count = wait(nanoseconds);
        }
        seen_->wakes += count > 0 ? 1 : 0;
        return count;
    }

    observations* seen_;
};

using watched_epoll_loop = tenon::basic_epoll_loop<watched>;
using watched_poll_loop = tenon::basic_poll_loop<watched>;

}  // namespace unit
