// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <ratio>

#include <tenon/base/duration.hpp>

using std::chrono::duration;
using tenon::endless;
using tenon::to_nanoseconds;
using tenon::detail::nanoseconds_between;
using namespace std::chrono_literals;

namespace {

/// A duration of a type that is not from a library.
struct ticks {
    struct period {
        static constexpr long num = 1;
        static constexpr long den = 50;
    };
    int number;
    [[nodiscard]] constexpr int count() const noexcept { return number; }
};
struct without_period {
    [[nodiscard]] int count() const noexcept { return 1; }
};

template <class Clock>
using time_on = std::chrono::time_point<Clock>;

}  // namespace

TEST_CASE(
    "duration_like, time_point_like: are satisfied by durations and times, not by near misses") {
    STATIC_REQUIRE(tenon::duration_like<std::chrono::milliseconds>);
    STATIC_REQUIRE(tenon::duration_like<duration<double, std::ratio<3, 7>>>);
    STATIC_REQUIRE(tenon::duration_like<ticks>);
    STATIC_REQUIRE_FALSE(tenon::duration_like<int>);
    STATIC_REQUIRE_FALSE(tenon::duration_like<without_period>);
    STATIC_REQUIRE_FALSE(tenon::duration_like<std::chrono::steady_clock::time_point>);

    STATIC_REQUIRE(tenon::time_point_like<std::chrono::steady_clock::time_point>);
    STATIC_REQUIRE(tenon::time_point_like<std::chrono::system_clock::time_point>);
    // Whole seconds, or days, of a clock that counts nanoseconds.
    STATIC_REQUIRE(tenon::time_point_like<
                   std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>>);
    STATIC_REQUIRE(tenon::time_point_like<std::chrono::sys_days>);
    STATIC_REQUIRE_FALSE(tenon::time_point_like<std::chrono::local_days>);
    STATIC_REQUIRE_FALSE(tenon::time_point_like<std::chrono::seconds>);
    STATIC_REQUIRE_FALSE(tenon::time_point_like<int>);
}

TEST_CASE("to_nanoseconds: converts whole numbers of any period") {
    STATIC_REQUIRE(to_nanoseconds(1ns) == 1);
    STATIC_REQUIRE(to_nanoseconds(7us) == 7'000);
    STATIC_REQUIRE(to_nanoseconds(7ms) == 7'000'000);
    STATIC_REQUIRE(to_nanoseconds(7s) == 7'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(2min) == 120'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(1h) == 3'600'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::ratio<86400 * 7>>(1)) == 604'800'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::ratio<3, 8>>(3)) == 1'125'000'000);
    STATIC_REQUIRE(to_nanoseconds(ticks{3}) == 60'000'000);
    STATIC_REQUIRE(to_nanoseconds(0s) == 0);
    STATIC_REQUIRE(to_nanoseconds(-5ms) == -5'000'000);
}

TEST_CASE("to_nanoseconds: a count of characters or of 128 bits is a number, and saturates") {
    STATIC_REQUIRE(to_nanoseconds(duration<char, std::milli>('\x64')) == 100'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<char16_t>(u'\xFFFF')) == 65'535'000'000'000);
    __extension__ using big = __int128;
    STATIC_REQUIRE(to_nanoseconds(duration<big, std::milli>(7)) == 7'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<big>(big{INT64_MAX} * 1000)) == endless);
    STATIC_REQUIRE(to_nanoseconds(duration<big>(big{INT64_MIN} * 1000)) == -endless);
}

TEST_CASE("to_nanoseconds: converts counts of every arithmetic type") {
    STATIC_REQUIRE(to_nanoseconds(duration<signed char, std::milli>(-100)) == -100'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<unsigned char>(255)) == 255'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<unsigned short, std::milli>(65535)) == 65'535'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<unsigned, std::milli>(4'000'000'000U)) ==
                   4'000'000'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<long long, std::nano>(INT64_MAX)) == endless);
    STATIC_REQUIRE(to_nanoseconds(duration<float>(0.5F)) == 500'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<double, std::milli>(2.5)) == 2'500'000);
    STATIC_REQUIRE(to_nanoseconds(duration<double, std::ratio<60>>(0.5)) == 30'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<long double>(0.25L)) == 250'000'000);
}

TEST_CASE("to_nanoseconds: fractions of a nanosecond are rounded up, so that no limit ends early") {
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::pico>(1)) == 1);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::pico>(1500)) == 2);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::ratio<1, 3>>(1)) == 333'333'334);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::ratio<1, 7>>(700)) == 100'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(duration<double>(1e-12)) == 1);
    STATIC_REQUIRE(to_nanoseconds(duration<double, std::nano>(4.0001)) == 5);
    STATIC_REQUIRE(to_nanoseconds(duration<double, std::nano>(4.0)) == 4);
    // Negative durations are rounded up too: one that is nearly 0 allows one attempt.
    STATIC_REQUIRE(to_nanoseconds(duration<double, std::nano>(-0.5)) == 0);
    STATIC_REQUIRE(to_nanoseconds(duration<double, std::nano>(-1.5)) == -1);
    STATIC_REQUIRE(to_nanoseconds(duration<double, std::nano>(-2.0)) == -2);
}

TEST_CASE("to_nanoseconds: a duration that is too long saturates at endless or -endless") {
    STATIC_REQUIRE(to_nanoseconds(std::chrono::hours(2'562'047)) == 2'562'047 * 3'600'000'000'000);
    STATIC_REQUIRE(to_nanoseconds(std::chrono::hours(2'562'048)) == endless);
    STATIC_REQUIRE(to_nanoseconds(std::chrono::hours(-2'562'048)) == -endless);
    STATIC_REQUIRE(to_nanoseconds(std::chrono::seconds::max()) == endless);
    STATIC_REQUIRE(to_nanoseconds(std::chrono::seconds::min()) == -endless);
    STATIC_REQUIRE(to_nanoseconds(std::chrono::nanoseconds::min()) == -endless);
    STATIC_REQUIRE(to_nanoseconds(duration<std::uint64_t>(UINT64_MAX)) == endless);
    STATIC_REQUIRE(to_nanoseconds(duration<std::uint64_t, std::nano>(UINT64_MAX)) == endless);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::exa>(1)) == endless);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::exa>(-1)) == -endless);
    STATIC_REQUIRE(to_nanoseconds(duration<int, std::exa>(0)) == 0);
    STATIC_REQUIRE(to_nanoseconds(duration<double>(1e10)) == endless);
    STATIC_REQUIRE(to_nanoseconds(duration<double>(-1e10)) == -endless);
    STATIC_REQUIRE(to_nanoseconds(duration<double>(9e9)) == 9'000'000'000'000'000'000);
    CHECK(to_nanoseconds(duration<double>(std::numeric_limits<double>::max())) == endless);
    STATIC_REQUIRE(to_nanoseconds(duration<double>(std::numeric_limits<double>::infinity())) ==
                   endless);
    STATIC_REQUIRE(to_nanoseconds(duration<float>(-std::numeric_limits<float>::infinity())) ==
                   -endless);
    // NaN counts as a time that has passed.
    CHECK(to_nanoseconds(duration<double>(std::numeric_limits<double>::quiet_NaN())) == -endless);
}

TEST_CASE("nanoseconds_between: returns the difference of two times, saturated") {
    STATIC_REQUIRE(nanoseconds_between(3, 10) == 7);
    STATIC_REQUIRE(nanoseconds_between(10, 3) == -7);
    STATIC_REQUIRE(nanoseconds_between(-5, 5) == 10);
    STATIC_REQUIRE(nanoseconds_between(5, -5) == -10);
    STATIC_REQUIRE(nanoseconds_between(0, endless) == endless);
    STATIC_REQUIRE(nanoseconds_between(1, endless) == endless - 1);
    STATIC_REQUIRE(nanoseconds_between(-1, endless) == endless);
    STATIC_REQUIRE(nanoseconds_between(1, -endless) == -endless);
    STATIC_REQUIRE(nanoseconds_between(-endless, endless) == endless);
    STATIC_REQUIRE(nanoseconds_between(endless, -endless) == -endless);
    STATIC_REQUIRE(nanoseconds_between(endless, endless) == 0);
    STATIC_REQUIRE(nanoseconds_between(-endless, -endless) == 0);
}
