// SPDX-License-Identifier: BSL-1.0

// How often a loop is woken: once for each event that it waits for, and never for others.

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

/// Echoes `count` messages. The peer sends a message after it has received the echo of the previous
/// one.
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
void exchange(unit::watched_loop<Loop>& on, int socket, int rounds) {
    char reply = 0;
    for (int round = 0; round != rounds; ++round) {
        REQUIRE(::send(socket, "x", 1, 0) == 1);
        while (::recv(socket, &reply, 1, MSG_DONTWAIT) < 0)
            REQUIRE(on.loop.run_ready().has_value());
        // These turns detect a wake-up that the echo itself would cause.
        unit::turn(on.loop, 2);
    }
}

}  // namespace

TEMPLATE_TEST_CASE(
    "receive, send: each message of an echo costs one wake-up, because only receiving is registered",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    constexpr int rounds = 50;
    tenon::scope all(on.loop);
    SECTION("stream: the echo of a Unix socket") {
        auto [local, peer] =
            tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
        all.spawn(echo(local, rounds));
        exchange(on, peer.native_handle(), rounds);
        CHECK(all.empty());
    }
    SECTION("seqpacket: the echo of a Unix socket") {
        auto [local, peer] =
            tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>(on.loop).value();
        all.spawn(echo(local, rounds));
        exchange(on, peer.native_handle(), rounds);
        CHECK(all.empty());
    }
    SECTION("udp: the echo of a connected socket") {
        auto bound = tenon::bind<tenon::udp>(on.loop, "127.0.0.1:0"_v4).value();
        const auto bound_endpoint = bound.local_endpoint().value();
        auto peer = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        REQUIRE(::connect(peer.native_handle(), bound_endpoint.data(), bound_endpoint.size()) == 0);
        const auto peer_endpoint = peer.local_endpoint().value();
        const auto connects = [&]() -> task<void> {
            auto connected = co_await std::move(bound).connect(peer_endpoint);
            unit::expect(connected);
            if (connected)
                co_await echo(*connected, rounds);
        };
        all.spawn(connects());
        exchange(on, peer.native_handle(), rounds);
        CHECK(all.empty());
    }
    CHECK(on.seen.wakes == rounds);
    CHECK(on.seen.registered == 0);
    CHECK(on.seen.registrations <= 2);
}

TEMPLATE_TEST_CASE(
    "send_all: of more data than the send buffer holds, waits for the peer without spinning", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    constexpr std::size_t size = 4 << 20;
    const std::vector<std::byte> data(size, std::byte{7});
    bool is_sent = false;
    const auto sends = [&]() -> task<void> {
        unit::expect(co_await local.send_all(data));
        is_sent = true;
    };
    tenon::scope all(on.loop);
    all.spawn(sends());
    // The peer does not receive, so nothing wakes the loop.
    on.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(20ms)); }());
    CHECK(on.seen.turns <= 6);
    CHECK_FALSE(is_sent);
    const int before = on.seen.turns;
    std::vector<char> chunk(64 << 10);
    std::size_t received = 0;
    int pieces = 0;
    const auto receives = [&]() -> task<void> {
        while (received != size) {
            unit::expect(co_await tenon::yield());
            const ::ssize_t count =
                ::recv(peer.native_handle(), chunk.data(), chunk.size(), MSG_DONTWAIT);
            received += count > 0 ? static_cast<std::size_t>(count) : 0;
            pieces += count > 0 ? 1 : 0;
        }
    };
    on.loop.run(receives());
    CHECK(on.loop.run().has_value());
    CHECK(is_sent);
    CHECK(on.seen.turns - before <= 2 * pieces + 16);
}

TEMPLATE_TEST_CASE("send: to a Unix datagram socket with a full queue, pauses without spinning", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    auto [local, peer] =
        tenon::connected_pair<tenon::datagram, tenon::unix_domain>(on.loop).value();
    int sent = 0;
    std::error_code last;
    const auto sends = [&]() -> task<void> {
        for (;;) {
            const auto one = co_await local.send("message"_bytes, tenon::within(1s));
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

TEMPLATE_TEST_CASE("split: both halves work at the same time, each waits for its own direction", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto halves = std::move(pair.first).split().value();
    auto peer_halves = std::move(pair.second).split().value();
    constexpr std::size_t size = 2 << 20;
    const auto sends = [](auto moved_in) -> task<void> {
        // The half must end with the body of the task. The parameter may exist longer.
        auto to = std::move(moved_in);
        const std::vector<std::byte> data(size, std::byte{1});
        unit::expect(co_await to.send_all(data));
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
    std::size_t first_count = 0;
    std::size_t second_count = 0;
    const auto all = [&]() -> task<void> {
        const auto done = co_await tenon::when_all(
            sends(std::move(halves.second)), receives(halves.first, first_count),
            sends(std::move(peer_halves.second)), receives(peer_halves.first, second_count));
        static_cast<void>(done);
    };
    on.loop.run(all());
    CHECK(first_count == size);
    CHECK(second_count == size);
}

TEMPLATE_TEST_CASE("sleep: the loop is not woken between its timers", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto sleeps = []() -> task<void> {
        for (int round = 0; round != 5; ++round)
            unit::expect(co_await tenon::sleep(3ms));
    };
    on.loop.run(sleeps());
    CHECK(on.seen.turns <= 10);
    CHECK(on.seen.wakes == 0);
}
