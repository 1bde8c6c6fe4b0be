// SPDX-License-Identifier: BSL-1.0

// Scopes: concurrent tasks that are joined, stopped or destroyed, and whose exceptions are not
// lost.

#include <support/catch.hpp>
#include <unit/support/child_process.hpp>
#include <unit/support/loops.hpp>

#include <unistd.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using tenon::task;

namespace {

task<void> wait_for(tenon::event& event_awaited, int& ended,
                    tenon::result<void>* outcome = nullptr) {
    const unit::counted_end end(ended);
    const auto waited = co_await event_awaited.wait();
    if (outcome != nullptr)
        *outcome = waited;
}
task<void> throw_after_a_turn(int thrown) {
    unit::ignore(co_await tenon::yield());
    throw thrown;
}

}  // namespace

TEMPLATE_TEST_CASE("scope: a spawned task runs until its first wait, and join waits for all", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = [](TestType& loop) -> task<int> {
        tenon::event released;
        int ended = 0;
        tenon::scope all(loop);
        CHECK(all.empty());
        co_await all.join();
        for (int count = 0; count != 3; ++count)
            all.spawn(wait_for(released, ended));
        CHECK(ended == 0);
        CHECK_FALSE(all.empty());
        released.set();
        CHECK(ended == 0);
        co_await all.join();
        CHECK(all.empty());
        // The scope can be used again.
        all.spawn(wait_for(released, ended));
        CHECK(all.empty());
        co_await all.join();
        co_return ended;
    };
    CHECK(on.loop.run(body(on.loop)) == 4);
}

TEMPLATE_TEST_CASE("scope: an exception of a task stops the others, and join throws the first one",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = [](TestType& loop) -> task<int> {
        tenon::event never;
        int ended = 0;
        tenon::result<void> outcome;
        tenon::scope all(loop);
        all.spawn(wait_for(never, ended, &outcome));
        all.spawn(throw_after_a_turn(1));
        all.spawn(throw_after_a_turn(2));
        int caught = 0;
        try {
            co_await all.join();
        } catch (int thrown) {
            caught = thrown;
        }
        CHECK(ended == 1);
        CHECK(outcome.error() == unit::canceled);
        CHECK(all.stop_requested());
        // A second join does not throw the exception again.
        co_await all.join();
        co_return caught;
    };
    CHECK(on.loop.run(body(on.loop)) == 1);
}

TEMPLATE_TEST_CASE("scope: after an exception before the first wait, spawn returns and join throws",
                   "", unit::watched_epoll_loop, unit::watched_poll_loop) {
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

TEMPLATE_TEST_CASE("scope: destroyed before its tasks end, the tasks are destroyed", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
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

TEMPLATE_TEST_CASE("scope: joined by two tasks, one of them receives the exception", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
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

TEMPLATE_TEST_CASE("scope: destroyed while another task joins it, that task goes on", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    int ended = 0;
    int went_on = 0;
    tenon::scope joining(on.loop);
    const auto joins = [](tenon::scope& joined, int& on_count) -> task<void> {
        co_await joined.join();
        ++on_count;
    };
    SECTION("destructor: the scope has tasks") {
        auto all = std::make_unique<tenon::scope>(on.loop);
        all->spawn(wait_for(never, ended));
        joining.spawn(joins(*all, went_on));
        unit::turn(on.loop);
        all.reset();
        CHECK(ended == 1);
    }
    SECTION("destructor: the scope is empty and is destroyed by the first joining task") {
        // The storage of the scope is reused, so that an access to the destroyed scope is detected.
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

TEMPLATE_TEST_CASE(
    "join: also waits for a task that is spawned after the others have ended and before join returns",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
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
    // In one turn the last task ends, and then another is spawned.
    first.set();
    outer.spawn([](tenon::scope& into, tenon::event& event_awaited, int& count) -> task<void> {
        unit::expect(co_await tenon::yield());
        into.spawn(wait_for(event_awaited, count));
    }(all, second, ended));
    unit::turn(on.loop);
    CHECK(ended == 1);
    CHECK(seen == 0);
    second.set();
    CHECK(on.loop.run().has_value());
    CHECK(seen == 2);
}

TEMPLATE_TEST_CASE("join: destroyed after a task has thrown, the exception is dropped", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    // A task that ignores the stop request, so that the join keeps waiting.
    const auto ignore_stop = [](tenon::event& event_awaited) -> task<void> {
        co_await tenon::shielded([](tenon::event& awaited) -> task<void> {
            unit::expect(co_await awaited.wait());
        }(event_awaited));
    };
    SECTION("scope: the join is destroyed") {
        tenon::scope outer(on.loop);
        outer.spawn([](TestType& loop, auto waits, tenon::event& event_awaited) -> task<void> {
            tenon::scope all(loop);
            all.spawn(throw_after_a_turn(1));
            all.spawn(waits(event_awaited));
            co_await all.join();
        }(on.loop, ignore_stop, never));
        unit::turn(on.loop);
        CHECK_FALSE(outer.empty());
    }
    SECTION("with_scope: destroyed before the join and in it") {
        tenon::scope outer(on.loop);
        const auto begins = [](auto waits, tenon::event& event_awaited,
                               bool waits_first) -> task<void> {
            co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
                inner.spawn(throw_after_a_turn(1));
                inner.spawn(waits(event_awaited));
                if (waits_first)
                    unit::ignore(co_await event_awaited.wait());
            });
        };
        outer.spawn(begins(ignore_stop, never, true));
        outer.spawn(begins(ignore_stop, never, false));
        unit::turn(on.loop);
        CHECK_FALSE(outer.empty());
    }
}

TEMPLATE_TEST_CASE(
    "with_scope: ends when its function and all tasks have ended, and returns the function's value",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    const auto body = []() -> task<int> {
        tenon::event released;
        int ended = 0;
        const std::string text =
            co_await tenon::with_scope([&](tenon::scope& inner) -> task<std::string> {
                inner.spawn(wait_for(released, ended));
                inner.spawn([](tenon::event& sets) -> task<void> {
                    unit::expect(co_await tenon::sleep(1ms));
                    sets.set();
                }(released));
                co_return "returned";
            });
        CHECK(text == "returned");
        co_return ended;
    };
    CHECK(on.loop.run(body()) == 1);
    // Tasks that do not wait need no loop.
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

TEMPLATE_TEST_CASE("with_scope: an exception of a task stops the function and is thrown", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    tenon::event never;
    tenon::result<void> outcome;
    tenon::result<void> after;
    const auto outer = [&](bool throws_too) -> task<void> {
        co_await tenon::with_scope([&, throws_too](tenon::scope& inner) -> task<void> {
            inner.spawn(throw_after_a_turn(1));
            outcome = co_await never.wait();
            if (throws_too)
                throw std::string("later");
        });
    };
    for (const bool throws_too : {false, true}) {
        outcome = {};
        CHECK_THROWS_AS(on.loop.run(outer(throws_too)), int);  // The first exception is thrown.
        CHECK(outcome.error() == unit::canceled);
    }
    // The request stops the waits of the function. The task that awaits with_scope is not stopped.
    const auto request = [&]() -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
            inner.request_stop();
            outcome = co_await tenon::sleep(1ms);
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
    on.loop.run(request());
    CHECK(outcome.error() == unit::canceled);
    CHECK(after);
}

TEMPLATE_TEST_CASE(
    "with_scope: an exception of the function stops the tasks and is thrown when they have ended",
    "", unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    int ended = 0;
    tenon::result<void> outcome;
    tenon::event never;
    const auto throws = [&](tenon::scope& inner) -> task<void> {
        inner.spawn(wait_for(never, ended, &outcome));
        inner.spawn(throw_after_a_turn(2));
        throw std::string("function");
    };
    const auto throws_in_task = [&](tenon::scope& inner) -> task<void> { co_await throws(inner); };
    const auto body = [](auto& function) -> task<void> { co_await tenon::with_scope(function); };
    CHECK_THROWS_AS(on.loop.run(body(throws_in_task)), std::string);
    CHECK(ended == 1);
    CHECK(outcome.error() == unit::canceled);
    // The function throws before it returns its task.
    outcome = {};
    CHECK_THROWS_AS(on.loop.run(body(throws)), std::string);
    CHECK(ended == 2);
    CHECK(outcome.error() == unit::canceled);
    const auto task_throws = [&]() -> task<void> {
        co_await tenon::with_scope([&](tenon::scope& inner) -> task<void> {
            inner.spawn(throw_after_a_turn(2));
            co_return;
        });
    };
    CHECK_THROWS_AS(on.loop.run(task_throws()), int);
}

TEST_CASE("scope: destroyed with the exception of a task, the program terminates") {
    const auto fails = []() -> task<void> {
        throw 1;
        co_return;
    };
    struct spawns_at_end {
        tenon::scope& into;
        task<void> work;
        ~spawns_at_end() { into.spawn(std::move(work)); }
    };
    const auto spawns_then = [](tenon::scope& into, task<void> work) -> task<void> {
        const spawns_at_end last = {into, std::move(work)};
        static_cast<void>(co_await tenon::yield());
    };
    const bool while_destroyed = GENERATE(false, true);
    CHECK(unit::in_child_process([&] {
        std::set_terminate([] { ::_exit(0); });
        tenon::poll_loop loop;
        {
            tenon::scope all(loop);
            all.spawn(while_destroyed ? spawns_then(all, fails()) : fails());
        }
        return false;
    }));
}
