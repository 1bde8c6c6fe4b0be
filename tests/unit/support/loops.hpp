// SPDX-License-Identifier: BSL-1.0
#pragma once

// Checks and types that the tests of the loops share.

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

/// Checks the result of an awaited operation. (No assertion of Catch2 may be open while a coroutine
/// waits.)
template <class Awaited>
void expect(const Awaited& result) {
    INFO("awaited: " << result.error().message());
    CHECK(result.has_value());
}
template <class Awaited>
void expect(const Awaited& result, std::errc error) {
    CHECK(result.error() == error);
}

template <class Awaited>
void ignore(const Awaited&) {}
/// Returns the error of a result. (GCC 12 rejects `(co_await x).error()` in a template.)
template <class Awaited>
[[nodiscard]] std::error_code error_of(const Awaited& result) {
    return result.error();
}
/// Returns whether the operation succeeded.
template <class Awaited>
[[nodiscard]] bool has_value(const Awaited& result) {
    return result.has_value();
}

/// Counts the coroutine frames that have ended: a frame has one as a local variable or a parameter.
struct counted_end {
    explicit counted_end(int& counter) noexcept : ended(counter) {}
    counted_end(const counted_end&) = delete;
    ~counted_end() { ++ended; }
    int& ended;
};

/// Returns the number of the next descriptor.
[[nodiscard]] inline int next_descriptor() {
    const owned next = ::dup(STDERR_FILENO);
    return next;
}

/// A loop on the system `watched`.
template <class Loop>
struct watched_loop {
    observations seen;
    Loop loop{watched(seen)};
};

/// Runs turns of a loop until the condition is true. Returns false if it is not after many turns.
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
/// Runs a few turns of a loop, so that each task that can go on does.
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

/// Returns the received text, or the message of the error in parentheses.
template <class Received>
[[nodiscard]] std::string text_of(const Received& received) {
    if (!received)
        return "(" + received.error().message() + ")";
    return std::string(tenon::as_text(*received));
}

}  // namespace unit
