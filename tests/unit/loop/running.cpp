// SPDX-License-Identifier: BSL-1.0

// run, run_ready and stop of a loop, and a loop inside another one.

#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/loops.hpp>

#include <poll.h>

#include <array>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;

namespace {

using unit::canceled;
constexpr auto deadlock = std::errc::resource_deadlock_would_occur;

task<int> returns_42() {
    co_return 42;
}

}  // namespace

TEMPLATE_TEST_CASE("run: without tasks returns at once", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    CHECK(on.loop.run().has_value());
    CHECK(on.seen.turns == 0);
}

TEMPLATE_TEST_CASE("run: returns the value of a task, or throws its exception", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    CHECK(on.loop.run(returns_42()) == 42);
    CHECK(on.seen.turns == 0);
    const auto later = []() -> task<std::string> {
        unit::expect(co_await tenon::yield());
        unit::expect(co_await tenon::sleep(1ms));
        co_return "later";
    };
    CHECK(on.loop.run(later()) == "later");
    const auto throwing = []() -> task<int> {
        unit::expect(co_await tenon::yield());
        throw 7;
    };
    CHECK_THROWS_AS(on.loop.run(throwing()), int);
    CHECK(on.loop.run(returns_42()) == 42);
}

TEMPLATE_TEST_CASE(
    "run: a task that nothing can wake fails with resource_deadlock_would_occur and is destroyed",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    int ended = 0;
    const auto waits = [](tenon::event& what, int& counter) -> task<tenon::result<int>> {
        const unit::counted_end end(counter);
        unit::expect(co_await what.wait());
        co_return 1;
    };
    tenon::event never;
    CHECK(on.loop.run(waits(never, ended)).error() == deadlock);
    CHECK(ended == 1);
    const auto waits_for_value = [](tenon::channel<int>& from) -> task<int> {
        co_return tenon::value(co_await from.receive());
    };
    tenon::channel<int> values(1);
    try {
        static_cast<void>(on.loop.run(waits_for_value(values)));
        FAIL("run returned a value");
    } catch (const std::system_error& error) {
        CHECK(error.code() == deadlock);
    }
    // The same for the tasks of a scope.
    tenon::scope all(on.loop);
    all.spawn([](tenon::event& what) -> task<void> { unit::expect(co_await what.wait()); }(never));
    CHECK(on.loop.run().error() == deadlock);
    never.set();
    CHECK(on.loop.run().has_value());
    CHECK_FALSE(on.seen.has_slept_for_ever);
}

TEMPLATE_TEST_CASE(
    "run: inside the same loop fails with resource_deadlock_would_occur, and the task does not begin",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    bool was_begun = false;
    const auto inner = [](bool& begun) -> task<tenon::result<int>> {
        begun = true;
        co_return 1;
    };
    const auto refuses_all = [&] {
        CHECK(on.loop.run().error() == deadlock);
        CHECK(on.loop.run(inner(was_begun)).error() == deadlock);
        CHECK(on.loop.run_ready().error() == deadlock);
    };
    const auto outer = [&]() -> task<void> {
        refuses_all();  // Before the first wait of the task.
        unit::expect(co_await tenon::yield());
        refuses_all();
        // The task goes on.
        unit::expect(co_await tenon::yield());
    };
    on.loop.run(outer());
    CHECK_FALSE(was_begun);
    // A task that begins while the loop is not running.
    tenon::scope all(on.loop);
    all.spawn(outer());
    CHECK(on.loop.run().has_value());
    CHECK_FALSE(was_begun);
    // tenon::run runs a task that does not wait, also inside a loop.
    const auto blocking = [&]() -> task<int> { co_return tenon::run(returns_42()); };
    CHECK(on.loop.run(blocking()) == 42);
}

TEST_CASE(
    "run: without a loop, a task that waits fails with resource_deadlock_would_occur and is destroyed") {
    int ended = 0;
    const auto waits = [](tenon::event& what, int& counter) -> task<tenon::result<void>> {
        const unit::counted_end end(counter);
        co_return co_await what.wait();
    };
    tenon::event never;
    CHECK(tenon::run(waits(never, ended)).error() == deadlock);
    CHECK(ended == 1);
    CHECK(tenon::run(returns_42()) == 42);
    const auto suspends = [](int& counter) -> task<tenon::result<void>> {
        const unit::counted_end end(counter);
        co_await std::suspend_always();
        co_return {};
    };
    CHECK(tenon::run(suspends(ended)).error() == deadlock);
    CHECK(ended == 2);
}

TEMPLATE_TEST_CASE("stop: run returns after the turn, and the next run continues the tasks", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    int rounds = 0;
    tenon::scope all(on.loop);
    all.spawn([](TestType& loop, int& count) -> task<void> {
        while (++count != 10) {
            if (count == 3)
                loop.stop();
            unit::expect(co_await tenon::yield());
        }
    }(on.loop, rounds));
    CHECK(on.loop.run().has_value());
    CHECK(rounds == 3);
    CHECK(on.loop.run().has_value());
    CHECK(rounds == 10);
    // Without a run under way, the next one returns at once.
    all.spawn([]() -> task<void> { unit::expect(co_await tenon::yield()); }());
    on.loop.stop();
    CHECK(on.loop.run().has_value());
    CHECK_FALSE(all.empty());
    CHECK(on.loop.run().has_value());
    CHECK(all.empty());
}

TEMPLATE_TEST_CASE("stop: run(task) returns operation_canceled, and the task is destroyed", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    int ended = 0;
    const auto stops = [](TestType& loop, int& counter) -> task<tenon::result<void>> {
        const unit::counted_end end(counter);
        unit::expect(co_await tenon::yield());
        loop.stop();
        co_return co_await tenon::sleep(1h);
    };
    CHECK(on.loop.run(stops(on.loop, ended)).error() == canceled);
    CHECK(ended == 1);
}

TEMPLATE_TEST_CASE(
    "run_ready: runs one turn without sleeping, next_deadline is the time until the next one", "",
    unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    on.seen.is_virtual = true;
    CHECK(on.loop.run_ready().has_value());
    CHECK(on.loop.next_deadline() == tenon::endless);
    int step = 0;
    tenon::scope all(on.loop);
    all.spawn([](int& at) -> task<void> {
        at = 1;
        unit::expect(co_await tenon::yield());
        at = 2;
        unit::expect(co_await tenon::sleep(5ms));
        at = 3;
    }(step));
    CHECK(step == 1);
    CHECK(on.loop.next_deadline() == 0);
    CHECK(on.loop.run_ready().has_value());
    CHECK(step == 2);
    CHECK(on.loop.next_deadline() == 5'000'000);
    on.seen.time += 2'000'000;
    CHECK(on.loop.next_deadline() == 3'000'000);
    CHECK(on.loop.run_ready().has_value());
    CHECK(step == 2);
    on.seen.time += 3'000'000;
    CHECK(on.loop.next_deadline() == 0);
    CHECK(on.loop.run_ready().has_value());
    CHECK(step == 3);
    CHECK(all.empty());
}

TEST_CASE("native_handle: is readable for poll(2) when the loop has something to do") {
    unit::watched_loop<unit::watched_epoll_loop> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    ::pollfd outer = {on.loop.native_handle().value(), POLLIN, 0};
    std::string received;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, std::string& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        for (;;) {
            const auto chunk = co_await from.receive(buffer);
            if (!chunk || chunk->empty())
                break;
            into += tenon::as_text(*chunk);
        }
    }(local, received));
    CHECK(::poll(&outer, 1, 0) == 0);
    for (const char* const each : {"a", "b", "c"}) {
        REQUIRE(::send(peer.native_handle(), each, 1, 0) == 1);
        REQUIRE(::poll(&outer, 1, 1'000) == 1);
        CHECK(on.loop.run_ready().has_value());
        CHECK(::poll(&outer, 1, 0) == 0);
    }
    CHECK(received == "abc");
    // A stop source also makes the handle readable.
    tenon::stop_source source;
    tenon::event never;
    all.spawn([](tenon::event& what, tenon::stop_token token) -> task<void> {
        const auto waited = co_await what.wait(token);
        CHECK(waited.error() == canceled);
    }(never, source.token()));
    CHECK(::poll(&outer, 1, 0) == 0);
    source.request_stop();
    CHECK(::poll(&outer, 1, 1'000) == 1);
    CHECK(on.loop.run_ready().has_value());
    static_cast<void>(peer.close());
    REQUIRE(::poll(&outer, 1, 1'000) == 1);
    CHECK(on.loop.run_ready().has_value());
    CHECK(all.empty());
}

TEMPLATE_TEST_CASE(
    "basic_loop: destroyed with waiting tasks, the tasks are destroyed and no descriptor leaks", "",
    tenon::epoll_loop, tenon::poll_loop) {
    int ended = 0;
    const int before = unit::next_descriptor();
    {
        tenon::event never;
        tenon::channel<int> values(1);
        tenon::stop_source source;
        TestType loop;
        tenon::scope outside(loop);
        const auto reads = [](TestType& by, int& counter, tenon::stop_token token) -> task<void> {
            const unit::counted_end end(counter);
            auto [local, peer] =
                tenon::connected_pair<tenon::stream, tenon::unix_domain>(by).value();
            std::array<std::byte, 8> buffer;
            unit::expect(co_await local.receive(buffer, tenon::within(1h), token));
        };
        const auto accepts = [](TestType& by, int& counter) -> task<void> {
            const unit::counted_end end(counter);
            auto server = tenon::listen<tenon::tcp>(by, "127.0.0.1:0"_v4).value();
            unit::expect(co_await server.accept());
        };
        const auto waits = [](tenon::event& what, int& counter) -> task<void> {
            const unit::counted_end end(counter);
            unit::expect(co_await what.wait(tenon::within(1h)));
        };
        const auto takes = [](tenon::channel<int>& from, int& counter) -> task<void> {
            const unit::counted_end end(counter);
            unit::expect(co_await from.receive());
        };
        const auto nests = [&](int& counter) -> task<void> {
            const unit::counted_end end(counter);
            const auto both =
                co_await tenon::when_all(waits(never, counter), takes(values, counter));
            static_cast<void>(both);
        };
        const auto yields = [](int& counter) -> task<void> {
            const unit::counted_end end(counter);
            for (;;)
                unit::expect(co_await tenon::yield());
        };
        outside.spawn(reads(loop, ended, source.token()));
        outside.spawn(accepts(loop, ended));
        outside.spawn(waits(never, ended));
        outside.spawn(takes(values, ended));
        outside.spawn(nests(ended));
        outside.spawn(yields(ended));
        unit::turn(loop);
        CHECK(ended == 0);
    }
    CHECK(ended == 8);
    CHECK(unit::next_descriptor() == before);
}

TEMPLATE_TEST_CASE("basic_loop: destroyed with many nested scopes, the tasks are destroyed", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    constexpr int count = 20'000;
    int ended = 0;
    {
        TestType loop;
        tenon::event never;
        tenon::scope outside(loop);
        const auto waits = [&]() -> task<void> {
            const unit::counted_end end(ended);
            unit::expect(co_await never.wait());
        };
        const auto nests = [&]() -> task<void> {
            const unit::counted_end end(ended);
            co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
                inner.spawn(waits());
                co_return;
            });
        };
        for (int each = 0; each != count; ++each)
            outside.spawn(nests());
        unit::turn(loop);
        CHECK(ended == 0);
    }
    CHECK(ended == 2 * count);
}

TEMPLATE_TEST_CASE("basic_loop: destroyed before its scopes, their tasks are destroyed", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    int ended = 0;
    tenon::event never;
    auto loop = std::make_unique<TestType>();
    tenon::scope first(*loop);
    tenon::scope second(*loop);
    const auto waits = [](tenon::event& what, int& counter) -> task<void> {
        const unit::counted_end end(counter);
        unit::expect(co_await what.wait());
    };
    const auto join_scope = [](tenon::scope& other, int& counter) -> task<void> {
        const unit::counted_end end(counter);
        co_await other.join();
    };
    first.spawn(waits(never, ended));
    first.spawn(join_scope(second, ended));
    second.spawn(waits(never, ended));
    loop.reset();
    CHECK(ended == 3);
    CHECK(first.empty());
    CHECK(second.empty());
}
