// SPDX-License-Identifier: BSL-1.0

// Sockets that are closed, released, moved or destroyed while operations on them wait; and who may wait for one at the same
// time.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;

namespace {

/// The least that is an operation: receives a byte, and says how it ended.
struct observed_receive {
    using value_type = int;
    struct call_type {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        template <class System>
        std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int flags) const noexcept {
            char byte = 0;
            return system.recv(socket, tenon::mutable_bytes(reinterpret_cast<std::byte*>(&byte), 1), flags);
        }
    };
    struct ends {
        int finished = 0;
        int abandoned = 0;
        tenon::os::descriptor abandoned_on = -2;
        int failed = 0;
    };

    explicit observed_receive(ends& observer) noexcept : seen(&observer) {}
    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        result = returned;
        return true;
    }
    void fail(int error) noexcept {
        ++seen->failed;
        result = -error;
    }
    template <class View>
    tenon::result<int> finish(const View&) noexcept {
        ++seen->finished;
        if (result < 0)
            return tenon::failure::from_returned(result);
        return static_cast<int>(result);
    }
    template <class View>
    void abandon(const View& view) noexcept {
        ++seen->abandoned;
        seen->abandoned_on = view.descriptor();
    }

    ends* seen;
    call_type call;
    std::ptrdiff_t result = 0;
};

template <class Socket>
task<void> observe(Socket& from, observed_receive::ends& seen, std::error_code& got) {
    const auto one = co_await from.perform(observed_receive(seen));
    got = one.error();
}

}  // namespace

TEMPLATE_TEST_CASE("close: an operation that waits, ends with operation_canceled in a turn, abandoned and not finished", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::optional<std::pair<unit::unix_peer<TestType>, unit::unix_peer<TestType>>> pair =
        tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    observed_receive::ends seen;
    std::error_code got;
    tenon::scope all(on.loop);
    all.spawn(observe(pair->first, seen, got));
    unit::turn(on.loop);
    SECTION("by close") {
        CHECK(pair->first.close());
    }
    SECTION("by its destructor") {
        pair.reset();
        CHECK(got == std::error_code());
    }
    SECTION("by assignment") {
        pair->first = std::move(pair->second);
        CHECK(got == std::error_code());
    }
    SECTION("by close, when data has come") {
        CHECK(::send(pair->second.native_handle(), "x", 1, 0) == 1);
        CHECK(pair->first.close());
    }
    SECTION("after it was asked to stop") {
        all.request_stop();
        CHECK(pair->first.close());
    }
    SECTION("before it is asked to stop") {
        CHECK(pair->first.close());
        all.request_stop();
    }
    CHECK_FALSE(all.empty());
    CHECK(on.loop.run().has_value());
    CHECK(got == unit::canceled);
    CHECK(seen.finished == 0);
    CHECK(seen.abandoned == 1);
    CHECK(seen.abandoned_on == tenon::os::no_descriptor);
}

TEMPLATE_TEST_CASE("close: an operation whose turn has come in the queue, ends with operation_canceled and makes no call", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    observed_receive::ends seen;
    std::error_code got;
    std::error_code last;
    tenon::scope all(on.loop);
    // It makes so many attempts in a row that the next one is to wait for its turn.
    all.spawn([](auto& from, int far, std::error_code& into, observed_receive::ends& ends, std::error_code& end) -> task<void> {
        for (int round = 0; round != 63; ++round) {
            CHECK(::send(far, "x", 1, 0) == 1);
            co_await observe(from, ends, into);
        }
        CHECK(::send(far, "y", 1, 0) == 1);
        co_await observe(from, ends, end);
    }(pair.first, pair.second.native_handle(), got, seen, last));
    CHECK(seen.finished == 63);
    REQUIRE_FALSE(all.empty());
    CHECK(pair.first.close());
    CHECK(on.loop.run().has_value());
    CHECK(seen.finished == 63);
    CHECK(seen.abandoned == 1);
    CHECK(last == unit::canceled);
}

TEMPLATE_TEST_CASE("close: both directions wait, both end", "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::error_code received;
    std::error_code sent;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::error_code& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto got = co_await from.receive(buffer, within(1h));
        into = got.error();
    }(pair.first, received));
    all.spawn([](auto& to, std::error_code& into) -> task<void> {
        const std::vector<std::byte> much(8 << 20);
        const auto done = co_await to.send_all(much);
        into = done.error();
    }(pair.first, sent));
    unit::turn(on.loop);
    CHECK(pair.first.close());
    CHECK(on.loop.run().has_value());
    CHECK(received == unit::canceled);
    CHECK(sent == unit::canceled);
}

TEMPLATE_TEST_CASE("close: a listener whose accept waits, accept ends and the address can be bound again", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto server = tenon::listen<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    const auto there = server.local_endpoint().value();
    std::error_code got;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::error_code& into) -> task<void> {
        const auto peer = co_await from.accept();
        into = peer.error();
    }(server, got));
    unit::turn(on.loop);
    CHECK(server.close());
    auto again = tenon::listen<tenon::tcp>(on.loop, there);
    CHECK(again.has_value());
    CHECK(on.loop.run().has_value());
    CHECK(got == unit::canceled);
}

TEMPLATE_TEST_CASE("accept: its task is destroyed or stopped with a connection there, nothing leaks and the next accept has it",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto server = tenon::listen<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    const auto there = server.local_endpoint().value();
    auto client = tenon::open<tenon::tcp, tenon::ipv4>().value();
    std::optional<tenon::scope> all;
    all.emplace(on.loop);
    int accepted = 0;
    all->spawn([](auto& from, int& count) -> task<void> {
        const auto peer = co_await from.accept();
        count += peer ? 1 : 0;
    }(server, accepted));
    unit::turn(on.loop);
    REQUIRE(::connect(client.native_handle(), there.data(), there.size()) == 0);
    const int before = unit::next_descriptor();
    const bool is_destroyed = GENERATE(true, false);
    if (is_destroyed)
        all.reset();
    else
        all->request_stop();
    unit::turn(on.loop);
    CHECK(unit::next_descriptor() == before);
    CHECK(accepted == 0);
    const auto accepts = [&]() -> task<bool> {
        const auto peer = co_await server.accept(within(5s));
        co_return peer.has_value();
    };
    CHECK(on.loop.run(accepts()));
    CHECK(unit::next_descriptor() == before);
}

TEMPLATE_TEST_CASE("move: a socket with an operation that waits, the operation goes on and the socket is used where it is", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::string got;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::string& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        into = unit::text_of(co_await from.receive(buffer));
    }(pair.first, got));
    unit::turn(on.loop);
    auto moved = std::move(pair.first);
    CHECK(::send(pair.second.native_handle(), "one", 3, 0) == 3);
    CHECK(on.loop.run().has_value());
    CHECK(got == "one");
    // Moved once more, under a sender too, into another task.
    all.spawn([](auto given, int far) -> task<void> {
        auto own = std::move(given);
        CHECK(::send(far, "two", 3, 0) == 3);
        std::array<std::byte, 8> buffer;
        const auto two = co_await own.receive(buffer);
        CHECK(unit::text_of(two) == "two");
    }(std::move(moved), pair.second.native_handle()));
    CHECK(on.loop.run().has_value());
}

TEMPLATE_TEST_CASE("a second waiter in one direction: device_or_resource_busy, and the first goes on", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::string got[2];
    tenon::scope all(on.loop);
    const auto reads = [](auto& from, std::string& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        into = unit::text_of(co_await from.receive(buffer));
    };
    all.spawn(reads(pair.first, got[0]));
    all.spawn(reads(pair.first, got[1]));
    CHECK(got[1] == "(Device or resource busy)");
    // The other direction is free.
    const auto sends = [&]() -> task<void> { unit::expect(co_await pair.first.send("x"_bytes)); };
    on.loop.run(sends());
    CHECK(::send(pair.second.native_handle(), "one", 3, 0) == 3);
    CHECK(on.loop.run().has_value());
    CHECK(got[0] == "one");
    // Senders alike.
    const std::vector<std::byte> much(8 << 20);
    std::error_code errors[2];
    const auto fills = [&](std::error_code& into) -> task<void> {
        const auto sent = co_await pair.first.send_all(much);
        into = sent.error();
    };
    all.spawn(fills(errors[0]));
    all.spawn(fills(errors[1]));
    CHECK(errors[1] == unit::busy);
    all.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(errors[0] == unit::canceled);
}

TEMPLATE_TEST_CASE("an empty socket: bad_file_descriptor, made by default or moved from", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto moved = std::move(pair.first);
    const auto reads = [](auto& from) -> task<std::error_code> {
        std::array<std::byte, 8> buffer;
        const auto got = co_await from.receive(buffer, within(1s));
        co_return got.error();
    };
    CHECK(on.loop.run(reads(pair.first)) == std::errc::bad_file_descriptor);
    tenon::connection<tenon::stream, tenon::unix_domain, tenon::driver_of<tenon::poll_loop>> none;
    tenon::poll_loop loop;
    CHECK(loop.run(reads(none)) == std::errc::bad_file_descriptor);
}

TEMPLATE_TEST_CASE("a flood on one socket: starves neither another socket, nor a timer, nor a task that yields", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto flooded = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto quiet = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    bool is_over = false;
    int received = 0;
    int yielded = 0;
    int slept = 0;
    tenon::scope all(on.loop);
    // It never waits: each of its bytes is there when it asks.
    all.spawn([](auto& from, int far, bool& over, int& count) -> task<void> {
        std::array<std::byte, 1> buffer;
        while (!over) {
            CHECK(::send(far, "x", 1, 0) == 1);
            const auto got = co_await from.receive(buffer);
            count += got ? 1 : 0;
        }
    }(flooded.first, flooded.second.native_handle(), is_over, received));
    all.spawn([](bool& over, int& count) -> task<void> {
        while (!over) {
            unit::expect(co_await tenon::yield());
            ++count;
        }
    }(is_over, yielded));
    all.spawn([](bool& over, int& count) -> task<void> {
        while (!over) {
            unit::expect(co_await tenon::sleep(100us));
            ++count;
        }
    }(is_over, slept));
    CHECK(::send(quiet.second.native_handle(), "one", 3, 0) == 3);
    const auto waits = [&]() -> task<std::string> {
        std::array<std::byte, 8> buffer;
        for (int turn = 0; turn != 50; ++turn)
            unit::expect(co_await tenon::yield());
        CHECK(::send(quiet.second.native_handle(), "two", 3, 0) == 3);
        std::string got = unit::text_of(co_await quiet.first.receive(buffer));
        is_over = true;
        co_return got;
    };
    CHECK(on.loop.run(waits()) == "onetwo");
    CHECK(on.loop.run().has_value());
    CHECK(received > 64);
    CHECK(yielded >= 50);
    CHECK(slept > 0);
    CHECK(received < 80 * (yielded + 3));
}
