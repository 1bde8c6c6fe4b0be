// SPDX-License-Identifier: BSL-1.0

// Stop tokens as limits of waits in a loop. The stop is requested in the thread of the loop, in
// another thread or in a signal handler. The event that wakes the loop is opened when it is needed.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <csignal>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using tenon::task;
using tenon::within;

namespace {

template <class Socket>
task<std::error_code> receive_until_stopped(Socket& from, tenon::stop_token token) {
    std::array<std::byte, 8> buffer;
    const auto outcome = co_await from.receive(buffer, token);
    co_return outcome.error();
}
task<std::error_code> wait_until_stopped(tenon::event& awaited, tenon::stop_token token) {
    co_return unit::error_of(co_await awaited.wait(token));
}

/// The source whose stop the signal handler requests.
const tenon::stop_source* source_of_signal = nullptr;
void on_signal(int) {
    source_of_signal->request_stop();
}

}  // namespace

TEMPLATE_TEST_CASE("stop_token: after a request no attempt is made and no event is opened", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    REQUIRE(::send(peer.native_handle(), "one", 3, 0) == 3);
    const tenon::stop_source source;
    source.request_stop();
    CHECK(on.loop.run(receive_until_stopped(local, source.token())) == unit::canceled);
    // The data is still in the socket.
    CHECK_FALSE(on.loop.run(receive_until_stopped(local, tenon::stop_source().token())));
    CHECK(on.seen.opened_events == 0);
    CHECK(on.seen.turns == 0);
}

TEMPLATE_TEST_CASE(
    "stop_token: a request by another task needs no event while the loop does not sleep", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const tenon::stop_source source;
    tenon::scope all(on.loop);
    all.spawn([](const tenon::stop_source& requested) -> task<void> {
        unit::expect(co_await tenon::yield());
        unit::expect(co_await tenon::yield());
        requested.request_stop();
    }(source));
    CHECK(on.loop.run(receive_until_stopped(local, source.token())) == unit::canceled);
    CHECK(on.seen.opened_events == 0);
    // A wait that sleeps needs the event, which is opened once.
    for (int round = 0; round != 3; ++round) {
        const auto waits = [&]() -> task<std::error_code> {
            const tenon::stop_source other;
            std::array<std::byte, 8> buffer;
            const auto outcome = co_await local.receive(buffer, other.token(), within(1ms));
            co_return outcome.error();
        };
        CHECK(on.loop.run(waits()) == unit::timed_out);
    }
    CHECK(on.seen.opened_events == 1);
    // A wait that sleeps without a token needs no event.
    unit::watched_loop<TestType> other;
    other.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(1ms)); }());
    CHECK(other.seen.opened_events == 0);
}

TEMPLATE_TEST_CASE(
    "stop_token: a request by another thread wakes the sleeping loop, a hundred times", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    for (int round = 0; round != 100; ++round) {
        const tenon::stop_source source;
        std::thread other([&] {
            if (round % 2 == 0)
                std::this_thread::sleep_for(200us);
            source.request_stop();
        });
        const auto outcome = on.loop.run(wait_until_stopped(never, source.token()));
        other.join();
        REQUIRE(outcome == unit::canceled);
    }
    CHECK_FALSE(on.seen.has_slept_for_ever);
    CHECK(on.seen.opened_events <= 1);
}

TEMPLATE_TEST_CASE("stop_token: a request while the event is opened ends the wait", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    const tenon::stop_source source;
    on.seen.on_open_event = [&] { source.request_stop(); };
    CHECK(on.loop.run(wait_until_stopped(never, source.token())) == unit::canceled);
    CHECK_FALSE(on.seen.has_slept_for_ever);
}

TEMPLATE_TEST_CASE("stop_token: a request in a signal handler wakes the loop", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    struct ::sigaction action = {};
    struct ::sigaction previous_action = {};
    action.sa_handler = &on_signal;
    REQUIRE(::sigaction(SIGUSR1, &action, &previous_action) == 0);
    const ::pthread_t self = ::pthread_self();
    for (int round = 0; round != 20; ++round) {
        const tenon::stop_source source;
        source_of_signal = &source;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(20 * round));
            ::pthread_kill(self, SIGUSR1);
        });
        const auto outcome = on.loop.run(wait_until_stopped(never, source.token()));
        other.join();
        REQUIRE(outcome == unit::canceled);
    }
    CHECK(::sigaction(SIGUSR1, &previous_action, nullptr) == 0);
    CHECK_FALSE(on.seen.has_slept_for_ever);
}

TEMPLATE_TEST_CASE(
    "stop_token: if no event can be opened (EMFILE), the loop checks for requests from time to time",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.event_error = EMFILE;
    tenon::event never;
    const tenon::stop_source source;
    std::thread other([&] {
        std::this_thread::sleep_for(30ms);
        source.request_stop();
    });
    const auto outcome = on.loop.run(wait_until_stopped(never, source.token()));
    other.join();
    CHECK(outcome == unit::canceled);
    CHECK(on.seen.opened_events > 0);
    CHECK(on.seen.opened_events < 50);
    CHECK(on.seen.turns < 50);
    CHECK_FALSE(on.seen.has_slept_for_ever);
    // The loop opens the event as soon as it is possible.
    on.seen.event_error = 0;
    const int turns_before = on.seen.turns;
    const tenon::stop_source later;
    std::thread another([&] {
        std::this_thread::sleep_for(30ms);
        later.request_stop();
    });
    CHECK(on.loop.run(wait_until_stopped(never, later.token())) == unit::canceled);
    another.join();
    CHECK(on.seen.turns - turns_before <= 3);
}

TEMPLATE_TEST_CASE("stop_token: several tokens of one wait, requested in one turn, end it once", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const tenon::stop_source sources[4];
    int ended = 0;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, const tenon::stop_source(&by)[4], int& count) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto outcome = co_await from.receive(buffer, by[0].token(), by[1].token(),
                                                   by[2].token(), by[3].token());
        unit::expect(outcome, unit::canceled);
        ++count;
        unit::expect(co_await tenon::yield());
    }(local, sources, ended));
    unit::turn(on.loop);
    for (const tenon::stop_source& each : sources)
        each.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(ended == 1);
}

TEMPLATE_TEST_CASE(
    "stop_token: one token ends a thousand waits, also if the first resumed task destroys half of them",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    const tenon::stop_source source;
    int ended = 0;
    tenon::scope all(on.loop);
    std::optional<tenon::scope> destroyed_scope;
    destroyed_scope.emplace(on.loop);
    int destroyed = 0;
    for (int count = 0; count != 500; ++count) {
        all.spawn([](tenon::event& awaited, tenon::stop_token token, int& counter,
                     std::optional<tenon::scope>& destroyed_tasks) -> task<void> {
            unit::expect(co_await awaited.wait(token), unit::canceled);
            ++counter;
            destroyed_tasks.reset();
        }(never, source.token(), ended, destroyed_scope));
        destroyed_scope->spawn(
            [](tenon::event& awaited, tenon::stop_token token, int& counter) -> task<void> {
                const unit::counted_end end(counter);
                unit::ignore(co_await awaited.wait(token));
            }(never, source.token(), destroyed));
    }
    source.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(ended == 500);
    CHECK(destroyed == 500);
}

TEMPLATE_TEST_CASE("stop_token: if the event is set before the request, the event is delivered", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event happens;
    const tenon::stop_source source;
    std::optional<std::error_code> outcome;
    tenon::scope all(on.loop);
    all.spawn([](tenon::event& awaited, tenon::stop_token token,
                 std::optional<std::error_code>& into) -> task<void> {
        into = unit::error_of(co_await awaited.wait(token));
    }(happens, source.token(), outcome));
    happens.set();
    source.request_stop();
    CHECK(on.loop.run().has_value());
    REQUIRE(outcome);
    CHECK_FALSE(*outcome);
}
