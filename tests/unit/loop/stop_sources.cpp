// SPDX-License-Identifier: BSL-1.0

// Stop tokens as limits of what waits in a loop: requested in the loop's thread, in another, in a signal handler; and the event
// by which they wake the loop, which is made when it is needed.

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
    const auto got = co_await from.receive(buffer, token);
    co_return got.error();
}
task<std::error_code> wait_until_stopped(tenon::event& what, tenon::stop_token token) {
    co_return unit::error_of(co_await what.wait(token));
}

/// A source that a signal handler asks.
const tenon::stop_source* asked_by_signal = nullptr;
void on_signal(int) {
    asked_by_signal->request_stop();
}

}  // namespace

TEMPLATE_TEST_CASE("stop token: requested before, no attempt is made and no event", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    REQUIRE(::send(far.native_handle(), "one", 3, 0) == 3);
    const tenon::stop_source source;
    source.request_stop();
    CHECK(on.loop.run(receive_until_stopped(near, source.token())) == unit::canceled);
    // It is there.
    CHECK_FALSE(on.loop.run(receive_until_stopped(near, tenon::stop_source().token())));
    CHECK(on.seen.opened_events == 0);
    CHECK(on.seen.turns == 0);
}

TEMPLATE_TEST_CASE("stop token: requested by another task, no event is needed while the loop does not sleep", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const tenon::stop_source source;
    tenon::scope all(on.loop);
    all.spawn([](const tenon::stop_source& asked) -> task<void> {
        unit::expect(co_await tenon::yield());
        unit::expect(co_await tenon::yield());
        asked.request_stop();
    }(source));
    CHECK(on.loop.run(receive_until_stopped(near, source.token())) == unit::canceled);
    CHECK(on.seen.opened_events == 0);
    // What sleeps needs it, once.
    for (int round = 0; round != 3; ++round) {
        const auto waits = [&]() -> task<std::error_code> {
            const tenon::stop_source other;
            std::array<std::byte, 8> buffer;
            const auto got = co_await near.receive(buffer, other.token(), within(1ms));
            co_return got.error();
        };
        CHECK(on.loop.run(waits()) == unit::timed_out);
    }
    CHECK(on.seen.opened_events == 1);
    // And what sleeps without a token does not.
    unit::watched_loop<TestType> other;
    other.loop.run([]() -> task<void> { unit::expect(co_await tenon::sleep(1ms)); }());
    CHECK(other.seen.opened_events == 0);
}

TEMPLATE_TEST_CASE("stop token: requested by another thread while the loop sleeps, wakes it, a hundred times", "",
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
        const auto got = on.loop.run(wait_until_stopped(never, source.token()));
        other.join();
        REQUIRE(got == unit::canceled);
    }
    CHECK_FALSE(on.seen.has_slept_for_ever);
    CHECK(on.seen.opened_events <= 1);
}

TEMPLATE_TEST_CASE("stop token: requested while the event is made, is not slept over", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    const tenon::stop_source source;
    on.seen.on_open_event = [&] { source.request_stop(); };
    CHECK(on.loop.run(wait_until_stopped(never, source.token())) == unit::canceled);
    CHECK_FALSE(on.seen.has_slept_for_ever);
}

TEMPLATE_TEST_CASE("stop token: requested in a signal handler, wakes the loop", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    struct ::sigaction handled = {};
    struct ::sigaction before = {};
    handled.sa_handler = &on_signal;
    REQUIRE(::sigaction(SIGUSR1, &handled, &before) == 0);
    const ::pthread_t self = ::pthread_self();
    for (int round = 0; round != 20; ++round) {
        const tenon::stop_source source;
        asked_by_signal = &source;
        std::thread other([&] {
            std::this_thread::sleep_for(std::chrono::microseconds(20 * round));
            ::pthread_kill(self, SIGUSR1);
        });
        const auto got = on.loop.run(wait_until_stopped(never, source.token()));
        other.join();
        REQUIRE(got == unit::canceled);
    }
    CHECK(::sigaction(SIGUSR1, &before, nullptr) == 0);
    CHECK_FALSE(on.seen.has_slept_for_ever);
}

TEMPLATE_TEST_CASE("stop token: no event can be made (EMFILE), the loop looks for requests from time to time", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.event_error = EMFILE;
    tenon::event never;
    const tenon::stop_source source;
    std::thread other([&] {
        std::this_thread::sleep_for(30ms);
        source.request_stop();
    });
    const auto got = on.loop.run(wait_until_stopped(never, source.token()));
    other.join();
    CHECK(got == unit::canceled);
    CHECK(on.seen.opened_events > 0);
    CHECK(on.seen.opened_events < 50);
    CHECK(on.seen.turns < 50);
    CHECK_FALSE(on.seen.has_slept_for_ever);
    // As soon as one can be made, it is.
    on.seen.event_error = 0;
    const int before = on.seen.turns;
    const tenon::stop_source later;
    std::thread another([&] {
        std::this_thread::sleep_for(30ms);
        later.request_stop();
    });
    CHECK(on.loop.run(wait_until_stopped(never, later.token())) == unit::canceled);
    another.join();
    CHECK(on.seen.turns - before <= 3);
}

TEMPLATE_TEST_CASE("stop token: several of one wait, requested in one turn, it ends once", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const tenon::stop_source sources[4];
    int ended = 0;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, const tenon::stop_source(&by)[4], int& count) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto got = co_await from.receive(buffer, by[0].token(), by[1].token(), by[2].token(), by[3].token());
        unit::expect(got, unit::canceled);
        ++count;
        unit::expect(co_await tenon::yield());
    }(near, sources, ended));
    unit::turn(on.loop);
    for (const tenon::stop_source& each : sources)
        each.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(ended == 1);
}

TEMPLATE_TEST_CASE("stop token: one for a thousand waits, all end, and one that resumes another's waiter destroys it", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    const tenon::stop_source source;
    int ended = 0;
    tenon::scope all(on.loop);
    std::optional<tenon::scope> victims;
    victims.emplace(on.loop);
    int destroyed = 0;
    for (int count = 0; count != 500; ++count) {
        all.spawn(
            [](tenon::event& what, tenon::stop_token token, int& counter, std::optional<tenon::scope>& others) -> task<void> {
                unit::expect(co_await what.wait(token), unit::canceled);
                ++counter;
                others.reset();
            }(never, source.token(), ended, victims));
        victims->spawn([](tenon::event& what, tenon::stop_token token, int& counter) -> task<void> {
            const unit::counted_end end(counter);
            unit::ignore(co_await what.wait(token));
        }(never, source.token(), destroyed));
    }
    source.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(ended == 500);
    CHECK(destroyed == 500);
}

TEMPLATE_TEST_CASE("stop token: a request that comes with what is waited for, what has happened is delivered", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event happens;
    const tenon::stop_source source;
    std::optional<std::error_code> got;
    tenon::scope all(on.loop);
    all.spawn([](tenon::event& what, tenon::stop_token token, std::optional<std::error_code>& into) -> task<void> {
        into = unit::error_of(co_await what.wait(token));
    }(happens, source.token(), got));
    happens.set();
    source.request_stop();
    CHECK(on.loop.run().has_value());
    REQUIRE(got);
    CHECK_FALSE(*got);
}
