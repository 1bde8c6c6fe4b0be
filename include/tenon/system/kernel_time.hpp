// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/time.h>
#include <time.h>

#include <cstdint>

#include <tenon/base/narrow_cast.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

// Conversions between nanoseconds and the times that the calls of POSIX take.

/// Returns a time for ppoll(2) or epoll_pwait2(2). If time_t has 32 bits, it is capped at 68 years,
/// since a limit can be longer.
constexpr ::timespec time_of(std::int64_t nanoseconds) noexcept {
    constexpr auto most =
        static_cast<std::int64_t>((std::uint64_t{1} << (8 * sizeof(::time_t) - 1)) - 1);
    const std::int64_t seconds = nanoseconds / 1'000'000'000;
    return {detail::narrow_cast<::time_t>(seconds < most ? seconds
                                                         : most),  // unreached: time_t has 64 bits
            detail::narrow_cast<long>(nanoseconds % 1'000'000'000)};
}

/// Returns a time for poll(2) in milliseconds, rounded up, and capped at the longest that it takes.
/// Returns -1, which waits without end, if `nanoseconds` is negative.
constexpr int milliseconds_of(std::int64_t nanoseconds) noexcept {
    constexpr std::int64_t millisecond = 1'000'000;
    constexpr std::int64_t most = INT32_MAX;
    const std::int64_t rounded_up =
        nanoseconds / millisecond + (nanoseconds % millisecond != 0 ? 1 : 0);
    return nanoseconds < 0 ? -1 : static_cast<int>(rounded_up < most ? rounded_up : most);
}

/// Returns the nanoseconds in the time of a socket option, capped at what fits.
constexpr std::int64_t nanoseconds_of(const ::timeval& time) noexcept {
    constexpr std::int64_t most = INT64_MAX / 1'000'000'000 - 1;
    const std::int64_t seconds = time.tv_sec;
    return (seconds < most ? seconds : most) * 1'000'000'000 + std::int64_t{time.tv_usec} * 1000;
}

}  // namespace os
}  // namespace v0
}  // namespace tenon
