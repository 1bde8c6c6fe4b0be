// SPDX-License-Identifier: BSL-1.0

// Events that arrive too late: the descriptor number has been reused, or no task waits any more.

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

/// Pairs of sockets of a loop. Data is sent from `remote` to `local`.
template <class Loop>
struct many_pairs {
    many_pairs(Loop& loop, int count) {
        while (count-- > 0) {
            auto [first, second] =
                tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value();
            local.push_back(std::move(first));
            remote.push_back(std::move(second));
        }
    }
    void send_to_all() {
        for (auto& each : remote)
            CHECK(::send(each.native_handle(), "x", 1, 0) == 1);
    }
    peers<Loop> local;
    peers<Loop> remote;
};

}  // namespace

TEMPLATE_TEST_CASE(
    "receive: of several ready sockets, the first task destroys the others, which are not resumed",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    many_pairs<TestType> pairs(on.loop, 3);
    std::optional<tenon::scope> scopes[3];
    int received = 0;
    int ended = 0;
    for (std::size_t index = 0; index != 3; ++index) {
        scopes[index].emplace(on.loop);
        scopes[index]->spawn(
            [](auto& from, auto& all, std::size_t own_index, int& got, int& counter) -> task<void> {
                const unit::counted_end end(counter);
                std::array<std::byte, 8> buffer;
                const auto one = co_await from.receive(buffer);
                got += one ? 1 : 0;
                for (std::size_t other = 0; other != 3; ++other)
                    if (other != own_index)
                        all[other].reset();
            }(pairs.local[index], scopes, index, received, ended));
    }
    unit::turn(on.loop);
    pairs.send_to_all();
    CHECK(on.loop.run().has_value());
    CHECK(received == 1);
    CHECK(ended == 3);
}

TEMPLATE_TEST_CASE(
    "receive: of several ready sockets, the first task stops the others, each ends once", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    many_pairs<TestType> pairs(on.loop, 3);
    tenon::scope all(on.loop);
    std::vector<std::error_code> errors;
    for (auto& each : pairs.local)
        all.spawn(
            [](auto& from, tenon::scope& scope, std::vector<std::error_code>& into) -> task<void> {
                std::array<std::byte, 8> buffer;
                const auto one = co_await from.receive(buffer);
                into.push_back(one.error());
                scope.request_stop();
            }(each, all, errors));
    unit::turn(on.loop);
    pairs.send_to_all();
    CHECK(on.loop.run().has_value());
    REQUIRE(errors.size() == 3);
    CHECK_FALSE(errors[0]);
    CHECK(errors[1] == unit::canceled);
    CHECK(errors[2] == unit::canceled);
}

TEMPLATE_TEST_CASE(
    "receive: of several ready sockets, the first task closes the others, new sockets with their numbers are not woken",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    many_pairs<TestType> pairs(on.loop, 3);
    peers<TestType> new_sockets;
    tenon::scope all(on.loop);
    int received = 0;
    int canceled_count = 0;
    int woken = 0;
    const auto waits = [](auto& from, int& count) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto one = co_await from.receive(buffer);
        count += one ? 1 : 0;
    };
    const auto reads = [&](std::size_t own_index) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto one = co_await pairs.local[own_index].receive(buffer);
        if (one.error() == unit::canceled) {
            ++canceled_count;
            co_return;
        }
        ++received;
        std::vector<int> numbers;
        for (std::size_t other = 0; other != 3; ++other)
            if (other != own_index) {
                numbers.push_back(pairs.local[other].native_handle());
                CHECK(pairs.local[other].close());
            }
        auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
        CHECK(pair.first.native_handle() == std::min(numbers[0], numbers[1]));
        CHECK(pair.second.native_handle() == std::max(numbers[0], numbers[1]));
        new_sockets.push_back(std::move(pair.first));
        new_sockets.push_back(std::move(pair.second));
        all.spawn(waits(new_sockets[0], woken));
        all.spawn(waits(new_sockets[1], woken));
    };
    for (std::size_t index = 0; index != 3; ++index)
        all.spawn(reads(index));
    unit::turn(on.loop);
    pairs.send_to_all();
    unit::turn(on.loop);
    CHECK(received == 1);
    CHECK(canceled_count == 2);
    CHECK(woken == 0);
    CHECK(::send(new_sockets[0].native_handle(), "x", 1, 0) == 1);
    CHECK(::send(new_sockets[1].native_handle(), "x", 1, 0) == 1);
    CHECK(on.loop.run().has_value());
    CHECK(woken == 2);
}

TEMPLATE_TEST_CASE(
    "connect: on a socket with the number of a closed one, a late event is not taken for a connection",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    // A TCP attempt stays under way if the queue of the listener is full.
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
    const auto endpoint = listener.local_endpoint().value();
    auto filler = tenon::connect<tenon::tcp>(endpoint).value();
    tenon::scope all(on.loop);
    std::error_code sent;
    std::error_code connected;
    bool is_connected = false;
    const auto sends = [&]() -> task<void> {
        const std::vector<std::byte> data(8 << 20);
        const auto done = co_await pair.first.send_all(data);
        sent = done.error();
    };
    const auto receives = [&]() -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto received = co_await pair.first.receive(buffer);
        CHECK(received.has_value());
        const int number = pair.first.native_handle();
        CHECK(pair.first.close());
        auto socket = tenon::open<tenon::tcp, tenon::ipv4>(on.loop).value();
        CHECK(socket.native_handle() == number);
        const auto done = co_await std::move(socket).connect(
            endpoint, tenon::within(std::chrono::milliseconds(50)));
        is_connected = done.has_value();
        connected = done.error();
    };
    all.spawn(sends());
    all.spawn(receives());
    unit::turn(on.loop);
    // The peer receives all data and sends a byte, so that both directions are ready in the same
    // turn.
    std::vector<std::byte> data(8 << 20);
    while (::recv(pair.second.native_handle(), data.data(), data.size(), MSG_DONTWAIT) > 0) {
    }
    CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
    CHECK(on.loop.run().has_value());
    CHECK(sent == unit::canceled);
    CHECK_FALSE(is_connected);
    CHECK(connected == unit::timed_out);
}

TEST_CASE("close: of a descriptor with a duplicate, the loop is not woken for the closed number") {
    unit::watched_loop<unit::watched_epoll_loop> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::array<std::byte, 8> buffer;
    const auto waits = [&]() -> task<std::error_code> {
        const auto received =
            co_await pair.first.receive(buffer, tenon::within(std::chrono::milliseconds(1)));
        co_return received.error();
    };
    CHECK(on.loop.run(waits()) == unit::timed_out);
    auto duplicate = pair.first.duplicate().value();
    CHECK(pair.first.close());
    const int before = on.seen.wakes;
    for (int arrival = 0; arrival != 10; ++arrival) {
        CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
        unit::turn(on.loop, 1);
        CHECK(::recv(duplicate.native_handle(), buffer.data(), buffer.size(), 0) == 1);
    }
    CHECK(on.seen.wakes == before);
    // The duplicate is registered separately.
    const auto reads = [&]() -> task<std::string> {
        co_return unit::text_of(co_await duplicate.receive(buffer));
    };
    tenon::scope all(on.loop);
    all.spawn([](auto& to) -> task<void> {
        unit::expect(co_await tenon::yield());
        unit::expect(co_await to.send("y"_bytes));
    }(pair.second));
    CHECK(on.loop.run(reads()) == "y");
}

TEMPLATE_TEST_CASE(
    "send_to: queued while its number has 65,536 other owners, does not send from the last of them",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto receiver = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto to = receiver.local_endpoint().value();
    std::optional sender = tenon::bind<tenon::udp>(loop, "127.0.0.1:0"_v4).value();
    int sent = 0;
    int canceled = 0;
    tenon::scope all(loop);
    const auto sends = [&](auto& from) -> task<void> {
        const auto one = co_await from.send_to("x"_bytes, to);
        ++(unit::has_value(one) ? sent : canceled);
        if (!unit::has_value(one))
            CHECK(unit::error_of(one) == unit::canceled);
    };
    // After so many attempts in a row, an operation lets other tasks come first.
    while (all.empty())
        all.spawn(sends(*sender));
    const int sent_before = sent;
    const int number = sender->native_handle();
    sender.reset();
    for (int each = 0; each != 65'535; ++each)
        REQUIRE(tenon::open<tenon::udp, tenon::ipv4>(loop).has_value());
    auto last = tenon::bind<tenon::udp>(loop, "127.0.0.1:0"_v4).value();
    CHECK(last.native_handle() == number);
    CHECK(loop.run().has_value());
    CHECK(sent == sent_before);
    CHECK(canceled == 1);
}

TEMPLATE_TEST_CASE(
    "release: a waiting operation ends with operation_canceled and the loop is not woken for the descriptor",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::error_code error;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::error_code& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto one = co_await from.receive(buffer);
        into = one.error();
    }(pair.first, error));
    unit::turn(on.loop);
    const unit::owned released(pair.first.release());
    CHECK(unit::is_open(released));
    CHECK(on.loop.run().has_value());
    CHECK(error == unit::canceled);
    const int before = on.seen.wakes;
    CHECK(::send(pair.second.native_handle(), "x", 1, 0) == 1);
    unit::turn(on.loop);
    CHECK(on.seen.wakes == before);
}
