// SPDX-License-Identifier: BSL-1.0

// Tasks: they begin when they are awaited, can be moved and awaited once, and pass on their value
// or exception.

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

static_assert(std::is_nothrow_move_constructible_v<task<int>> &&
              std::is_nothrow_move_assignable_v<task<int>>);
static_assert(!std::is_copy_constructible_v<task<int>> &&
              !std::is_default_constructible_v<task<int>>);
static_assert(sizeof(task<std::string>) == sizeof(void*));

namespace {

task<int> counting_task(int& started, int value) {
    ++started;
    co_return value;
}

/// An awaitable of another library: suspends the coroutine until the test resumes it.
struct foreign_wait {
    std::coroutine_handle<>& handle;
    [[nodiscard]] static bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> caller) noexcept { handle = caller; }
    [[nodiscard]] static int await_resume() noexcept { return 5; }
};

}  // namespace

TEST_CASE("task: without co_await never begins") {
    int started = 0;
    {
        const auto unawaited = counting_task(started, 1);
    }
    CHECK(started == 0);
    CHECK(tenon::run(counting_task(started, 3)) == 3);
    CHECK(started == 1);
}

TEST_CASE("task: after a move, the new object is awaited") {
    int started = 0;
    const auto moves = [](int& counter) -> task<int> {
        auto first = counting_task(counter, 1);
        auto second = std::move(first);
        auto third = counting_task(counter, 2);
        third = std::move(second);
        auto& same = third;
        third = std::move(same);
        co_return co_await std::move(third);
    };
    CHECK(tenon::run(moves(started)) == 1);
    CHECK(started == 1);
}

TEST_CASE("task: assigned to, its frame may own the object that has the task as a member") {
    struct session {
        task<> work;
        bool& is_gone;
        explicit session(bool& gone) : work([]() -> task<> { co_return; }()), is_gone(gone) {}
        session(const session&) = delete;
        session& operator=(const session&) = delete;
        ~session() { is_gone = true; }
    };
    const auto holds = [](std::unique_ptr<session>) -> task<> { co_return; };
    bool is_gone = false;
    auto owned = std::make_unique<session>(is_gone);
    session& held = *owned;
    held.work = holds(std::move(owned));
    CHECK_FALSE(is_gone);
    held.work = holds(nullptr);
    CHECK(is_gone);
}

TEST_CASE("task: begins when it is awaited, and resumes the awaiting task at its end") {
    std::string order;
    const auto inner = [](std::string& log) -> task<void> {
        log += 'b';
        co_return;
    };
    const auto outer = [&](std::string& log) -> task<void> {
        auto unstarted = inner(log);
        log += 'a';
        co_await std::move(unstarted);
        log += 'c';
    };
    tenon::run(outer(order));
    CHECK(order == "abc");
}

TEST_CASE("task: returns a move-only value, a reference, a braced value, or nothing") {
    const auto only_moved = []() -> task<std::unique_ptr<int>> {
        co_return std::make_unique<int>(3);
    };
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
    const auto fails = []() -> task<tenon::result<int>> {
        co_return tenon::failure(std::errc::timed_out);
    };
    CHECK(tenon::run(fails()).error() == std::errc::timed_out);
    const auto nothing = []() -> task<> { co_return; };
    tenon::run(nothing());
}

TEST_CASE(
    "task: an exception passes through the awaiting tasks, also after a wait, and destroys their locals") {
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

TEST_CASE("task: an exception of the value's constructor is thrown to the awaiting task") {
    struct thrower {
        explicit thrower(int) { throw 1; }
        thrower(thrower&&) = default;
    };
    const auto throwing = []() -> task<thrower> { co_return 1; };
    CHECK_THROWS_AS(tenon::run(throwing()), int);
}

TEST_CASE("task: a value that is not used is destroyed") {
    auto held = std::make_shared<int>(1);
    const auto returns = [](std::shared_ptr<int> value) -> task<std::shared_ptr<int>> {
        co_return value;
    };
    tenon::poll_loop loop;
    const auto ignores = [&](std::shared_ptr<int> value) -> task<void> {
        static_cast<void>(co_await returns(std::move(value)));
    };
    loop.run(ignores(held));
    CHECK(held.use_count() == 1);
}

TEMPLATE_TEST_CASE("foreign coroutine: can await operations and tasks", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto receive_in_task = [](auto& from) -> task<std::string> {
        std::array<std::byte, 8> buffer;
        co_return unit::text_of(co_await from.receive(buffer, tenon::within(10s)));
    };
    const auto foreign_coroutine = [&](auto& from) -> unit::task<std::string> {
        std::array<std::byte, 8> buffer;
        const auto got = co_await from.receive(buffer);
        std::string all = unit::text_of(got);
        all += co_await receive_in_task(from);
        const auto timed_out_result = co_await from.receive(buffer, tenon::within(1ms));
        co_return all + unit::text_of(timed_out_result);
    };
    auto running = foreign_coroutine(local);
    unit::turn(on.loop);
    CHECK_FALSE(running.done());
    REQUIRE(::send(peer.native_handle(), "one", 3, 0) == 3);
    unit::turn(on.loop);
    REQUIRE(::send(peer.native_handle(), "two", 3, 0) == 3);
    CHECK(unit::turn_until(on.loop, [&] { return running.done(); }));
    CHECK(running.get() == "onetwo(Connection timed out)");
}

TEMPLATE_TEST_CASE("foreign coroutine: destroyed during an operation, it is not resumed", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>(on.loop).value();
    const auto foreign_coroutine = [](auto& from) -> unit::task<int> {
        std::array<std::byte, 8> buffer;
        static_cast<void>(co_await from.receive(buffer));
        co_return 1;
    };
    {
        const auto running = foreign_coroutine(local);
        unit::turn(on.loop);
    }
    REQUIRE(::send(peer.native_handle(), "one", 3, 0) == 3);
    unit::turn(on.loop);
    CHECK(on.loop.run().has_value());
}

TEST_CASE("task: the awaiting task of one with a name is destroyed, so is the named one") {
    int ended = 0;
    tenon::poll_loop loop;
    std::coroutine_handle<> handle;
    const auto waits = [&]() -> task<void> {
        const unit::counted_end end(ended);
        static_cast<void>(co_await foreign_wait{handle});
    };
    task<void> named = waits();
    const auto awaits = [&]() -> task<void> { co_await std::move(named); };
    {
        tenon::scope all(loop);
        all.spawn(awaits());
        REQUIRE(handle);
        CHECK(ended == 0);
    }
    CHECK(ended == 1);
    // The same for a task that is shielded.
    auto shielded = tenon::shielded(waits());
    const auto awaits_shielded = [&]() -> task<void> { co_await std::move(shielded); };
    {
        tenon::scope all(loop);
        all.spawn(awaits_shielded());
        CHECK(ended == 1);
    }
    CHECK(ended == 2);
}

TEMPLATE_TEST_CASE("task: can await a foreign awaitable, and is resumed by it", "",
                   unit::watched_epoll_loop, unit::watched_poll_loop) {
    unit::watched_loop<TestType> on;
    std::coroutine_handle<> handle;
    int got = 0;
    tenon::scope all(on.loop);
    all.spawn([](std::coroutine_handle<>& suspended, int& into) -> task<void> {
        const auto inner = [](std::coroutine_handle<>& waiting) -> task<int> {
            co_return co_await foreign_wait{waiting};
        };
        into = co_await inner(suspended);
        unit::expect(co_await tenon::yield());
        ++into;
    }(handle, got));
    REQUIRE(handle);
    CHECK(got == 0);
    handle.resume();
    CHECK(got == 5);
    CHECK(on.loop.run().has_value());
    CHECK(got == 6);
}
