// SPDX-License-Identifier: BSL-1.0

// How many awaitables when_any and when_all take.

#include <support/catch.hpp>

#include <utility>

#include <tenon/loops.hpp>

using tenon::task;

namespace {

template <class... Awaitables>
concept takes_any = requires(Awaitables&&... work) { tenon::when_any(std::forward<Awaitables>(work)...); };

}  // namespace

TEST_CASE("when_any: needs one awaitable or more") {
    STATIC_REQUIRE_FALSE(takes_any<>);
    STATIC_REQUIRE(takes_any<task<int>>);
    STATIC_REQUIRE(takes_any<task<int>, task<>>);
    STATIC_REQUIRE_FALSE(takes_any<task<int>, int>);
    STATIC_REQUIRE_FALSE(takes_any<task<int>&>);
}

TEST_CASE("when_any: of one task, returns its value") {
    tenon::poll_loop loop;
    const auto seven = []() -> task<int> { co_return 7; };
    const auto both = loop.run(tenon::when_any(seven()));
    CHECK(both.index == 0);
    CHECK(both.template get<0>() == 7);
}
