// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the tests of the loops have in common.

#include <unistd.h>

#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/observations.hpp>

#include <string>
#include <system_error>

#include <tenon/loops.hpp>

namespace unit {

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
