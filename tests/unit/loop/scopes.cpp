// SPDX-License-Identifier: BSL-1.0

// Scopes: tasks at the same time, which are joined, stopped, or destroyed, and whose exceptions are not lost.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using tenon::task;

namespace {

task<void> wait_for(tenon::event& what, int& ended, tenon::result<void>* got = nullptr) {
    const unit::counted_end end(ended);
    const auto waited = co_await what.wait();
    if (got != nullptr)
        *got = waited;
}
task<void> throw_after_a_turn(int thrown) {
    unit::ignore(co_await tenon::yield());
    throw thrown;
}

}  // namespace

TEMPLATE_TEST_CASE("scope: a spawned task runs until it first waits, join waits for all", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = [](TestType& loop) -> task<int> {
        tenon::event go;
        int ended = 0;
        tenon::scope all(loop);
        CHECK(all.empty());
        co_await all.join();
        for (int count = 0; count != 3; ++count)
            all.spawn(wait_for(go, ended));
        CHECK(ended == 0);
        CHECK_FALSE(all.empty());
        go.set();
        CHECK(ended == 0);
        co_await all.join();
        CHECK(all.empty());
        // It can be used again.
        all.spawn(wait_for(go, ended));
        CHECK(all.empty());
        co_await all.join();
        co_return ended;
    };
    CHECK(on.loop.run(body(on.loop)) == 4);
}

TEMPLATE_TEST_CASE("scope: an exception of a spawned task, stops the others and comes out of join, the first one", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = [](TestType& loop) -> task<int> {
        tenon::event never;
        int ended = 0;
        tenon::result<void> got;
        tenon::scope all(loop);
        all.spawn(wait_for(never, ended, &got));
        all.spawn(throw_after_a_turn(1));
        all.spawn(throw_after_a_turn(2));
        int caught = 0;
        try {
            co_await all.join();
        } catch (int thrown) {
            caught = thrown;
        }
        CHECK(ended == 1);
        CHECK(got.error() == unit::canceled);
        CHECK(all.stop_requested());
        // What has been thrown is not thrown again.
        co_await all.join();
        co_return caught;
    };
    CHECK(on.loop.run(body(on.loop)) == 1);
}

TEMPLATE_TEST_CASE("scope: an exception before the first wait, spawn returns and join throws", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = [](TestType& loop) -> task<void> {
        tenon::scope all(loop);
        all.spawn([]() -> task<void> {
            throw 3;
            co_return;
        }());
        CHECK(all.empty());
        CHECK(all.stop_requested());
        co_await all.join();
    };
    CHECK_THROWS_AS(on.loop.run(body(on.loop)), int);
}

TEMPLATE_TEST_CASE("scope: ended before its tasks, they are destroyed", "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    int ended = 0;
    {
        tenon::scope all(on.loop);
        all.spawn(wait_for(never, ended));
        all.spawn(wait_for(never, ended));
    }
    CHECK(ended == 2);
    CHECK(on.loop.run().has_value());
    never.set();
}

TEMPLATE_TEST_CASE("scope: joined by two tasks, both go on, one of them takes the exception", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::scope joining(on.loop);
    tenon::scope all(on.loop);
    int went_on = 0;
    int caught = 0;
    const auto joins = [](tenon::scope& joined, int& on_count, int& caught_count) -> task<void> {
        try {
            co_await joined.join();
            ++on_count;
        } catch (int) {
            ++caught_count;
        }
    };
    all.spawn(throw_after_a_turn(1));
    joining.spawn(joins(all, went_on, caught));
    joining.spawn(joins(all, went_on, caught));
    CHECK(on.loop.run().has_value());
    CHECK(went_on == 1);
    CHECK(caught == 1);
}

TEMPLATE_TEST_CASE("scope: ends while another task joins it, that one goes on", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    int ended = 0;
    int went_on = 0;
    tenon::scope joining(on.loop);
    const auto joins = [](tenon::scope& joined, int& on_count) -> task<void> {
        co_await joined.join();
        ++on_count;
    };
    SECTION("with its tasks") {
        auto all = std::make_unique<tenon::scope>(on.loop);
        all->spawn(wait_for(never, ended));
        joining.spawn(joins(*all, went_on));
        unit::turn(on.loop);
        all.reset();
        CHECK(ended == 1);
    }
    SECTION("after them, since the first of those who join ends it") {
        // Its storage is used anew, so that what looks at the scope sees something else.
        std::optional<tenon::scope> all;
        all.emplace(on.loop);
        const auto owns = [](std::optional<tenon::scope>& owned, int& on_count) -> task<void> {
            co_await owned->join();
            owned.reset();
            ++on_count;
        };
        tenon::event soon;
        all->spawn(wait_for(soon, ended));
        joining.spawn(joins(*all, went_on));
        joining.spawn(owns(all, went_on));
        soon.set();
        CHECK(on.loop.run().has_value());
        CHECK(went_on == 2);
        went_on = 1;
    }
    CHECK(on.loop.run().has_value());
    CHECK(went_on == 1);
}

TEMPLATE_TEST_CASE("scope: a task that is spawned between the end of the others and the join's turn, is waited for too", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::scope all(on.loop);
    tenon::scope outer(on.loop);
    int ended = 0;
    int seen = -1;
    tenon::event second;
    outer.spawn([](tenon::scope& joined, int& count, int& into) -> task<void> {
        co_await joined.join();
        into = count;
    }(all, ended, seen));
    CHECK(seen == 0);
    tenon::event first;
    all.spawn(wait_for(first, ended));
    outer.spawn([](tenon::scope& joined, int& count, int& into) -> task<void> {
        co_await joined.join();
        into = count;
    }(all, ended, seen));
    // The two come in one turn, in this order: the last task ends, and another is spawned.
    first.set();
    outer.spawn([](tenon::scope& into, tenon::event& what, int& count) -> task<void> {
        unit::expect(co_await tenon::yield());
        into.spawn(wait_for(what, count));
    }(all, second, ended));
    unit::turn(on.loop);
    CHECK(ended == 1);
    CHECK(seen == 0);
    second.set();
    CHECK(on.loop.run().has_value());
    CHECK(seen == 2);
}

TEMPLATE_TEST_CASE("scope: its join destroyed after a task has thrown, the program goes on", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    // One that does not heed the request to stop, so that the join waits on.
    const auto stubborn = [](tenon::event& what) -> task<void> {
        co_await tenon::shielded([](tenon::event& awaited) -> task<void> { unit::expect(co_await awaited.wait()); }(what));
    };
    SECTION("of a scope") {
        tenon::scope outer(on.loop);
        outer.spawn([](TestType& loop, auto waits, tenon::event& what) -> task<void> {
            tenon::scope all(loop);
            all.spawn(throw_after_a_turn(1));
            all.spawn(waits(what));
            co_await all.join();
        }(on.loop, stubborn, never));
        unit::turn(on.loop);
        CHECK_FALSE(outer.empty());
    }
    SECTION("of with_scope, before the join and in it") {
        tenon::scope outer(on.loop);
        const auto begins = [](auto waits, tenon::event& what, bool stays) -> task<void> {
            co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
                inner.spawn(throw_after_a_turn(1));
                inner.spawn(waits(what));
                if (stays)
                    unit::ignore(co_await what.wait());
            });
        };
        outer.spawn(begins(stubborn, never, true));
        outer.spawn(begins(stubborn, never, false));
        unit::turn(on.loop);
        CHECK_FALSE(outer.empty());
    }
}

TEMPLATE_TEST_CASE("with_scope: ends when its function and all tasks have, and returns what the function returned", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = []() -> task<int> {
        tenon::event go;
        int ended = 0;
        const std::string text = co_await tenon::with_scope([&](tenon::scope& inner) -> task<std::string> {
            inner.spawn(wait_for(go, ended));
            inner.spawn([](tenon::event& sets) -> task<void> {
                unit::expect(co_await tenon::sleep(1ms));
                sets.set();
            }(go));
            co_return "returned";
        });
        CHECK(text == "returned");
        co_return ended;
    };
    CHECK(on.loop.run(body()) == 1);
    // It works without a loop, for what does not wait.
    CHECK(tenon::run([]() -> task<int> {
              int sum = 0;
              co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
                  inner.spawn([](int& into) -> task<void> {
                      ++into;
                      co_return;
                  }(sum));
                  co_return;
              });
              co_return sum;
          }()) == 1);
}

TEMPLATE_TEST_CASE("with_scope: an exception of a task, the function is stopped and the exception passes", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    tenon::result<void> got;
    tenon::result<void> after;
    const auto outer = [&](bool throws_too) -> task<void> {
        co_await tenon::with_scope([&, throws_too](tenon::scope& inner) -> task<void> {
            inner.spawn(throw_after_a_turn(1));
            got = co_await never.wait();
            if (throws_too)
                throw std::string("later");
        });
    };
    for (const bool throws_too : {false, true}) {
        got = {};
        CHECK_THROWS_AS(on.loop.run(outer(throws_too)), int);  // The first.
        CHECK(got.error() == unit::canceled);
    }
    // What the function asks for is not meant for itself, and what awaits with_scope is not stopped either.
    const auto asks = [&]() -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
            inner.request_stop();
            got = co_await tenon::sleep(1ms);
        });
        bool passed = false;
        try {
            co_await outer(false);
        } catch (int) {
            passed = true;
        }
        CHECK(passed);
        after = co_await tenon::sleep(1ms);
    };
    on.loop.run(asks());
    CHECK(got.error() == unit::canceled);
    CHECK(after);
}

TEMPLATE_TEST_CASE("with_scope: an exception of the function, the tasks are stopped and it passes when they have ended", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    int ended = 0;
    tenon::result<void> got;
    tenon::event never;
    const auto throws = [&](tenon::scope& inner) -> task<void> {
        inner.spawn(wait_for(never, ended, &got));
        inner.spawn(throw_after_a_turn(2));
        throw std::string("function");
    };
    const auto throws_in_task = [&](tenon::scope& inner) -> task<void> { co_await throws(inner); };
    const auto body = [](auto& function) -> task<void> { co_await tenon::with_scope(function); };
    CHECK_THROWS_AS(on.loop.run(body(throws_in_task)), std::string);
    CHECK(ended == 1);
    CHECK(got.error() == unit::canceled);
    // Before it has returned its task.
    got = {};
    CHECK_THROWS_AS(on.loop.run(body(throws)), std::string);
    CHECK(ended == 2);
    CHECK(got.error() == unit::canceled);
    const auto task_throws = [&]() -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
            inner.spawn(throw_after_a_turn(2));
            co_return;
        });
    };
    CHECK_THROWS_AS(on.loop.run(task_throws()), int);
}
