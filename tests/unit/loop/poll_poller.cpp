// SPDX-License-Identifier: BSL-1.0

// The array that a poll_poller passes to poll(2), on a system that records it.

#include <support/catch.hpp>

#include <poll.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <tenon/loop/poll_poller.hpp>
#include <tenon/system/types.hpp>

namespace {

using tenon::detail::slot;
namespace os = tenon::os;

struct recording_system {
    std::ptrdiff_t poll_any(std::span<os::poll_entry> entries, std::int64_t) const noexcept {
        polled->assign(entries.begin(), entries.end());
        for (os::poll_entry& each : entries)
            each.revents = each.fd >= 0 ? *ready : short{0};
        std::ptrdiff_t count = 0;
        for (const os::poll_entry& each : entries)
            count += each.revents != 0 ? 1 : 0;
        return count;
    }
    std::vector<os::poll_entry>* polled;
    const short* ready;
};

struct fixture {
    std::vector<os::poll_entry> polled;
    short ready = 0;
    recording_system system{&polled, &ready};
    tenon::detail::poll_poller<recording_system> poller{system};

    /// Returns what was delivered: descriptors and tags.
    std::vector<std::pair<int, std::uint32_t>> wait() {
        std::vector<std::pair<int, std::uint32_t>> delivered;
        static_cast<void>(
            poller.wait(0, [&](os::descriptor descriptor, std::uint32_t tag, int) noexcept {
                delivered.emplace_back(descriptor, tag);
            }));
        return delivered;
    }
    /// Returns the number of descriptors that poll(2) would look at.
    std::size_t watched() {
        static_cast<void>(wait());
        std::size_t count = 0;
        for (const os::poll_entry& each : polled)
            count += each.fd >= 0 ? 1 : 0;
        return count;
    }
};

}  // namespace

TEST_CASE("poll_poller: a forgotten descriptor is not polled") {
    fixture test;
    slot slots[3] = {};
    for (int index = 0; index != 3; ++index)
        REQUIRE(test.poller.begin_waiting(10 + index, slots[index], slot::receiving_watched) == 0);
    CHECK(test.watched() == 3);
    for (int index = 0; index != 3; ++index) {
        test.poller.forget(10 + index, slots[index]);
        CHECK(slots[index].tag == 0);
        CHECK(test.watched() == static_cast<std::size_t>(2 - index));
    }
    CHECK(test.polled.size() == 3);
}

TEST_CASE("poll_poller: forget of a descriptor that never waited has no effect") {
    fixture test;
    slot waits = {};
    REQUIRE(test.poller.begin_waiting(10, waits, slot::receiving_watched) == 0);
    slot never = {};
    test.poller.forget(11, never);
    CHECK(test.watched() == 1);
    REQUIRE(test.polled.size() == 1);
    CHECK(test.polled[0].fd == 10);
}

TEST_CASE("poll_poller: a freed entry is reused after the next wait") {
    fixture test;
    slot first = {};
    REQUIRE(test.poller.begin_waiting(10, first, slot::receiving_watched) == 0);
    const std::uint32_t tag = first.tag;
    test.poller.forget(10, first);
    slot second = {};
    REQUIRE(test.poller.begin_waiting(10, second, slot::receiving_watched) == 0);
    CHECK(second.tag != tag);
    CHECK(test.watched() == 1);
    slot third = {};
    REQUIRE(test.poller.begin_waiting(12, third, slot::receiving_watched) == 0);
    CHECK(third.tag == tag);
    CHECK(test.watched() == 2);
}

TEST_CASE("poll_poller: a waiting direction is polled and its events are delivered with the tag") {
    fixture test;
    slot waiting = {};
    REQUIRE(test.poller.begin_waiting(10, waiting, slot::sending_watched) == 0);
    test.ready = POLLOUT;
    CHECK(test.wait() == std::vector<std::pair<int, std::uint32_t>>{{10, waiting.tag}});
    REQUIRE(test.polled.size() == 1);
    CHECK((test.polled[0].events & POLLOUT) != 0);
    CHECK((test.polled[0].events & POLLIN) == 0);
    test.poller.end_waiting(10, waiting, slot::sending_watched);
    CHECK(test.wait().empty());
    REQUIRE(test.poller.begin_waiting(10, waiting, slot::receiving_watched) == 0);
    test.ready = POLLIN;
    CHECK(test.wait() == std::vector<std::pair<int, std::uint32_t>>{{10, waiting.tag}});
    CHECK((test.polled[0].events & POLLIN) != 0);
    CHECK((test.polled[0].events & POLLOUT) == 0);
}
