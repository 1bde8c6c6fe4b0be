// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <tenon/concepts/call.hpp>

namespace tenon {
inline namespace v0 {

/// The action of a driver after a call has returned.
enum class decision : unsigned char {
    done,      ///< the operation takes the result
    retry,     ///< the call is made again, if the limits allow it (EINTR)
    wait,      ///< the call is made again when poll(2) says that the socket is ready
    back_off,  ///< the call is made again after a pause, since poll(2) does not tell when
    ended      ///< the operation takes `shutdown_result` instead: the socket is shut down
};

/// The retry policy of every driver. Returns what the driver does after a call with these facts has
/// returned `returned`. `shut` tells whether the receiving direction is known to have ended before
/// the call was made.
[[nodiscard]] constexpr decision decide(const call_facts& facts, std::ptrdiff_t returned,
                                        bool shut) noexcept {
    if (returned >= 0 || facts.never_waits) [[likely]]
        return decision::done;
    if (returned == -EINTR)
        return facts.restartable ? decision::retry : decision::done;
    if (returned != -EWOULDBLOCK)
        return decision::done;
    if (!facts.poll_is_reliable)
        return decision::back_off;
    if (!facts.restartable)
        return decision::done;
    return facts.has_shutdown_result && shut ? decision::ended : decision::wait;
}

namespace detail {

/// Returns whether the operation takes every error of the call, so that the call is never repeated.
[[nodiscard]] constexpr bool is_never_repeated(const call_facts& facts) noexcept {
    return tenon::decide(facts, -EINTR, false) == decision::done &&
           tenon::decide(facts, -EWOULDBLOCK, false) == decision::done;
}

}  // namespace detail

/// The pauses between attempts if poll(2) does not tell when to try again: 1 ms, doubled each time,
/// up to 16 ms.
class backoff {
public:
    /// Returns the next pause in nanoseconds.
    [[nodiscard]] constexpr std::int64_t next() noexcept {
        const std::int64_t now = nanoseconds_;
        if (nanoseconds_ < 16'000'000)
            nanoseconds_ *= 2;
        return now;
    }

private:
    std::int64_t nanoseconds_ = 1'000'000;
};

}  // namespace v0
}  // namespace tenon
