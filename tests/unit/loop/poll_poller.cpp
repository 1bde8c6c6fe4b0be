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
        static_cast<void>(poller.wait(
            0, [&](os::descriptor descriptor, std::uint32_t tag, int) noexcept { delivered.emplace_back(descriptor, tag); }));
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

TEST_CASE("poll_poller: a descriptor that is forgotten, is not polled, whatever its place") {
    fixture on;
    slot slots[3] = {};
    for (int index = 0; index != 3; ++index)
        REQUIRE(on.poller.begin_waiting(10 + index, slots[index], slot::receiving_watched) == 0);
    CHECK(on.watched() == 3);
    for (int index = 0; index != 3; ++index) {
        on.poller.forget(10 + index, slots[index]);
        CHECK(slots[index].tag == 0);
        CHECK(on.watched() == static_cast<std::size_t>(2 - index));
    }
    CHECK(on.polled.size() == 3);
}

TEST_CASE("poll_poller: forget of a descriptor that never waited, changes nothing") {
    fixture on;
    slot waits = {};
    REQUIRE(on.poller.begin_waiting(10, waits, slot::receiving_watched) == 0);
    slot never = {};
    on.poller.forget(11, never);
    CHECK(on.watched() == 1);
    REQUIRE(on.polled.size() == 1);
    CHECK(on.polled[0].fd == 10);
}

TEST_CASE("poll_poller: a place that was freed, is used again after the next wait") {
    fixture on;
    slot first = {};
    REQUIRE(on.poller.begin_waiting(10, first, slot::receiving_watched) == 0);
    const std::uint32_t place = first.tag;
    on.poller.forget(10, first);
    slot second = {};
    REQUIRE(on.poller.begin_waiting(10, second, slot::receiving_watched) == 0);
    CHECK(second.tag != place);
    CHECK(on.watched() == 1);
    slot third = {};
    REQUIRE(on.poller.begin_waiting(12, third, slot::receiving_watched) == 0);
    CHECK(third.tag == place);
    CHECK(on.watched() == 2);
}

TEST_CASE("poll_poller: a direction that waits, is polled, and its events are delivered with the tag") {
    fixture on;
    slot at = {};
    REQUIRE(on.poller.begin_waiting(10, at, slot::sending_watched) == 0);
    on.ready = POLLOUT;
    CHECK(on.wait() == std::vector<std::pair<int, std::uint32_t>>{{10, at.tag}});
    REQUIRE(on.polled.size() == 1);
    CHECK((on.polled[0].events & POLLOUT) != 0);
    CHECK((on.polled[0].events & POLLIN) == 0);
    on.poller.end_waiting(10, at, slot::sending_watched);
    CHECK(on.wait().empty());
    REQUIRE(on.poller.begin_waiting(10, at, slot::receiving_watched) == 0);
    on.ready = POLLIN;
    CHECK(on.wait() == std::vector<std::pair<int, std::uint32_t>>{{10, at.tag}});
    CHECK((on.polled[0].events & POLLIN) != 0);
    CHECK((on.polled[0].events & POLLOUT) == 0);
}
