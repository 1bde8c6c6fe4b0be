// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace tenon {
inline namespace v0 {

/// \concept duration_like
/// A number of periods of fixed length, with the interface of `std::chrono::duration`. tenon does
/// not include `<chrono>`.
/// The least to supply: `count()`, and a type `period` with the constants `num` and `den`. What the
/// compiler cannot check: that a period has `num`/`den` seconds.
/// Models: `std::chrono::milliseconds`. Near miss: `int`, which has no unit.
template <class Duration>
concept duration_like = requires(const Duration& duration) {
    { duration.count() } -> std::convertible_to<double>;
    { Duration::period::num } -> std::convertible_to<std::intmax_t>;
    { Duration::period::den } -> std::convertible_to<std::intmax_t>;
};

/// \concept time_point_like
/// A time on a clock that has `now()`, with the interface of `std::chrono::time_point`. The clock
/// may count in other periods.
/// The least to supply: `time_since_epoch()`, and a type `clock` with a static `now()` whose result
/// has it too. What the compiler cannot check: that both count from the same epoch.
/// Models: `std::chrono::steady_clock::time_point`, `std::chrono::sys_days`. Near miss:
/// `std::chrono::local_days`, whose clock has no `now()`.
template <class Time>
concept time_point_like = requires(const Time& time) {
    { time.time_since_epoch() } -> duration_like;
    { Time::clock::now().time_since_epoch() } -> duration_like;
};

/// The longest duration in nanoseconds, 292 years. It stands for the absence of a limit.
inline constexpr std::int64_t endless = INT64_MAX;

/// Returns a duration in nanoseconds, rounded up, so that a limit never ends early. A duration that
/// is too long becomes `endless`, or `-endless` if it is negative or not a number.
template <duration_like Duration>
[[nodiscard]] constexpr std::int64_t to_nanoseconds(const Duration& duration) noexcept {
    constexpr std::intmax_t numerator = Duration::period::num;
    constexpr std::intmax_t denominator = Duration::period::den;
    constexpr std::int64_t second = 1'000'000'000;
    using rep = std::remove_cvref_t<decltype(duration.count())>;
    // Floating-point counts, integers that are wider than 64 bits, and periods that the arithmetic
    // above cannot represent exactly are converted by way of `double`.
    if constexpr (std::integral<rep> && sizeof(rep) <= sizeof(std::int64_t) &&
                  second % denominator == 0 && numerator <= endless / (second / denominator)) {
        constexpr std::int64_t unit = second / denominator * numerator;
        const auto count = +duration.count();  // Promotes a character, which cmp_greater refuses.
        if (std::cmp_greater(count, endless / unit))
            return endless;
        if (std::cmp_less(count, -(endless / unit)))
            return -endless;
        return static_cast<std::int64_t>(count) * unit;
    } else {
        const double exact = static_cast<double>(duration.count()) *
                             static_cast<double>(numerator) / static_cast<double>(denominator) *
                             static_cast<double>(second);
        // NaN satisfies this condition too.
        if (!(exact > -9.2e18))
            return -endless;
        if (exact > 9.2e18)
            return endless;
        const auto whole = static_cast<std::int64_t>(exact);
        return static_cast<double>(whole) < exact ? whole + 1 : whole;
    }
}

namespace detail {

/// Returns the nanoseconds from one time to another, negative if `to` is earlier; `endless` or
/// `-endless` if they do not fit.
[[nodiscard]] constexpr std::int64_t nanoseconds_between(std::int64_t from,
                                                         std::int64_t to) noexcept {
    if (from < 0 && to > endless + from)
        return endless;
    if (from > 0 && to < from - endless)
        return -endless;
    return to - from;
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
