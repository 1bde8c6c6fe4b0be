// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::endless;
using tenon::until;
using tenon::within;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

/// A clock that shows the time that a test sets.
template <class Number, class Period, bool Steady = true>
struct manual_clock {
    using duration = std::chrono::duration<Number, Period>;
    using rep = Number;
    using period = Period;
    using time_point = std::chrono::time_point<manual_clock>;
    static constexpr bool is_steady = Steady;
    static inline duration shown{};
    static time_point now() noexcept { return time_point(shown); }
};

std::int64_t left_of(const auto& limit) {
    return tenon::limit_set(limit).nanoseconds();
}

/// A limit that a user defines: half of a duration.
struct half_of {
    std::chrono::nanoseconds whole;
    template <class Limits>
    constexpr void restrict(Limits& all) const noexcept {
        all.end_within(tenon::to_nanoseconds(whole / 2));
    }
};

}  // namespace

TEST_CASE("within: the duration counts from the beginning of the operation") {
    STATIC_REQUIRE(tenon::limit_set(within(5ms)).nanoseconds() == 5'000'000);
    STATIC_REQUIRE(tenon::limit_set(within(0s)).nanoseconds() == 0);
    STATIC_REQUIRE(tenon::limit_set(within(-1ns)).nanoseconds() == -1);
    STATIC_REQUIRE(tenon::limit_set(within(std::chrono::hours::max())).nanoseconds() == endless);
    STATIC_REQUIRE(tenon::limit_set(within(std::chrono::duration<double>(1.5))).nanoseconds() ==
                   1'500'000'000);
}

TEST_CASE("until: the time's own clock is read when the operation begins") {
    using clock = manual_clock<std::int64_t, std::milli>;
    clock::shown = 100ms;
    const until end(clock::time_point(150ms));
    CHECK(left_of(end) == 50'000'000);
    clock::shown = 149ms;
    CHECK(left_of(end) == 1'000'000);
    clock::shown = 150ms;
    CHECK(left_of(end) == 0);
    clock::shown = 151ms;
    CHECK(left_of(end) == -1'000'000);
}

TEST_CASE("until: accepts clocks of several types, with epochs before and after now") {
    using early = manual_clock<int, std::ratio<1>>;
    early::shown = -100s;
    CHECK(left_of(until(early::time_point(-90s))) == 10'000'000'000);
    CHECK(left_of(until(early::time_point(20s))) == 120'000'000'000);
    CHECK(left_of(until(early::time_point(-101s))) == -1'000'000'000);

    using floating = manual_clock<double, std::ratio<60>, false>;
    floating::shown = floating::duration(2.0);
    CHECK(left_of(until(floating::time_point(floating::duration(2.5)))) == 30'000'000'000);

    // A time in another period than that of its clock.
    using fine = manual_clock<std::int64_t, std::nano>;
    fine::shown = 1'500'000'000ns;
    CHECK(left_of(until(std::chrono::time_point<fine, std::chrono::seconds>(2s))) == 500'000'000);

    const auto steady = left_of(until(std::chrono::steady_clock::now() + 1h));
    CHECK((steady <= 3'600'000'000'000 && steady > 3'500'000'000'000));
    const auto wall = left_of(until(std::chrono::system_clock::now() + 1h));
    CHECK((wall <= 3'600'000'000'000 && wall > 3'500'000'000'000));
    CHECK(left_of(until(std::chrono::sys_days(std::chrono::year(1970) / 1 / 1))) < 0);
}

TEST_CASE("until: a time that is too far away saturates") {
    using clock = manual_clock<std::int64_t, std::ratio<1>>;
    clock::shown = 1000s;
    CHECK(left_of(until(clock::time_point::max())) == endless - 1'000'000'000'000);
    CHECK(left_of(until(clock::time_point::min())) == -endless);
    clock::shown = -1000s;
    CHECK(left_of(until(clock::time_point::max())) == endless);
}

TEST_CASE("limit_set: of several limits the earliest end counts, in any order") {
    STATIC_REQUIRE(tenon::limit_set(within(3s), within(2s), within(4s)).nanoseconds() ==
                   2'000'000'000);
    STATIC_REQUIRE(tenon::limit_set(within(3s), within(-2s)).nanoseconds() == -2'000'000'000);
    STATIC_REQUIRE(tenon::limit_set().nanoseconds() == endless);
    STATIC_REQUIRE(tenon::limit_set(within(2s), half_of{3s}).nanoseconds() == 1'500'000'000);
    STATIC_REQUIRE(tenon::limit_set(within(1s)).stops() == 0);
}

TEST_CASE("limit_set: each stop token is kept, except one that can never request a stop") {
    const tenon::stop_source first;
    const tenon::stop_source second;
    const tenon::stop_token none;
    const tenon::stop_token one = first.token();
    const tenon::stop_token other = second.token();
    const tenon::limit_set all(one, none, within(1s), other);
    REQUIRE(all.stops() == 2);
    CHECK(all.nanoseconds() == 1'000'000'000);
    second.request_stop();
    CHECK_FALSE(all.stop(0).requested());
    CHECK(all.stop(1).requested());

    const tenon::limit_set full(one, other, one, other);
    CHECK(full.stops() == tenon::limit_set::most_stop_tokens);
    CHECK(full.refusal() == -ECANCELED);
}

namespace {

/// A limit that a user defines, with several stop tokens.
struct any_of {
    const std::vector<tenon::stop_source>& sources;
    template <class Limits>
    void restrict(Limits& limits) const noexcept {
        for (const auto& each : sources)
            limits.end_when_requested(each.token());
    }
};

}  // namespace

TEST_CASE(
    "limit_set: a limit may add several stop tokens, one token too many refuses the operation") {
    const std::vector<tenon::stop_source> two(2);
    const std::vector<tenon::stop_source> three(3);
    const tenon::limit_set fits{any_of{two}, any_of{two}};
    CHECK(fits.stops() == 4);
    CHECK(fits.refusal() == 0);
    const tenon::limit_set too_many{any_of{two}, any_of{two}, any_of{two}, any_of{two}};
    CHECK(too_many.stops() == tenon::limit_set::most_stop_tokens);
    CHECK(too_many.refusal() == -static_cast<int>(tenon::errc::too_many_stop_tokens));
    CHECK(tenon::limit_set(any_of{three}, any_of{two}).refusal() ==
          -static_cast<int>(tenon::errc::too_many_stop_tokens));

    // The refused operation makes no attempt, so no data is lost.
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    REQUIRE(peer.send_all("hello"_bytes));
    std::array<std::byte, 8> buffer;
    CHECK(local.receive(buffer, any_of{three}, any_of{two}).error() ==
          tenon::errc::too_many_stop_tokens);
    CHECK(tenon::wait_any(tenon::readable, local, any_of{three}, any_of{two}).error() ==
          tenon::errc::too_many_stop_tokens);
    CHECK(tenon::as_text(local.receive(buffer, any_of{two}, any_of{two}).value()) == "hello");
    three[2].request_stop();
    CHECK(local.receive(buffer, any_of{three}).error() == std::errc::operation_canceled);
}

TEST_CASE("limit_set: owns its stop tokens") {
    tenon::stop_token token = tenon::stop_source().token();
    tenon::limit_set copy;
    {
        const tenon::limit_set limits(tenon::stop_source().token(), token);
        copy = limits;
        token = tenon::stop_token();
    }
    CHECK(copy.stops() == 2);
    CHECK_FALSE(copy.stop(0).requested());
    const tenon::limit_set moved = std::move(copy);
    CHECK(moved.stops() == 2);
    CHECK_FALSE(moved.stop(1).requested());
}

namespace {

/// A system whose clock shows a given time and counts how often it is read.
struct clock_at {
    std::int64_t time;
    int* reads;
    std::int64_t now() const {
        ++*reads;
        return time;
    }
};

}  // namespace

TEST_CASE("limit_set: the deadline is set once, by the first call of begin") {
    int reads = 0;
    tenon::limit_set limits(within(5s));
    limits.begin(clock_at{1'000'000'000, &reads});
    CHECK(limits.left(1'000'000'000) == 5'000'000'000);
    CHECK(limits.left(4'000'000'000) == 2'000'000'000);
    CHECK(limits.left(6'000'000'000) == 0);
    CHECK(limits.left(9'000'000'000) == 0);
    // A second operation with the same set does not move the deadline. It is refused if no time is
    // left.
    limits.begin(clock_at{4'000'000'000, &reads});
    CHECK(limits.left(4'000'000'000) == 2'000'000'000);
    CHECK(limits.refusal() == 0);
    limits.begin(clock_at{6'000'000'000, &reads});
    CHECK(limits.refusal() == -ETIMEDOUT);
    CHECK(reads == 3);
    // If the deadline would be later than the clock can show, there is none.
    tenon::limit_set long_time(within(std::chrono::nanoseconds(endless - 1)));
    long_time.begin(clock_at{1'000, &reads});
    CHECK_FALSE(long_time.has_deadline());
    CHECK(reads == 4);
}

TEST_CASE("limit_set: the clock is read only if the deadline is in the future") {
    int reads = 0;
    tenon::limit_set none;
    none.begin(clock_at{0, &reads});
    CHECK_FALSE((none.has_deadline() || none.has_come()));
    tenon::limit_set one_attempt(within(0s));
    one_attempt.begin(clock_at{0, &reads});
    CHECK((one_attempt.has_deadline() && one_attempt.has_come() && one_attempt.refusal() == 0));
    one_attempt.begin(clock_at{0, &reads});
    CHECK(one_attempt.refusal() == -ETIMEDOUT);
    tenon::limit_set too_late(within(-1s));
    too_late.begin(clock_at{0, &reads});
    CHECK(too_late.refusal() == -ETIMEDOUT);
    CHECK(reads == 0);
}

TEST_CASE("limit_set: begin_duration begins only a set that consists of a duration") {
    int reads = 0;
    tenon::limit_set limits(within(5s));
    CHECK(limits.begin_duration(1'000'000'000) == 6'000'000'000);
    CHECK(limits.left(4'000'000'000) == 2'000'000'000);
    CHECK(limits.begin_duration(4'000'000'000) < 0);
    limits.begin(clock_at{6'000'000'000, &reads});
    CHECK(limits.refusal() == -ETIMEDOUT);
    tenon::limit_set long_time(within(std::chrono::nanoseconds(endless - 1)));
    CHECK(long_time.begin_duration(1'000) == endless);
    const tenon::stop_source source;
    for (tenon::limit_set other :
         {tenon::limit_set(), tenon::limit_set(within(0s)), tenon::limit_set(within(-1s)),
          tenon::limit_set(within(5s), source.token())}) {
        CHECK(other.begin_duration(1'000) < 0);
        other.begin(clock_at{1'000, &reads});
        CHECK(other.refusal() == (other.nanoseconds() < 0 ? -ETIMEDOUT : 0));
    }
}

TEST_CASE("limit, limits_that_fit, few_limits: are satisfied by limits, not by near misses") {
    STATIC_REQUIRE((tenon::limit<within> && tenon::limit<until> &&
                    tenon::limit<tenon::stop_token> && tenon::limit<half_of>));
    STATIC_REQUIRE((!tenon::limit<std::chrono::seconds> && !tenon::limit<int> &&
                    !tenon::limit<tenon::stop_source> &&
                    !tenon::limit<std::chrono::steady_clock::time_point>));
    STATIC_REQUIRE(tenon::limits_that_fit<within, until, within, half_of>);
    STATIC_REQUIRE_FALSE(tenon::limits_that_fit<within, until, within, half_of, within>);
    STATIC_REQUIRE_FALSE(tenon::limits_that_fit<within, int>);
    STATIC_REQUIRE(tenon::few_limits<within, int, within, int, within, int, within>);
    STATIC_REQUIRE_FALSE(tenon::few_limits<within, within, int, within, within, within>);
    STATIC_REQUIRE_FALSE((std::is_convertible_v<std::chrono::seconds, within>));
    STATIC_REQUIRE_FALSE((std::is_constructible_v<within, int> ||
                          std::is_constructible_v<until, std::chrono::seconds>));
    STATIC_REQUIRE_FALSE((std::is_constructible_v<within, std::chrono::steady_clock::time_point>));
}
