// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cstdint>
#include <random>

#include <tenon/layer/token_bucket.hpp>

using namespace tenon;

namespace {

constexpr std::int64_t second = 1'000'000'000;

}  // namespace

TEST_CASE("token bucket: without a rate there is no limit, and the burst is 64 KiB") {
    CHECK_FALSE(token_bucket(byte_rate()).is_limited());
    CHECK(token_bucket(byte_rate{1}).is_limited());
    CHECK(token_bucket(byte_rate{1}).burst() == 65536);
    CHECK(token_bucket(byte_rate{1, 0}).burst() == 1);
    CHECK(token_bucket(byte_rate{1, UINT64_MAX}).burst() == std::uint64_t{1} << 32);
}

TEST_CASE("token bucket: it is full at first, and refilled at the rate") {
    token_bucket bucket(byte_rate{100, 50});
    CHECK(bucket.available(0) == 50);
    CHECK(bucket.time_of(50) <= 0);
    bucket.take(50, 0);
    CHECK(bucket.available(0) == 0);
    CHECK(bucket.available(second / 100 - 1) == 0);
    CHECK(bucket.available(second / 100) == 1);
    CHECK(bucket.available(second / 10) == 10);
    CHECK(bucket.available(second / 2 - 1) == 49);
    CHECK(bucket.available(second / 2) == 50);
    CHECK(bucket.available(10 * second) == 50);
    CHECK(bucket.time_of(1) == second / 100);
    CHECK(bucket.time_of(50) == second / 2);
    CHECK(bucket.time_of(51) == bucket.time_of(50));
}

TEST_CASE("token bucket: a time is rounded up to the next nanosecond") {
    token_bucket bucket(byte_rate{3 * std::uint64_t{second}, 50});
    bucket.take(1, 0);
    CHECK(bucket.available(0) == 47);
    CHECK(bucket.available(1) == 50);
    CHECK(bucket.time_of(50) == 1);
}

TEST_CASE("token bucket: bytes that it does not hold delay the next ones") {
    token_bucket bucket(byte_rate{100, 50});
    bucket.take(150, 0);
    CHECK(bucket.available(second) == 0);
    CHECK(bucket.time_of(1) == second + second / 100);
    CHECK(bucket.available(bucket.time_of(1)) == 1);
    CHECK(bucket.available(bucket.time_of(1) - 1) == 0);
    bucket.take(0, 0);
    CHECK(bucket.time_of(1) == second + second / 100);
}

TEST_CASE("token bucket: from the time of some bytes on it holds them, and not before") {
    std::mt19937_64 random(1);
    for (int round = 0; round != 2000; ++round) {
        const std::uint64_t rate = std::uint64_t{1} << random() % 63 | random() % 1000;
        const std::uint64_t burst = (random() >> random() % 64) % (std::uint64_t{1} << 33);
        token_bucket bucket(byte_rate{rate, burst});
        std::int64_t now = static_cast<std::int64_t>(random() % (1000 * second));
        for (int step = 0; step != 5; ++step) {
            const std::uint64_t wanted = random() % bucket.burst() + 1;
            const std::int64_t time = bucket.time_of(wanted);
            const std::uint64_t then = bucket.available(time > now ? time : now);
            if (then < wanted || then > bucket.burst() ||
                (time > now && bucket.available(time - 1) >= wanted + rate / second + 1)) {
                CAPTURE(rate, burst, wanted, time, now);
                FAIL("wrong time");
            }
            if (time > now)
                now = time;
            bucket.take(wanted, now);
        }
    }
    SUCCEED();
}

TEST_CASE("token bucket: over a long time the rate is kept, whatever the sizes") {
    std::mt19937 random(2);
    token_bucket bucket(byte_rate{12345, 1000});
    std::int64_t now = 0;
    std::uint64_t taken = 0;
    while (now < 100 * second) {
        const std::uint64_t size = random() % 3000;
        const std::int64_t time = bucket.time_of(size);
        now = time > now ? time : now;
        bucket.take(size, now);
        taken += size;
    }
    CHECK(taken <= 1'234'500 + 1000 + 3000 + 1000);
    CHECK(taken >= 1'234'500 - 3000);
}

TEST_CASE("token bucket: extreme numbers do not overflow") {
    token_bucket slow(byte_rate{1, UINT64_MAX});
    for (int index = 0; index != 3; ++index)
        slow.take(UINT64_MAX, INT64_MAX / 2);
    CHECK(slow.available(INT64_MAX / 2) == 0);
    CHECK(slow.time_of(UINT64_MAX) == INT64_MAX);
    CHECK(slow.time_of(1) > INT64_MAX / 2);

    token_bucket fast(byte_rate{UINT64_MAX, UINT64_MAX});
    fast.take(UINT64_MAX, 5);
    CHECK(fast.available(5) == 0);
    CHECK(fast.available(6) == fast.burst());
}
