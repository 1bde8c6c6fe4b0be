// SPDX-License-Identifier: BSL-1.0

// Tasks: they begin when they are awaited, are moved and awaited once, and hand on what they return or throw.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>
#include <unit/support/task.hpp>

#include <array>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <memory>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using tenon::task;

static_assert(std::is_nothrow_move_constructible_v<task<int>> && std::is_nothrow_move_assignable_v<task<int>>);
static_assert(!std::is_copy_constructible_v<task<int>> && !std::is_default_constructible_v<task<int>>);
static_assert(sizeof(task<std::string>) == sizeof(void*));

namespace {

task<int> count(int& begun, int value) {
    ++begun;
    co_return value;
}

/// Suspends what awaits it until it is resumed from outside; not one of ours.
struct foreign_wait {
    std::coroutine_handle<>& waits;
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> caller) noexcept { waits = caller; }
    [[nodiscard]] static int await_resume() noexcept { return 5; }
};

}  // namespace

TEST_CASE("task: made and not awaited, never begins") {
    int begun = 0;
    {
        const auto made = count(begun, 1);
    }
    CHECK(begun == 0);
    CHECK(tenon::run(count(begun, 3)) == 3);
    CHECK(begun == 1);
}

TEST_CASE("task: moved, the one that it was moved to is awaited") {
    int begun = 0;
    const auto moves = [](int& counter) -> task<int> {
        auto first = count(counter, 1);
        auto second = std::move(first);
        auto third = count(counter, 2);
        third = std::move(second);
        auto& same = third;
        third = std::move(same);
        co_return co_await std::move(third);
    };
    CHECK(tenon::run(moves(begun)) == 1);
    CHECK(begun == 1);
}

TEST_CASE("task: awaited, begins in the task that awaits it and goes on there") {
    std::string order;
    const auto inner = [](std::string& log) -> task<void> {
        log += 'b';
        co_return;
    };
    const auto outer = [&](std::string& log) -> task<void> {
        auto made = inner(log);
        log += 'a';
        co_await std::move(made);
        log += 'c';
    };
    tenon::run(outer(order));
    CHECK(order == "abc");
}

TEST_CASE("task: returns what cannot be copied, a reference, what braces make, and nothing") {
    const auto only_moved = []() -> task<std::unique_ptr<int>> { co_return std::make_unique<int>(3); };
    CHECK(*tenon::run(only_moved()) == 3);
    int number = 1;
    const auto reference = [](int& to) -> task<int&> { co_return to; };
    CHECK(&tenon::run(reference(number)) == &number);
    const auto passes = [&](int& to) -> task<int*> {
        int& got = co_await reference(to);
        co_return &got;
    };
    CHECK(tenon::run(passes(number)) == &number);
    const auto braces = []() -> task<std::pair<int, std::string>> { co_return {1, "one"}; };
    CHECK(tenon::run(braces()) == std::pair<int, std::string>(1, "one"));
    const auto success = []() -> task<tenon::result<void>> { co_return {}; };
    CHECK(tenon::run(success()).has_value());
    const auto fails = []() -> task<tenon::result<int>> { co_return tenon::failure(std::errc::timed_out); };
    CHECK(tenon::run(fails()).error() == std::errc::timed_out);
    const auto nothing = []() -> task<> { co_return; };
    tenon::run(nothing());
}

TEST_CASE("task: throws, the exception passes through those that await it, also after a wait, and their locals end") {
    int ended = 0;
    const auto throwing = [](int& counter, bool waits) -> task<int> {
        const unit::counted_end end(counter);
        if (waits)
            unit::expect(co_await tenon::yield());
        throw std::string("thrown");
    };
    const auto passing = [&](int& counter, bool waits) -> task<int> {
        const unit::counted_end end(counter);
        co_return 1 + co_await throwing(counter, waits);
    };
    const auto catching = [&](int& counter, bool waits) -> task<std::string> {
        const unit::counted_end end(counter);
        std::string caught;
        try {
            static_cast<void>(co_await passing(counter, waits));
        } catch (const std::string& what) {
            caught = what;
        }
        co_return caught;
    };
    CHECK(tenon::run(catching(ended, false)) == "thrown");
    CHECK(ended == 3);
    tenon::poll_loop loop;
    CHECK(loop.run(catching(ended, true)) == "thrown");
    CHECK(ended == 6);
    CHECK_THROWS_AS(loop.run(passing(ended, true)), std::string);
    CHECK_THROWS_AS(tenon::run(passing(ended, false)), std::string);
}

TEST_CASE("task: a value whose constructor throws, as if the task had thrown") {
    struct thrower {
        explicit thrower(int) { throw 1; }
        thrower(thrower&&) = default;
    };
    const auto throwing = []() -> task<thrower> { co_return 1; };
    CHECK_THROWS_AS(tenon::run(throwing()), int);
}

TEST_CASE("task: what it returned and nobody took, is destroyed with it") {
    auto held = std::make_shared<int>(1);
    const auto returns = [](std::shared_ptr<int> value) -> task<std::shared_ptr<int>> { co_return value; };
    tenon::poll_loop loop;
    const auto ignores = [&](std::shared_ptr<int> value) -> task<void> {
        static_cast<void>(co_await returns(std::move(value)));
    };
    loop.run(ignores(held));
    CHECK(held.use_count() == 1);
}

TEMPLATE_TEST_CASE("foreign coroutine: awaits our operations and our tasks, which wait", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto ours = [](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer, tenon::within(10s)));
    };
    const auto theirs = [&](auto& from) -> unit::task<std::string> {
        std::array<std::byte, 8> buffer;
        const auto got = co_await from.receive(buffer);
        std::string all = unit::text_of(got);
        all += co_await ours(from);
        const auto none = co_await from.receive(buffer, tenon::within(1ms));
        co_return all + unit::text_of(none);
    };
    auto running = theirs(near);
    unit::turn(on.loop);
    CHECK_FALSE(running.done());
    REQUIRE(::send(far.native_handle(), "one", 3, 0) == 3);
    unit::turn(on.loop);
    REQUIRE(::send(far.native_handle(), "two", 3, 0) == 3);
    CHECK(unit::turn_until(on.loop, [&] { return running.done(); }));
    CHECK(running.get() == "onetwo(Connection timed out)");
}

TEMPLATE_TEST_CASE("foreign coroutine: destroyed while it waits for our operation, the loop forgets it", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto theirs = [](auto& from) -> unit::task<int> {
        std::array<std::byte, 8> buffer;
        static_cast<void>(co_await from.receive(buffer));
        co_return 1;
    };
    {
        const auto running = theirs(near);
        unit::turn(on.loop);
    }
    REQUIRE(::send(far.native_handle(), "one", 3, 0) == 3);
    unit::turn(on.loop);
    CHECK(on.loop.run().has_value());
}

TEMPLATE_TEST_CASE("task: awaits what is foreign, and goes on where that resumes it", "", unit::watched_epoll_loop,
                   unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::coroutine_handle<> waits;
    int got = 0;
    tenon::scope all(on.loop);
    all.spawn([](std::coroutine_handle<>& handle, int& into) -> task<void> {
        const auto inner = [](std::coroutine_handle<>& kept) -> task<int> { co_return co_await foreign_wait{kept}; };
        into = co_await inner(handle);
        unit::expect(co_await tenon::yield());
        ++into;
    }(waits, got));
    REQUIRE(waits);
    CHECK(got == 0);
    waits.resume();
    CHECK(got == 5);
    CHECK(on.loop.run().has_value());
    CHECK(got == 6);
}
