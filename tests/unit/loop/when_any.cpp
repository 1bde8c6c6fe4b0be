// SPDX-License-Identifier: BSL-1.0

// The number of awaitables that when_any accepts.

#include <support/catch.hpp>

#include <string>
#include <type_traits>
#include <utility>

#include <tenon/loops.hpp>

using tenon::task;

namespace {

template <class... Awaitables>
concept takes_any =
    requires(Awaitables&&... work) { tenon::when_any(std::forward<Awaitables>(work)...); };

}  // namespace

TEST_CASE("when_any: requires at least one awaitable") {
    STATIC_REQUIRE_FALSE(takes_any<>);
    STATIC_REQUIRE(takes_any<task<int>>);
    STATIC_REQUIRE(takes_any<task<int>, task<>>);
    STATIC_REQUIRE_FALSE(takes_any<task<int>, int>);
    STATIC_REQUIRE_FALSE(takes_any<task<int>&>);
}

TEST_CASE("when_any: of one task returns its value") {
    tenon::poll_loop loop;
    const auto seven = []() -> task<int> { co_return 7; };
    const auto any = loop.run(tenon::when_any(seven()));
    CHECK(any.index == 0);
    CHECK(any.template get<0>() == 7);
}

TEST_CASE("when_any: of tasks that return references, the result holds pointers to the objects") {
    tenon::poll_loop loop;
    int first = 1;
    const int second = 2;
    const auto one = [&]() -> task<int&> { co_return first; };
    const auto two = [&]() -> task<const int&> { co_return second; };
    const auto any = loop.run(tenon::when_any(one(), two()));
    CHECK(any.index == 0);
    STATIC_REQUIRE(std::is_same_v<decltype(any.get<0>()), int* const&>);
    CHECK(any.get<0>() == &first);
    CHECK(any.get<1>() == &second);
}

TEST_CASE("when_any: of tasks whose values cannot be assigned, returns the values") {
    tenon::poll_loop loop;
    const auto named = []() -> task<std::pair<const int, std::string>> { co_return {3, "three"}; };
    const auto four = []() -> task<int> { co_return 4; };
    const auto any = loop.run(tenon::when_any(named(), four()));
    CHECK(any.index == 0);
    CHECK(any.get<0>()->first == 3);
    CHECK(any.get<0>()->second == "three");
    CHECK(any.get<1>() == 4);
}
