// SPDX-License-Identifier: BSL-1.0

// Events that are on their way when what they are for has gone: the descriptor's number belongs to another by then, or nothing
// waits for it any more.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace tenon::literals;
using tenon::task;

namespace {

template <class Loop>
using peers = std::vector<unit::unix_peer<Loop>>;

/// Pairs whose near ends a loop has.
template <class Loop>
struct many_pairs {
    many_pairs(Loop& loop, int count) {
        while (count-- > 0) {
            auto [one, other] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
            near.push_back(std::move(one));
            far.push_back(std::move(other));
        }
    }
    void send_to_all() {
        for (auto& each : far)
            CHECK(::send(each.native_handle(), "x", 1, 0) == 1);
    }
    peers<Loop> near;
    peers<Loop> far;
};

}  // namespace

TEMPLATE_TEST_CASE("stale event: the first of several that are ready destroys the tasks of the others, which are forgotten", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    many_pairs<TestType> pairs(on.loop, 3);
    std::optional<tenon::scope> scopes[3];
    int received = 0;
    int ended = 0;
    for (std::size_t index = 0; index != 3; ++index) {
        scopes[index].emplace(on.loop);
        scopes[index]->spawn([](auto& from, auto& all, std::size_t own, int& got, int& counter) -> task<void> {
            const unit::counted_end end(counter);
            std::array<std::byte, 8> buffer;
            const auto one = co_await from.receive(buffer);
            got += one ? 1 : 0;
            for (std::size_t other = 0; other != 3; ++other)
                if (other != own)
                    all[other].reset();
        }(pairs.near[index], scopes, index, received, ended));
    }
    unit::turn(on.loop);
    pairs.send_to_all();
    CHECK(on.loop.run().has_value());
    CHECK(received == 1);
    CHECK(ended == 3);
}

TEMPLATE_TEST_CASE("stale event: the first of several that are ready stops the others, each ends once", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    many_pairs<TestType> pairs(on.loop, 3);
    tenon::scope all(on.loop);
    std::vector<std::error_code> got;
    for (auto& each : pairs.near)
        all.spawn([](auto& from, tenon::scope& scope, std::vector<std::error_code>& into) -> task<void> {
            std::array<std::byte, 8> buffer;
            const auto one = co_await from.receive(buffer);
            into.push_back(one.error());
            scope.request_stop();
        }(each, all, got));
    unit::turn(on.loop);
    pairs.send_to_all();
    CHECK(on.loop.run().has_value());
    REQUIRE(got.size() == 3);
    CHECK_FALSE(got[0]);
    CHECK(got[1] == unit::canceled);
    CHECK(got[2] == unit::canceled);
}

TEMPLATE_TEST_CASE(
    "stale event: the first of several that are ready closes the others and their numbers are used again, the "
    "new owners are not woken",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    many_pairs<TestType> pairs(on.loop, 3);
    peers<TestType> fresh;
    tenon::scope all(on.loop);
    int received = 0;
    int cancelled = 0;
    int woken = 0;
    const auto waits = [](auto& from, int& count) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto one = co_await from.receive(buffer);
        count += one ? 1 : 0;
    };
    const auto reads = [&](std::size_t own) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto one = co_await pairs.near[own].receive(buffer);
        if (one.error() == unit::canceled) {
            ++cancelled;
            co_return;
        }
        ++received;
        std::vector<int> numbers;
        for (std::size_t other = 0; other != 3; ++other)
            if (other != own) {
                numbers.push_back(pairs.near[other].native_handle());
                CHECK(pairs.near[other].close());
            }
        auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
        CHECK(pair.first.native_handle() == std::min(numbers[0], numbers[1]));
        CHECK(pair.second.native_handle() == std::max(numbers[0], numbers[1]));
        fresh.push_back(std::move(pair.first));
        fresh.push_back(std::move(pair.second));
        all.spawn(waits(fresh[0], woken));
        all.spawn(waits(fresh[1], woken));
    };
    for (std::size_t index = 0; index != 3; ++index)
        all.spawn(reads(index));
    unit::turn(on.loop);
    pairs.send_to_all();
    unit::turn(on.loop);
    CHECK(received == 1);
    CHECK(cancelled == 2);
    CHECK(woken == 0);
    CHECK(::send(fresh[0].native_handle(), "x", 1, 0) == 1);
    CHECK(::send(fresh[1].native_handle(), "x", 1, 0) == 1);
    CHECK(on.loop.run().has_value());
    CHECK(woken == 2);
}

TEMPLATE_TEST_CASE(
    "stale event: the receiver of a socket whose sender is ready too closes it, and connects one of the same "
    "number, which is not taken for connected",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    // A TCP connection that takes its time: to a listener whose queue is full.
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
    const auto there = listener.local_endpoint().value();
    auto filler = tenon::connect<tenon::tcp>(there).value();
    tenon::scope all(on.loop);
    std::error_code sent;
    std::error_code connected;
    bool is_connected = false;
    const auto sends = [&]() -> task<void> {
        const std::vector<std::byte> much(8 << 20);
        const auto done = co_await pair.first.send_all(much);
        sent = done.error();
    };
    const auto receives = [&]() -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto got = co_await pair.first.receive(buffer);
        CHECK(got.has_value());
        const int number = pair.first.native_handle();
        CHECK(pair.first.close());
        auto socket = tenon::open<tenon::tcp, tenon::ipv4>(on.loop).value();
        CHECK(socket.native_handle() == number);
        const auto done = co_await std::move(socket).connect(there, tenon::within(std::chrono::milliseconds(50)));
        is_connected = done.has_value();
        connected = done.error();
    };
    all.spawn(sends());
    all.spawn(receives());
    unit::turn(on.loop);
    // The peer takes all and sends something, so that both directions are ready at once.
    std::vector<std::byte> much(8 << 20);
    while (::recv(pair.second.native_handle(), much.data(), much.size(), MSG_DONTWAIT) > 0) {
    }
    CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
    CHECK(on.loop.run().has_value());
    CHECK(sent == unit::canceled);
    CHECK_FALSE(is_connected);
    CHECK(connected == unit::timed_out);
}

TEST_CASE("registration: outlives a descriptor that has a duplicate, the loop is not woken for the number that was closed") {
    unit::watched_loop<unit::watched_epoll_loop> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::array<std::byte, 8> buffer;
    const auto waits = [&]() -> task<std::error_code> {
        const auto got = co_await pair.first.receive(buffer, tenon::within(std::chrono::milliseconds(1)));
        co_return got.error();
    };
    CHECK(on.loop.run(waits()) == unit::timed_out);
    auto other = pair.first.duplicate().value();
    CHECK(pair.first.close());
    const int before = on.seen.wakes;
    for (int arrival = 0; arrival != 10; ++arrival) {
        CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
        unit::turn(on.loop, 1);
        CHECK(::recv(other.native_handle(), buffer.data(), buffer.size(), 0) == 1);
    }
    CHECK(on.seen.wakes == before);
    // The duplicate is registered for itself.
    const auto reads = [&]() -> task<std::string> { co_return unit::text_of(co_await other.receive(buffer)); };
    tenon::scope all(on.loop);
    all.spawn([](auto& to) -> task<void> {
        unit::expect(co_await tenon::yield());
        unit::expect(co_await to.send("y"_bytes));
    }(pair.second));
    CHECK(on.loop.run(reads()) == "y");
}

TEMPLATE_TEST_CASE("release: what waits ends with operation_canceled, and the loop is not woken for the descriptor any more",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::error_code got;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::error_code& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto one = co_await from.receive(buffer);
        into = one.error();
    }(pair.first, got));
    unit::turn(on.loop);
    const unit::owned released(pair.first.release());
    CHECK(unit::is_open(released));
    CHECK(on.loop.run().has_value());
    CHECK(got == unit::canceled);
    const int before = on.seen.wakes;
    CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
    unit::turn(on.loop);
    CHECK(on.seen.wakes == before);
}
