// SPDX-License-Identifier: BSL-1.0

// Sockets that are closed, released, moved or destroyed during a wait, and several waiters of one
// socket.

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

/// The least operation: receives a byte, and counts how it ended.
struct observed_receive {
    using value_type = int;
    struct call_type {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        template <class System>
        std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket,
                                  int flags) const noexcept {
            char byte = 0;
            return system.recv(socket, tenon::mutable_bytes(reinterpret_cast<std::byte*>(&byte), 1),
                               flags);
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
task<void> observe(Socket& from, observed_receive::ends& seen, std::error_code& error) {
    const auto result = co_await from.perform(observed_receive(seen));
    error = result.error();
}

}  // namespace

TEMPLATE_TEST_CASE(
    "close: a waiting operation ends with operation_canceled in the next turn, abandoned and not finished",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::optional<std::pair<unit::unix_peer<TestType>, unit::unix_peer<TestType>>> pair =
        tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    observed_receive::ends seen;
    std::error_code error;
    tenon::scope all(on.loop);
    all.spawn(observe(pair->first, seen, error));
    unit::turn(on.loop);
    SECTION("close: data has not arrived") {
        CHECK(pair->first.close());
    }
    SECTION("destructor: the socket is destroyed") {
        pair.reset();
        CHECK(error == std::error_code());
    }
    SECTION("move assignment: the socket is replaced") {
        pair->first = std::move(pair->second);
        CHECK(error == std::error_code());
    }
    SECTION("close: data has arrived") {
        CHECK(::send(pair->second.native_handle(), "x", 1, 0) == 1);
        CHECK(pair->first.close());
    }
    SECTION("request_stop: before close") {
        all.request_stop();
        CHECK(pair->first.close());
    }
    SECTION("request_stop: after close") {
        CHECK(pair->first.close());
        all.request_stop();
    }
    CHECK_FALSE(all.empty());
    CHECK(on.loop.run().has_value());
    CHECK(error == unit::canceled);
    CHECK(seen.finished == 0);
    CHECK(seen.abandoned == 1);
    CHECK(seen.abandoned_on == tenon::os::no_descriptor);
}

TEMPLATE_TEST_CASE(
    "close: an operation in the queue of the loop ends with operation_canceled and makes no call",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    observed_receive::ends seen;
    std::error_code error;
    std::error_code last;
    tenon::scope all(on.loop);
    // The task makes so many attempts in a row that the next one has to wait for its turn.
    all.spawn([](auto& from, int peer_descriptor, std::error_code& into,
                 observed_receive::ends& ends, std::error_code& end) -> task<void> {
        for (int round = 0; round != 63; ++round) {
            CHECK(::send(peer_descriptor, "x", 1, 0) == 1);
            co_await observe(from, ends, into);
        }
        CHECK(::send(peer_descriptor, "y", 1, 0) == 1);
        co_await observe(from, ends, end);
    }(pair.first, pair.second.native_handle(), error, seen, last));
    CHECK(seen.finished == 63);
    REQUIRE_FALSE(all.empty());
    CHECK(pair.first.close());
    CHECK(on.loop.run().has_value());
    CHECK(seen.finished == 63);
    CHECK(seen.abandoned == 1);
    CHECK(last == unit::canceled);
}

TEMPLATE_TEST_CASE("close: ends waits in both directions", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::error_code received;
    std::error_code sent;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::error_code& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto outcome = co_await from.receive(buffer, within(1h));
        into = outcome.error();
    }(pair.first, received));
    all.spawn([](auto& to, std::error_code& into) -> task<void> {
        const std::vector<std::byte> data(8 << 20);
        const auto done = co_await to.send_all(data);
        into = done.error();
    }(pair.first, sent));
    unit::turn(on.loop);
    CHECK(pair.first.close());
    CHECK(on.loop.run().has_value());
    CHECK(received == unit::canceled);
    CHECK(sent == unit::canceled);
}

TEMPLATE_TEST_CASE("close: on a listener, a waiting accept ends and the address can be bound again",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto server = tenon::listen<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    const auto endpoint = server.local_endpoint().value();
    std::error_code error;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::error_code& into) -> task<void> {
        const auto peer = co_await from.accept();
        into = peer.error();
    }(server, error));
    unit::turn(on.loop);
    CHECK(server.close());
    auto second_listener = tenon::listen<tenon::tcp>(on.loop, endpoint);
    CHECK(second_listener.has_value());
    CHECK(on.loop.run().has_value());
    CHECK(error == unit::canceled);
}

TEMPLATE_TEST_CASE(
    "accept: its task is destroyed or stopped with a waiting connection, which the next accept returns",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto server = tenon::listen<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    const auto endpoint = server.local_endpoint().value();
    auto client = tenon::open<tenon::tcp, tenon::ipv4>().value();
    std::optional<tenon::scope> all;
    all.emplace(on.loop);
    int accepted = 0;
    all->spawn([](auto& from, int& count) -> task<void> {
        const auto peer = co_await from.accept();
        count += peer ? 1 : 0;
    }(server, accepted));
    unit::turn(on.loop);
    REQUIRE(::connect(client.native_handle(), endpoint.data(), endpoint.size()) == 0);
    const int before = unit::next_descriptor();
    const bool is_destroyed = GENERATE(true, false);
    if (is_destroyed)
        all.reset();
    else
        all->request_stop();
    unit::turn(on.loop);
    CHECK(unit::next_descriptor() == before);
    CHECK(accepted == 0);
    const auto accept = [&]() -> task<bool> {
        const auto peer = co_await server.accept(within(5s));
        co_return peer.has_value();
    };
    CHECK(on.loop.run(accept()));
    CHECK(unit::next_descriptor() == before);
}

TEMPLATE_TEST_CASE(
    "basic_socket: moved during a wait, the operation goes on and the new socket can be used", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::string text;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::string& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        into = unit::text_of(co_await from.receive(buffer));
    }(pair.first, text));
    unit::turn(on.loop);
    auto moved = std::move(pair.first);
    CHECK(::send(pair.second.native_handle(), "one", 3, 0) == 3);
    CHECK(on.loop.run().has_value());
    CHECK(text == "one");
    // The socket is moved again, into another task.
    all.spawn([](auto moved_in, int peer_descriptor) -> task<void> {
        auto socket = std::move(moved_in);
        CHECK(::send(peer_descriptor, "two", 3, 0) == 3);
        std::array<std::byte, 8> buffer;
        const auto two = co_await socket.receive(buffer);
        CHECK(unit::text_of(two) == "two");
    }(std::move(moved), pair.second.native_handle()));
    CHECK(on.loop.run().has_value());
}

TEMPLATE_TEST_CASE(
    "receive, send_all: a second waiter in one direction fails with device_or_resource_busy, the first goes on",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    std::string texts[2];
    tenon::scope all(on.loop);
    const auto receive_text = [](auto& from, std::string& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        into = unit::text_of(co_await from.receive(buffer));
    };
    all.spawn(receive_text(pair.first, texts[0]));
    all.spawn(receive_text(pair.first, texts[1]));
    CHECK(texts[1] == "(Device or resource busy)");
    // The other direction is free.
    const auto send = [&]() -> task<void> { unit::expect(co_await pair.first.send("x"_bytes)); };
    on.loop.run(send());
    CHECK(::send(pair.second.native_handle(), "one", 3, 0) == 3);
    CHECK(on.loop.run().has_value());
    CHECK(texts[0] == "one");
    // The same for senders.
    const std::vector<std::byte> data(8 << 20);
    std::error_code errors[2];
    const auto fill = [&](std::error_code& into) -> task<void> {
        const auto sent = co_await pair.first.send_all(data);
        into = sent.error();
    };
    all.spawn(fill(errors[0]));
    all.spawn(fill(errors[1]));
    CHECK(errors[1] == unit::busy);
    all.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(errors[0] == unit::canceled);
}

TEMPLATE_TEST_CASE("receive: on an empty socket fails with bad_file_descriptor", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto moved = std::move(pair.first);
    const auto receive_error = [](auto& from) -> task<std::error_code> {
        std::array<std::byte, 8> buffer;
        const auto outcome = co_await from.receive(buffer, within(1s));
        co_return outcome.error();
    };
    CHECK(on.loop.run(receive_error(pair.first)) == std::errc::bad_file_descriptor);
    tenon::connection<tenon::stream, tenon::unix_domain, tenon::driver_of<tenon::poll_loop>> empty;
    tenon::poll_loop loop;
    CHECK(loop.run(receive_error(empty)) == std::errc::bad_file_descriptor);
}

TEMPLATE_TEST_CASE(
    "receive: endless data on one socket does not starve another socket, a timer or a task that yields",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto busy_pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto quiet_pair = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    bool is_over = false;
    int received = 0;
    int yielded = 0;
    int slept = 0;
    tenon::scope all(on.loop);
    // This task never waits: each byte is in the socket before its receive.
    all.spawn([](auto& from, int peer_descriptor, bool& over, int& count) -> task<void> {
        std::array<std::byte, 1> buffer;
        while (!over) {
            CHECK(::send(peer_descriptor, "x", 1, 0) == 1);
            const auto outcome = co_await from.receive(buffer);
            count += outcome ? 1 : 0;
        }
    }(busy_pair.first, busy_pair.second.native_handle(), is_over, received));
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
    CHECK(::send(quiet_pair.second.native_handle(), "one", 3, 0) == 3);
    const auto receive_both_messages = [&]() -> task<std::string> {
        std::array<std::byte, 8> buffer;
        for (int turn = 0; turn != 50; ++turn)
            unit::expect(co_await tenon::yield());
        CHECK(::send(quiet_pair.second.native_handle(), "two", 3, 0) == 3);
        std::string text = unit::text_of(co_await quiet_pair.first.receive(buffer));
        is_over = true;
        co_return text;
    };
    CHECK(on.loop.run(receive_both_messages()) == "onetwo");
    CHECK(on.loop.run().has_value());
    CHECK(received > 64);
    CHECK(yielded >= 50);
    CHECK(slept > 0);
    CHECK(received < 80 * (yielded + 3));
}
