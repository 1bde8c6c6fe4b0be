// SPDX-License-Identifier: BSL-1.0

// How often a loop is woken: once for what it waits for, and not for what it does not.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;

namespace {

/// Echoes `count` messages of a foreign peer, one a round, each of which is there only when the one before has been echoed.
template <class Socket>
task<void> echo(Socket& peer, int count) {
    while (count-- > 0) {
        std::array<std::byte, 64> buffer;
        const auto got = co_await peer.receive(buffer);
        unit::expect(got);
        if constexpr (requires { got->data; })
            unit::expect(co_await peer.send(got->data));
        else
            unit::expect(co_await peer.send(*got));
    }
}
template <class Loop>
void play(unit::watched_loop<Loop>& on, int far, int rounds) {
    char back = 0;
    for (int round = 0; round != rounds; ++round) {
        REQUIRE(::send(far, "x", 1, 0) == 1);
        while (::recv(far, &back, 1, MSG_DONTWAIT) < 0)
            REQUIRE(on.loop.run_ready().has_value());
        // What the echo itself may wake it for.
        unit::turn(on.loop, 2);
    }
}

}  // namespace

TEMPLATE_TEST_CASE("echo: on Unix stream, Unix seqpacket and UDP, one wake-up each, since only receiving is registered", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    constexpr int rounds = 50;
    tenon::scope all(on.loop);
    SECTION("Unix stream") {
        auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
        all.spawn(echo(near, rounds));
        play(on, far.native_handle(), rounds);
        CHECK(all.empty());
    }
    SECTION("Unix seqpacket") {
        auto [near, far] = tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>(on.loop).value();
        all.spawn(echo(near, rounds));
        play(on, far.native_handle(), rounds);
        CHECK(all.empty());
    }
    SECTION("UDP") {
        auto bound = tenon::bind<tenon::udp>(on.loop, "127.0.0.1:0"_v4).value();
        const auto here = bound.local_endpoint().value();
        auto far = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        REQUIRE(::connect(far.native_handle(), here.data(), here.size()) == 0);
        const auto there = far.local_endpoint().value();
        const auto connects = [&]() -> task<void> {
            auto peer = co_await std::move(bound).connect(there);
            unit::expect(peer);
            if (peer)
                co_await echo(*peer, rounds);
        };
        all.spawn(connects());
        play(on, far.native_handle(), rounds);
        CHECK(all.empty());
    }
    CHECK(on.seen.wakes == rounds);
    CHECK(on.seen.registered == 0);
    CHECK(on.seen.registrations <= 2);
}

TEMPLATE_TEST_CASE("send_all: more than the send buffer, waits for the peer and does not spin", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    constexpr std::size_t size = 4 << 20;
    const std::vector<std::byte> much(size, std::byte{7});
    bool is_sent = false;
    const auto sends = [&]() -> task<void> {
        unit::expect(co_await near.send_all(much));
        is_sent = true;
    };
    tenon::scope all(on.loop);
    all.spawn(sends());
    // Nobody receives: nothing wakes it.
    on.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(20ms)); }());
    CHECK(on.seen.turns <= 6);
    CHECK_FALSE(is_sent);
    const int before = on.seen.turns;
    std::vector<char> taken(64 << 10);
    std::size_t received = 0;
    int pieces = 0;
    const auto receives = [&]() -> task<void> {
        while (received != size) {
            unit::expect(co_await tenon::yield());
            const ::ssize_t count = ::recv(far.native_handle(), taken.data(), taken.size(), MSG_DONTWAIT);
            received += count > 0 ? static_cast<std::size_t>(count) : 0;
            pieces += count > 0 ? 1 : 0;
        }
    };
    on.loop.run(receives());
    CHECK(on.loop.run().has_value());
    CHECK(is_sent);
    CHECK(on.seen.turns - before <= 2 * pieces + 16);
}

TEMPLATE_TEST_CASE("a full queue of a Unix datagram socket: the sender pauses and does not spin", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto [near, far] = tenon::connected_pair<tenon::datagram, tenon::unix_domain>(on.loop).value();
    int sent = 0;
    std::error_code last;
    const auto sends = [&]() -> task<void> {
        for (;;) {
            const auto one = co_await near.send("message"_bytes, tenon::within(1s));
            last = one.error();
            if (!one)
                break;
            ++sent;
        }
    };
    on.loop.run(sends());
    CHECK(sent > 0);
    CHECK(last == unit::timed_out);
    CHECK(on.seen.turns < sent + 2'000);
}

TEMPLATE_TEST_CASE("split: both halves at work, each waits for its own direction", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto halves = std::move(pair.first).split().value();
    auto far_halves = std::move(pair.second).split().value();
    constexpr std::size_t size = 2 << 20;
    const auto sends = [](auto given) -> task<void> {
        // The half ends with the task, and not with what the task was given, which when_all keeps.
        auto to = std::move(given);
        const std::vector<std::byte> much(size, std::byte{1});
        unit::expect(co_await to.send_all(much));
    };
    const auto receives = [](auto& from, std::size_t& count) -> task<void> {
        std::vector<std::byte> buffer(10'000);
        for (;;) {
            const auto got = co_await from.receive(buffer);
            unit::expect(got);
            if (!got || got->empty())
                break;
            count += got->size();
        }
    };
    std::size_t here = 0;
    std::size_t there = 0;
    const auto all = [&]() -> task<void> {
        const auto done = co_await tenon::when_all(sends(std::move(halves.second)), receives(halves.first, here),
                                                   sends(std::move(far_halves.second)), receives(far_halves.first, there));
        static_cast<void>(done);
    };
    on.loop.run(all());
    CHECK(here == size);
    CHECK(there == size);
}

TEMPLATE_TEST_CASE("a sleeping loop: is not woken between its timers", "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto sleeps = []() -> task<void> {
        for (int round = 0; round != 5; ++round)
            unit::expect(co_await tenon::sleep(3ms));
    };
    on.loop.run(sleeps());
    CHECK(on.seen.turns <= 10);
    CHECK(on.seen.wakes == 0);
}
