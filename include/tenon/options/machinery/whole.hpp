// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <tenon/base/refuse.hpp>
#include <tenon/options/machinery/narrows_to.hpp>
#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Returns the length of a period of `numerator` / `denominator` seconds in units of 1 /
/// `per_second` seconds: 0 if it is not a whole number of units, and -1 if the number overflows.
[[nodiscard]] constexpr std::intmax_t parts_in(std::intmax_t numerator, std::intmax_t denominator,
                                               long per_second) noexcept {
    std::intmax_t common = per_second;  // Becomes the greatest common divisor of the two.
    for (std::intmax_t rest = denominator; rest != 0;)
        common = std::exchange(rest, common % rest);
    if (numerator % (denominator / common) != 0)
        return 0;
    const std::intmax_t seconds = numerator / (denominator / common);
    const std::intmax_t times = per_second / common;
    return seconds > INTMAX_MAX / times ? -1 : seconds * times;
}

}  // namespace detail

/// \concept whole_duration
/// A duration that is always a whole number of units of 1 / `PerSecond` seconds.
/// The least to supply: a `count()`, which returns a standard integer, and a `period`, like those
/// of `<chrono>`.
/// Models: `std::chrono::minutes` for 1. Near miss: `std::chrono::milliseconds` for 1, which would
/// be cut.
template <class Duration, long PerSecond>
concept whole_duration = requires(const Duration& duration) {
    { duration.count() } -> std::integral;
    requires sizeof(duration.count()) <= sizeof(long long);
    requires detail::parts_in(Duration::period::num, Duration::period::den, PerSecond) != 0;
};

/// A time span in units of 1 / `PerSecond` seconds, as the system counts it. Any duration that is a
/// whole number of these units converts to it, and it is a duration itself. A duration outside the
/// range of `Count` becomes the nearest value in the range.
template <long PerSecond, std::integral Count = long long>
class whole {
public:
    using rep = Count;
    struct period {
        static constexpr long num = 1;
        static constexpr long den = PerSecond;
    };

    constexpr whole() noexcept = default;
    constexpr explicit whole(Count count) noexcept : count_(count) {}
    TENON_DELETE("the count would be cut: convert it to a whole number first",
                 template <narrows_to<Count> Given, class = the_value_would_be_cut_convert_it_first>
                 explicit whole(Given))
    /// Converts a duration that is a whole number of these units.
    template <whole_duration<PerSecond> Duration>
    constexpr whole(const Duration& duration) noexcept
        : count_(counted(+duration.count(), detail::parts_in(Duration::period::num,
                                                             Duration::period::den, PerSecond))) {}

    [[nodiscard]] constexpr Count count() const noexcept { return count_; }

    friend constexpr auto operator<=>(const whole&, const whole&) noexcept = default;

private:
    // Returns `count * factor`, or the value of `Count` that is nearest to it. A negative factor
    // stands for one that overflows: see `parts_in`.
    static constexpr Count counted(auto count, std::intmax_t factor) noexcept {
        // Not std::numeric_limits, whose min and max are macros of <windows.h>.
        constexpr auto most = static_cast<Count>(static_cast<std::make_unsigned_t<Count>>(-1) >>
                                                 (std::is_signed_v<Count> ? 1 : 0));
        constexpr Count least = std::is_signed_v<Count> ? static_cast<Count>(-most - 1) : Count{0};
        if (factor < 0)
            return std::cmp_greater(count, 0) ? most : std::cmp_less(count, 0) ? least : Count{0};
        const auto wide =
            static_cast<std::conditional_t<std::is_signed_v<Count>, long long, unsigned long long>>(
                factor);
        if (std::cmp_greater(count, most / wide))
            return most;
        if (std::cmp_less(count, least / wide))
            return least;
        return static_cast<Count>(static_cast<Count>(count) * wide);
    }

    Count count_ = 0;
};

// Comparisons between two types of count. Each type converts to the other, so without these
// functions the comparison would be ambiguous.
template <long PerSecond, std::integral Left, std::integral Right>
    requires(!std::same_as<Left, Right>)
[[nodiscard]] constexpr bool operator==(const whole<PerSecond, Left>& left,
                                        const whole<PerSecond, Right>& right) noexcept {
    return std::cmp_equal(left.count(), right.count());
}
template <long PerSecond, std::integral Left, std::integral Right>
    requires(!std::same_as<Left, Right>)
[[nodiscard]] constexpr std::strong_ordering operator<=>(
    const whole<PerSecond, Left>& left, const whole<PerSecond, Right>& right) noexcept {
    return std::cmp_equal(left.count(), right.count())  ? std::strong_ordering::equal
           : std::cmp_less(left.count(), right.count()) ? std::strong_ordering::less
                                                        : std::strong_ordering::greater;
}

using whole_seconds = whole<1>;               ///< a whole number of seconds
using whole_milliseconds = whole<1'000>;      ///< a whole number of milliseconds
using whole_microseconds = whole<1'000'000>;  ///< a whole number of microseconds

/// The system takes an `int`. A time outside its range becomes the nearest value in the range.
template <long PerSecond>
struct option_representation<whole<PerSecond>> {
    using type = int;
    static constexpr int encode(const whole<PerSecond>& value) noexcept {
        constexpr long long longest = 0x7FFFFFFF;
        constexpr long long lowest = -longest - 1;
        return static_cast<int>(value.count() > longest  ? longest
                                : value.count() < lowest ? lowest
                                                         : value.count());
    }
    static constexpr whole<PerSecond> decode(int given) noexcept { return whole<PerSecond>(given); }
};

}  // namespace v0
}  // namespace tenon
