// SPDX-License-Identifier: BSL-1.0

// A request to stop: it reaches what the tasks of a scope wait for, through any depth, and all that they await later.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;

namespace {

using errors = std::vector<std::error_code>;

task<void> dive(int depth, tenon::event& what, errors& got) {
    if (depth != 0)
        co_return co_await dive(depth - 1, what, got);
    got.push_back(unit::error_of(co_await what.wait()));
    got.push_back(unit::error_of(co_await what.wait()));
}
[[nodiscard]] bool all_canceled(const errors& got, std::size_t count) {
    bool all = got.size() == count;
    for (const std::error_code& each : got)
        all = all && each == unit::canceled;
    return all;
}

}  // namespace

TEMPLATE_TEST_CASE("request_stop: a task that waits a thousand tasks deep, and what it awaits later, are reached", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    errors got;
    tenon::scope all(on.loop);
    all.spawn(dive(1'000, never, got));
    unit::turn(on.loop);
    all.request_stop();
    // It comes through the queue.
    CHECK(got.empty());
    CHECK(on.loop.run().has_value());
    CHECK(all_canceled(got, 2));
    // What is spawned later is stopped from the beginning.
    all.spawn(dive(3, never, got));
    CHECK(all.empty());
    CHECK(all_canceled(got, 4));
}

TEMPLATE_TEST_CASE("request_stop: reaches every kind of wait", "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    auto server = tenon::listen<tenon::tcp>(on.loop, "127.0.0.1:0"_v4).value();
    tenon::event never;
    tenon::channel<int> empty(1);
    tenon::channel<int> full(1);
    errors got;
    tenon::scope all(on.loop);
    all.spawn([](auto& from, errors& into) -> task<void> {
        std::array<std::byte, 8> buffer;
        const auto received = co_await from.receive(buffer);
        into.push_back(received.error());
    }(near, got));
    all.spawn([](auto& to, errors& into) -> task<void> {
        const std::vector<std::byte> much(8 << 20);
        const auto sent = co_await to.send_all(much);
        into.push_back(sent.error());
    }(near, got));
    all.spawn([](auto& from, errors& into) -> task<void> {
        const auto accepted = co_await from.accept();
        into.push_back(accepted.error());
    }(server, got));
    all.spawn([](tenon::event& what, errors& into) -> task<void> {
        into.push_back(unit::error_of(co_await what.wait(tenon::within(1h))));
    }(never, got));
    all.spawn([](tenon::channel<int>& from, errors& into) -> task<void> {
        into.push_back(unit::error_of(co_await from.receive()));
    }(empty, got));
    all.spawn([](tenon::channel<int>& to, errors& into) -> task<void> {
        unit::expect(co_await to.send(1));
        into.push_back(unit::error_of(co_await to.send(2)));
    }(full, got));
    all.spawn([](errors& into) -> task<void> { into.push_back(unit::error_of(co_await tenon::sleep(1h))); }(got));
    unit::turn(on.loop);
    CHECK(got.empty());
    all.spawn([](errors& into) -> task<void> { into.push_back(unit::error_of(co_await tenon::yield())); }(got));
    all.request_stop();
    all.request_stop();
    CHECK(got.empty());
    CHECK(on.loop.run().has_value());
    CHECK(all_canceled(got, 8));
    CHECK(full.size() == 1);
}

TEMPLATE_TEST_CASE("request_stop: an operation that would complete at once, is stopped too", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    REQUIRE(::send(far.native_handle(), "one", 3, 0) == 3);
    std::string got;
    const auto reads = [](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer));
    };
    {
        tenon::scope all(on.loop);
        all.request_stop();
        all.spawn([](auto read, auto& from, std::string& into) -> task<void> { into = co_await read(from); }(reads, near, got));
        CHECK(got == "(Operation canceled)");
        // Also in tasks that run at the same time, from their beginning.
        all.spawn([](auto read, auto& from, std::string& into) -> task<void> {
            into = std::get<0>(co_await tenon::when_all(read(from)));
        }(reads, near, got));
        CHECK(got == "(Operation canceled)");
        all.spawn([](auto read, auto& from, std::string& into) -> task<void> {
            into = co_await tenon::with_scope([&](tenon::scope& inner) -> task<std::string> {
                CHECK(inner.stop_requested());
                co_return co_await read(from);
            });
        }(reads, near, got));
        CHECK(got == "(Operation canceled)");
        CHECK(all.empty());
    }
    // The bytes are there.
    CHECK(on.loop.run(reads(near)) == "one");
}

TEMPLATE_TEST_CASE("request_stop: reaches the tasks of when_all, when_any, with_scope and a scope that is joined", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    errors got;
    tenon::scope all(on.loop);
    all.spawn([](tenon::event& what, errors& into) -> task<void> {
        const auto both = co_await tenon::when_all(dive(2, what, into), dive(0, what, into));
        static_cast<void>(both);
    }(never, got));
    all.spawn([](tenon::event& what, errors& into) -> task<void> {
        const auto any = co_await tenon::when_any(dive(2, what, into), dive(0, what, into));
        static_cast<void>(any);
    }(never, got));
    all.spawn([](tenon::event& what, errors& into) -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
            inner.spawn(dive(1, what, into));
            co_await dive(1, what, into);
        });
    }(never, got));
    all.spawn([](TestType& loop, tenon::event& what, errors& into) -> task<void> {
        tenon::scope inner(loop);
        inner.spawn(dive(1, what, into));
        co_await inner.join();
    }(on.loop, never, got));
    unit::turn(on.loop);
    CHECK(got.empty());
    all.request_stop();
    CHECK(on.loop.run().has_value());
    CHECK(all_canceled(got, 14));
}

TEMPLATE_TEST_CASE("request_stop: what is shielded, is not reached, and what comes after it is", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    errors got;
    tenon::event go;
    tenon::scope all(on.loop);
    all.spawn([](tenon::event& what, errors& into) -> task<void> {
        // Before the request, during it, and after it.
        co_await tenon::shielded([](tenon::event& awaited, errors& seen) -> task<void> {
            seen.push_back(unit::error_of(co_await awaited.wait()));
            seen.push_back(unit::error_of(co_await tenon::sleep(1ms)));
            co_await tenon::shielded(
                [](errors& inner) -> task<void> { inner.push_back(unit::error_of(co_await tenon::yield())); }(seen));
        }(what, into));
        into.push_back(unit::error_of(co_await tenon::yield()));
        into.push_back(
            co_await tenon::shielded([]() -> task<std::error_code> { co_return unit::error_of(co_await tenon::yield()); }()));
    }(go, got));
    unit::turn(on.loop);
    all.request_stop();
    unit::turn(on.loop);
    CHECK(got.empty());
    go.set();
    CHECK(on.loop.run().has_value());
    REQUIRE(got.size() == 5);
    CHECK_FALSE(got[0]);
    CHECK_FALSE(got[1]);
    CHECK_FALSE(got[2]);
    CHECK(got[3] == unit::canceled);
    CHECK_FALSE(got[4]);
}

TEMPLATE_TEST_CASE("request_stop: what has been achieved before, is delivered", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::channel<int> values(1);
    tenon::event happened;
    int received = 0;
    errors got;
    tenon::scope all(on.loop);
    all.spawn([](tenon::channel<int>& from, int& into) -> task<void> {
        const auto value = co_await from.receive();
        into = value.value_or(-1);
    }(values, received));
    all.spawn([](tenon::event& what, errors& into) -> task<void> { into.push_back(unit::error_of(co_await what.wait())); }(
                                                       happened, got));
    const auto gives = [](tenon::channel<int>& to, tenon::event& what, tenon::scope& stopped) -> task<void> {
        unit::expect(co_await to.send(7));
        what.set();
        stopped.request_stop();
    };
    on.loop.run(gives(values, happened, all));
    CHECK(on.loop.run().has_value());
    CHECK(received == 7);
    REQUIRE(got.size() == 1);
    CHECK_FALSE(got[0]);
}

TEMPLATE_TEST_CASE("request_stop: by the task itself, what it awaits next ends with operation_canceled", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::error_code got;
    tenon::scope all(on.loop);
    all.spawn([](tenon::scope& own, std::error_code& into) -> task<void> {
        unit::expect(co_await tenon::yield());
        own.request_stop();
        into = unit::error_of(co_await tenon::sleep(1h));
    }(all, got));
    CHECK(on.loop.run().has_value());
    CHECK(got == unit::canceled);
}
