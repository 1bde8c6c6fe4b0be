// SPDX-License-Identifier: BSL-1.0

// connect in a loop: attempts that fail or are ended by a limit, and are repeated with the same
// socket.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;

namespace {

/// Returns an endpoint that refuses connections.
tenon::ipv4::endpoint closed_endpoint() {
    auto bound = tenon::bind<tenon::tcp>("127.0.0.1:0"_v4).value();
    return bound.local_endpoint().value();
}

/// A listener whose queue is full, so that an attempt to connect stays under way.
struct full_listener {
    full_listener() {
        endpoint = listener.local_endpoint().value(),
        filler = tenon::connect<tenon::tcp>(endpoint).value();
    }
    tenon::listener<tenon::tcp, tenon::ipv4> listener =
        tenon::listen<tenon::tcp>("127.0.0.1:0"_v4, tenon::backlog(0)).value();
    tenon::ipv4::endpoint endpoint;
    std::optional<tenon::connection<tenon::tcp, tenon::ipv4>> filler;
};

template <class Peer>
task<std::string> greet(Peer& peer, int listener) {
    const unit::owned accepted = ::accept(listener, nullptr, nullptr);
    CHECK(::send(accepted, "hello", 5, 0) == 5);
    std::array<std::byte, 16> buffer;
    co_return unit::text_of(co_await peer.receive(buffer, within(5s)));
}

}  // namespace

TEMPLATE_TEST_CASE("connect: succeeds on the same socket after failures", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto endpoint = listener.local_endpoint().value();
    const auto no_listener = closed_endpoint();
    const auto connects = [&]() -> task<std::string> {
        auto socket = tenon::open<tenon::tcp, tenon::ipv4>(on.loop).value();
        for (int round = 0; round != 3; ++round) {
            const auto failed = co_await std::move(socket).connect(no_listener, within(5s));
            unit::expect(failed, std::errc::connection_refused);
        }
        auto peer = co_await std::move(socket).connect(endpoint, within(5s));
        unit::expect(peer);
        co_return co_await greet(*peer, listener.native_handle());
    };
    CHECK(on.loop.run(connects()) == "hello");
}

TEMPLATE_TEST_CASE(
    "connect: succeeds on the same socket after a limit, a stop token or a stop request", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const full_listener full;
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto endpoint = listener.local_endpoint().value();
    auto socket = tenon::open<tenon::tcp, tenon::ipv4>(on.loop).value();
    const auto fail = [&](std::errc error, const auto&... limits) -> task<void> {
        const auto failed = co_await std::move(socket).connect(full.endpoint, limits...);
        unit::expect(failed, error);
        CHECK(failed.has_value() == false);
    };
    SECTION("within: the attempt is ended") {
        on.loop.run(fail(unit::timed_out, within(2ms)));
    }
    SECTION("stop_token: the attempt is ended") {
        const tenon::stop_source source;
        tenon::scope all(on.loop);
        all.spawn([](const tenon::stop_source& requested) -> task<void> {
            unit::expect(co_await tenon::sleep(1ms));
            requested.request_stop();
        }(source));
        on.loop.run(fail(unit::canceled, source.token()));
    }
    SECTION("request_stop: the attempt is ended") {
        tenon::scope all(on.loop);
        all.spawn(fail(unit::canceled));
        unit::turn(on.loop);
        CHECK_FALSE(all.empty());
        all.request_stop();
        CHECK(on.loop.run().has_value());
    }
    const auto connects = [&]() -> task<std::string> {
        auto peer = co_await std::move(socket).connect(endpoint, within(5s));
        unit::expect(peer);
        co_return co_await greet(*peer, listener.native_handle());
    };
    CHECK(on.loop.run(connects()) == "hello");
}

TEMPLATE_TEST_CASE("connect: events of an earlier attempt are not taken for a connection", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const full_listener full;
    auto socket = tenon::bind<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    const auto connects = [&]() -> task<void> {
        for (int round = 0; round != 3; ++round) {
            const auto failed = co_await std::move(socket).connect(full.endpoint, within(2ms));
            unit::expect(failed, unit::timed_out);
            // The socket reports POLLOUT | POLLHUP when no attempt is under way.
        }
    };
    on.loop.run(connects());
}

TEMPLATE_TEST_CASE("connect: a verb that fails leaks no descriptor", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto no_listener = closed_endpoint();
    CHECK(on.loop.run_ready().has_value());  // The loop opens its own descriptor.
    const int before = unit::next_descriptor();
    const auto connects = [&]() -> task<void> {
        const auto failed = co_await tenon::connect<tenon::tcp>(on.loop, no_listener, within(5s));
        unit::expect(failed, std::errc::connection_refused);
    };
    on.loop.run(connects());
    CHECK(unit::next_descriptor() == before);
}

TEMPLATE_TEST_CASE(
    "connect: to a Unix listener with a full queue, pauses and succeeds when there is space", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto name = tenon::unix_domain::abstract("tenon loop connecting").value();
    auto listener = tenon::listen<tenon::stream>(name, tenon::backlog(0)).value();
    auto filler = tenon::connect<tenon::stream>(name).value();
    int connected = 0;
    tenon::scope all(on.loop);
    all.spawn([](TestType& loop, const auto& to, int& count) -> task<void> {
        const auto peer = co_await tenon::connect<tenon::stream>(loop, to);
        unit::expect(peer);
        ++count;
    }(on.loop, name, connected));
    on.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(5ms)); }());
    CHECK(connected == 0);
    CHECK(on.seen.turns < 20);
    const auto accepted = listener.accept();
    CHECK(accepted.has_value());
    CHECK(on.loop.run().has_value());
    CHECK(connected == 1);
}

TEMPLATE_TEST_CASE("connect: the limit ends a pause between attempts, the last attempt succeeds",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    const auto name = tenon::unix_domain::abstract("tenon loop last attempt").value();
    auto listener = tenon::listen<tenon::stream>(name, tenon::backlog(0)).value();
    auto filler = tenon::connect<tenon::stream>(name).value();
    const auto connects = [&]() -> task<std::error_code> {
        const auto peer = co_await tenon::connect<tenon::stream>(on.loop, name, within(20ms));
        co_return unit::error_of(peer);
    };
    const std::int64_t before = on.seen.time;
    CHECK(on.loop.run(connects()) == unit::timed_out);
    CHECK(on.seen.time - before == 20'000'000);
    // The pauses are of 1, 2, 4, 8 and 16 milliseconds. The last one begins after 15 milliseconds,
    // and the limit ends it after 20.
    const auto accepts = [&]() -> task<void> {
        unit::expect(co_await tenon::sleep(17ms));
        const auto accepted = listener.accept();
        CHECK(accepted.has_value());
    };
    tenon::scope all(on.loop);
    all.spawn(accepts());
    CHECK(on.loop.run(connects()) == std::error_code());
    CHECK(on.seen.time - before == 40'000'000);
}

TEMPLATE_TEST_CASE("connect: on a datagram socket completes at once after a wait for a message", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto receiver = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto receiver_endpoint = receiver.local_endpoint().value();
    const auto exchange = [&]() -> task<std::string> {
        auto bound = tenon::bind<tenon::udp>(on.loop, "127.0.0.1:0"_v4).value();
        const auto local = bound.local_endpoint().value();
        std::array<std::byte, 16> buffer;
        const auto nothing = co_await bound.receive_from(buffer, within(1ms));
        unit::expect(nothing, unit::timed_out);
        auto peer = co_await std::move(bound).connect(receiver_endpoint);
        unit::expect(peer);
        CHECK(receiver.send_to("one"_bytes, local).has_value());
        const auto received = co_await peer->receive(buffer, within(5s));
        co_return received ? std::string(tenon::as_text(received->data)) : "error";
    };
    CHECK(on.loop.run(exchange()) == "one");
}
