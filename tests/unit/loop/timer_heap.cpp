// SPDX-License-Identifier: BSL-1.0

// The timers of a loop compared with a model: an armed timer expires once, in the order of the
// deadlines, and no other timer does.

#include <support/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include <tenon/base/duration.hpp>
#include <tenon/loop/timer_heap.hpp>

namespace {

using tenon::detail::timer_heap;

struct model_timer : tenon::detail::timer {
    model_timer() noexcept : timer(&on_time) {}
    static void on_time(timer& self) noexcept {
        auto& expired = static_cast<model_timer&>(self);
        expired.log->push_back(&expired);
        expired.expected = expired.armed_again_after == 0
                               ? tenon::endless
                               : *expired.now + expired.armed_again_after;
        if (expired.armed_again_after != 0)
            expired.was_armed = expired.heap->arm(expired, expired.expected);
        expired.armed_again_after = 0;
    }

    timer_heap* heap = nullptr;
    std::vector<model_timer*>* log = nullptr;
    std::int64_t expected = tenon::endless;  ///< the deadline according to the model
    std::int64_t armed_again_after = 0;      ///< if not 0, the timer rearms itself after it
    const std::int64_t* now = nullptr;
    bool was_armed = true;
};

void expire(timer_heap& heap, std::int64_t now) {
    while (tenon::detail::timer* const due = heap.pop_due(now))
        due->expire(*due);
}

}  // namespace

TEST_CASE("timer_heap: random arming, disarming, removal and expiry agree with the model") {
    for (unsigned seed = 1; seed != 41; ++seed) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        const auto below = [&](std::size_t end) { return random() % end; };
        timer_heap heap;
        std::vector<model_timer*> log;
        std::int64_t now = 0;
        std::vector<std::unique_ptr<model_timer>> timers;
        for (int count = 0; count != 200; ++count) {
            timers.push_back(std::make_unique<model_timer>());
            timers.back()->heap = &heap;
            timers.back()->log = &log;
            timers.back()->now = &now;
        }
        bool as_expected = true;
        for (int step = 0; step != 4'000; ++step) {
            model_timer& one = *timers[below(timers.size())];
            const auto later = now + 1 + static_cast<std::int64_t>(below(50));
            switch (below(8)) {
                case 0:
                case 1:
                case 2:
                    as_expected &= heap.arm(one, later);
                    one.expected = later;
                    break;
                case 3:
                    timer_heap::disarm(one);
                    one.expected = tenon::endless;
                    break;
                case 4:
                    heap.remove(one);
                    one.expected = tenon::endless;
                    as_expected &= one.place == 0;
                    break;
                case 5: one.armed_again_after = static_cast<std::int64_t>(below(2) * 10); break;
                case 6: {
                    std::int64_t first = tenon::endless;
                    for (const auto& each : timers)
                        first = each->expected < first ? each->expected : first;
                    as_expected &= heap.earliest() == first;
                    break;
                }
                default: {
                    now += static_cast<std::int64_t>(below(20));
                    std::size_t due = 0;
                    std::vector<std::int64_t> deadlines(timers.size());
                    for (std::size_t index = 0; index != timers.size(); ++index) {
                        deadlines[index] = timers[index]->expected;
                        due += timers[index]->expected <= now ? 1 : 0;
                    }
                    log.clear();
                    expire(heap, now);
                    as_expected &= log.size() == due;
                    std::int64_t before = 0;
                    for (const model_timer* const expired : log)
                        for (std::size_t index = 0; index != timers.size(); ++index)
                            if (timers[index].get() == expired) {
                                as_expected &= deadlines[index] <= now &&
                                               deadlines[index] >= before && expired->was_armed;
                                before = deadlines[index];
                            }
                }
            }
            for (const auto& each : timers)
                as_expected &= each->is_armed() == (each->expected != tenon::endless);
            REQUIRE(as_expected);
        }
        for (const auto& each : timers)
            heap.remove(*each);
        CHECK(heap.earliest() == tenon::endless);
    }
}

TEST_CASE("timer_heap: a timer that is armed for a past time expires before the others") {
    timer_heap heap;
    std::vector<model_timer*> log;
    model_timer timers[3];
    for (model_timer& each : timers) {
        each.heap = &heap;
        each.log = &log;
    }
    REQUIRE(heap.arm(timers[0], 20));
    REQUIRE(heap.arm(timers[1], 10));
    REQUIRE(heap.arm(timers[2], 5));
    expire(heap, 4);
    CHECK(log.empty());
    REQUIRE(heap.arm(timers[0], 1));
    expire(heap, 10);
    CHECK(log == std::vector<model_timer*>{&timers[0], &timers[2], &timers[1]});
    CHECK(heap.earliest() == tenon::endless);
}

TEST_CASE("put_off: a timer that is put off expires at its new time") {
    timer_heap heap;
    std::vector<model_timer*> log;
    model_timer timers[2];
    for (model_timer& each : timers) {
        each.heap = &heap;
        each.log = &log;
    }
    CHECK(heap.not_before() == tenon::endless);
    CHECK_FALSE(heap.put_off(timers[0], 10));
    REQUIRE(heap.arm(timers[0], 10));
    REQUIRE(heap.arm(timers[1], 20));
    CHECK_FALSE(heap.put_off(timers[0], 9));
    REQUIRE(heap.put_off(timers[0], 30));
    CHECK(heap.not_before() == 10);
    expire(heap, 10);
    CHECK(log.empty());
    CHECK(heap.not_before() == 20);
    expire(heap, 29);
    CHECK(log == std::vector<model_timer*>{&timers[1]});
    timer_heap::disarm(timers[0]);
    CHECK(heap.not_before() == 30);
    CHECK(heap.earliest() == tenon::endless);
    CHECK(heap.not_before() == tenon::endless);
}
