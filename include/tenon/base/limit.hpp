// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/base/duration.hpp>
#include <tenon/base/refuse.hpp>

namespace tenon {
inline namespace v0 {

/// A limit: the longest time that an operation may take, counted from when it begins. An operation
/// that has not ended by then fails with `timed_out`. `within(0s)` lets it do only what it can do
/// without waiting. With a negative duration no attempt is made.
class within {
public:
    /// Takes a duration of any unit. A duration of more than 292 years is no limit.
    template <duration_like Duration>
    constexpr explicit within(const Duration& duration) noexcept
        : nanoseconds_(tenon::to_nanoseconds(duration)) {}
    TENON_REFUSE("within takes a duration, such as std::chrono::seconds(5); until takes a time",
                 template <class Other>
                 requires(!duration_like<Other>) explicit within(const Other&))

    /// Adds this limit to those of an operation that is about to begin.
    template <class Limits>
    constexpr void restrict(Limits& limits) const noexcept {
        limits.end_within(nanoseconds_);
    }

private:
    std::int64_t nanoseconds_;
};

/// A limit: the time by which an operation must have ended, on the clock of that time. An operation
/// that has not ended by then fails with `timed_out`. If the time has passed already, no attempt is
/// made. The clock is read once, when the operation begins: if it is set later (`system_clock`),
/// the deadline does not move.
class until {
public:
    template <time_point_like Time>
    constexpr explicit until(const Time& time) noexcept
        : since_epoch_(tenon::to_nanoseconds(time.time_since_epoch())), now_([]() noexcept {
              return tenon::to_nanoseconds(Time::clock::now().time_since_epoch());
          }) {}
    TENON_REFUSE(
        "until takes a time of a clock, such as std::chrono::steady_clock::now() + 5s; within takes a duration",
        template <class Other> requires(!time_point_like<Other>) explicit until(const Other&))

    /// Adds this limit to those of an operation that is about to begin.
    template <class Limits>
    constexpr void restrict(Limits& limits) const noexcept {
        limits.end_in(detail::nanoseconds_between(now_(), since_epoch_));
    }

private:
    std::int64_t since_epoch_;
    std::int64_t (*now_)() noexcept;
};

}  // namespace v0
}  // namespace tenon
