// SPDX-License-Identifier: BSL-1.0

// The types that when_all and when_any accept, and their conversion to a task.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <chrono>
#include <concepts>
#include <utility>

#include <tenon/loops.hpp>

using tenon::awaitable;
using tenon::task;

namespace {

using sleeping = decltype(tenon::sleep(std::chrono::seconds()));

}  // namespace

TEST_CASE(
    "awaitable: is satisfied by an rvalue that co_await accepts, not by an lvalue or another type") {
    STATIC_REQUIRE(awaitable<task<int>>);
    STATIC_REQUIRE(awaitable<task<int>&&>);
    STATIC_REQUIRE(awaitable<task<>>);
    STATIC_REQUIRE(awaitable<tenon::result<int>>);
    STATIC_REQUIRE(awaitable<sleeping>);
    STATIC_REQUIRE_FALSE(awaitable<task<int>&>);
    STATIC_REQUIRE_FALSE(awaitable<sleeping&>);
    STATIC_REQUIRE_FALSE(awaitable<const task<int>>);
    STATIC_REQUIRE_FALSE(awaitable<int>);
    STATIC_REQUIRE_FALSE(awaitable<int&>);
    STATIC_REQUIRE_FALSE(awaitable<void>);
}

TEST_CASE("await_result_t: is the type that co_await returns") {
    STATIC_REQUIRE(std::same_as<tenon::await_result_t<task<int>>, int>);
    STATIC_REQUIRE(std::same_as<tenon::await_result_t<task<int&>>, int&>);
    STATIC_REQUIRE(std::same_as<tenon::await_result_t<task<>>, void>);
    STATIC_REQUIRE(std::same_as<tenon::await_result_t<sleeping>, tenon::result<void>>);
}

TEST_CASE("as_task: moves a task, and wraps an operation in a task") {
    tenon::poll_loop loop;
    const auto seven = []() -> task<int> { co_return 7; };
    auto work = seven();
    CHECK(loop.run(tenon::detail::as_task(std::move(work))) == 7);
    CHECK(loop.run(tenon::detail::as_task(tenon::sleep(std::chrono::nanoseconds(1)))).has_value());
}
