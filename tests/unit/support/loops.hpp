// SPDX-License-Identifier: BSL-1.0
#pragma once

// Event loops on the native system, watched: how often they ask for events, what they open, and whether they sleep for ever.

#include <unistd.h>

#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <system_error>

#include <tenon/loops.hpp>
#include <tenon/system/posix_epoll.hpp>

namespace unit {

/// What a `watched` system has seen, and what it does on purpose.
struct observations {
    int turns = 0;          ///< how often the loop asked for events
    int wakes = 0;          ///< how often there were some
    int opened_events = 0;  ///< calls of open_event, those that failed too
    int raised_events = 0;  ///< calls of raise_event, in the thread of the loop
    int registrations = 0;  ///< calls of epoll_ctl(2)
    int registered = 0;     ///< of them, those that asked for events to send
    int polls = 0;          ///< calls of poll(2) for one descriptor

    int event_error = 0;                  ///< open_event fails with it
    std::function<void()> on_open_event;  ///< runs in open_event
    bool has_slept_for_ever = false;      ///< no event came within ten seconds, and none was to end the sleep before
    bool is_virtual = false;              ///< the clock goes on when the loop sleeps, and only then
    std::int64_t time = 1'000'000'000;    ///< on that clock
};

/// The native system, watched. A sleep that nothing ends is an error after ten seconds (EDEADLK).
class watched : public tenon::os::native {
public:
    explicit watched(observations& seen) noexcept : seen_(&seen) {}

    std::ptrdiff_t epoll_wait(tenon::os::descriptor epoll, std::span<tenon::os::epoll_entry> events,
                              std::int64_t nanoseconds) const noexcept {
        return wait(nanoseconds, [&](std::int64_t time) { return tenon::os::native::epoll_wait(epoll, events, time); });
    }
    std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries, std::int64_t nanoseconds) const noexcept {
        return wait(nanoseconds, [&](std::int64_t time) { return tenon::os::native::poll_any(entries, time); });
    }
    std::ptrdiff_t epoll_control(tenon::os::descriptor epoll, tenon::os::epoll_change change, tenon::os::descriptor socket,
                                 std::uint32_t events, std::uint64_t data) const noexcept {
        ++seen_->registrations;
        seen_->registered += (events & POLLOUT) != 0 ? 1 : 0;
        return tenon::os::native::epoll_control(epoll, change, socket, events, data);
    }
    std::ptrdiff_t poll(tenon::os::descriptor socket, short events, int milliseconds) const noexcept {
        ++seen_->polls;
        return tenon::os::native::poll(socket, events, milliseconds);
    }
    std::ptrdiff_t open_event(tenon::os::descriptor (&ends)[2]) const {
        ++seen_->opened_events;
        if (seen_->on_open_event)
            seen_->on_open_event();
        return seen_->event_error != 0 ? -seen_->event_error : tenon::os::native::open_event(ends);
    }
    [[nodiscard]] std::int64_t now() const noexcept { return seen_->is_virtual ? seen_->time : tenon::os::native::now(); }

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

inline constexpr auto canceled = std::errc::operation_canceled;
inline constexpr auto timed_out = std::errc::timed_out;
inline constexpr auto busy = std::errc::device_or_resource_busy;

/// Checks what was awaited. (No assertion of Catch2 may be open while a coroutine waits.)
template <class Awaited>
void expect(const Awaited& got) {
    INFO("awaited: " << got.error().message());
    CHECK(got.has_value());
}
template <class Awaited>
void expect(const Awaited& got, std::errc error) {
    CHECK(got.error() == error);
}

template <class Awaited>
void ignore(const Awaited&) {}
/// Its error. (GCC 12 does not take `(co_await x).error()` in a template.)
template <class Awaited>
[[nodiscard]] std::error_code error_of(const Awaited& got) {
    return got.error();
}
/// Whether it succeeded.
template <class Awaited>
[[nodiscard]] bool has_value(const Awaited& got) {
    return got.has_value();
}

/// Counts the frames that have ended, of those that have it.
struct counted_end {
    explicit counted_end(int& counter) noexcept : ended(counter) {}
    counted_end(const counted_end&) = delete;
    ~counted_end() { ++ended; }
    int& ended;
};

/// The number that the next descriptor has.
[[nodiscard]] inline int next_descriptor() {
    const owned next = ::dup(STDERR_FILENO);
    return next;
}

/// A loop on a system that is watched.
template <class Loop>
struct watched_loop {
    observations seen;
    Loop loop{watched(seen)};
};

/// Turns of a loop until something is true. False if it is not after many.
template <class Loop, class Condition>
[[nodiscard]] bool turn_until(Loop& loop, Condition condition) {
    for (int turn = 0; turn != 10'000; ++turn) {
        if (condition())
            return true;
        if (!loop.run_ready())
            return false;
    }
    return condition();
}
/// A few turns of a loop, so that all goes on that can go on at once.
template <class Loop>
void turn(Loop& loop, int count = 4) {
    while (count-- > 0)
        static_cast<void>(loop.run_ready().has_value());
}

template <class Loop>
using driver_of = tenon::driver_of<Loop>;
template <class Loop>
using unix_peer = tenon::connection<tenon::stream, tenon::unix_domain, driver_of<Loop>>;
template <class Loop>
using tcp_peer = tenon::connection<tenon::tcp, tenon::ipv4, driver_of<Loop>>;
template <class Loop>
using tcp_server = tenon::listener<tenon::tcp, tenon::ipv4, driver_of<Loop>>;
template <class Loop>
using udp_socket = tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::bound, driver_of<Loop>>;

/// The text of what was received, or the name of the error.
template <class Received>
[[nodiscard]] std::string text_of(const Received& received) {
    if (!received)
        return "(" + received.error().message() + ")";
    return std::string(tenon::as_text(*received));
}

}  // namespace unit
