// SPDX-License-Identifier: BSL-1.0

// Tests which periods are whole numbers of a fraction of a second.

#include <support/catch.hpp>

#include <chrono>
#include <cstdint>

#include <tenon/options/machinery/whole.hpp>

using tenon::detail::parts_in;

TEST_CASE("parts_in: for a period that is a whole number of units returns the number") {
    CHECK(parts_in(60, 1, 1) == 60);
    CHECK(parts_in(1, 1000, 1000) == 1);
    CHECK(parts_in(1, 500, 1000) == 2);
    CHECK(parts_in(1, 1, 1000) == 1000);
    CHECK(parts_in(3, 2, 1000) == 1500);
}

TEST_CASE("parts_in: for a period that is not a whole number of units returns 0") {
    CHECK(parts_in(1, 1000, 1) == 0);
    CHECK(parts_in(3, 2, 1) == 0);
    CHECK(parts_in(1, 3, 1000) == 0);
    CHECK(parts_in(1, 1'000'000, 1000) == 0);
}

TEST_CASE("parts_in: returns the number if it fits into intmax_t, otherwise -1") {
    CHECK(parts_in(INTMAX_MAX, 1, 1) == INTMAX_MAX);
    CHECK(parts_in(INTMAX_MAX / 1000, 1, 1000) == INTMAX_MAX / 1000 * 1000);
    CHECK(parts_in(INTMAX_MAX / 1000 + 1, 1, 1000) == -1);
    CHECK(parts_in(INTMAX_MAX, 1, 1000) == -1);
}

TEST_CASE(
    "whole_duration: is satisfied by a duration of <chrono> that is always a whole number of units") {
    STATIC_REQUIRE(tenon::whole_duration<std::chrono::seconds, 1>);
    STATIC_REQUIRE(tenon::whole_duration<std::chrono::hours, 1>);
    STATIC_REQUIRE(tenon::whole_duration<std::chrono::milliseconds, 1000>);
    STATIC_REQUIRE_FALSE(tenon::whole_duration<std::chrono::milliseconds, 1>);
    STATIC_REQUIRE_FALSE(tenon::whole_duration<std::chrono::microseconds, 1000>);
}
