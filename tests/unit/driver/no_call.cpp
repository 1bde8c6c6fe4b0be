// SPDX-License-Identifier: BSL-1.0

// An operation that needs no call, under the drivers that return results. (For loops: loop/attempts.cpp.)

#include <support/catch.hpp>
#include <unit/support/no_operation.hpp>
#include <unit/support/scripted.hpp>

#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;
using tenon::within;
using unit::no_operation;

namespace {

struct silent {};
struct later {
    static constexpr bool answers_at_once = false;
};
struct at_once {
    static constexpr bool answers_at_once = true;
};

}  // namespace

TEMPLATE_TEST_CASE("an operation without a call: no system call is made, and its driver answers at once", "",
                   tenon::basic_blocking<unit::scripted>, tenon::basic_nonblocking<unit::scripted>) {
    unit::script told;
    const TestType driver{unit::scripted(told)};
    tenon::handle<TestType> socket(7, driver);
    CHECK(driver.perform(socket, no_operation()).value());
    static_cast<void>(socket.release());
    CHECK(told.made.empty());
}

TEST_CASE("an operation without a call, within limits: the descriptor is left as it is, and what has passed forbids it") {
    unit::script told;
    told.nonblocking = false;
    const tenon::basic_blocking<unit::scripted> driver{unit::scripted(told)};
    tenon::handle<tenon::basic_blocking<unit::scripted>> socket(7, driver);
    CHECK(driver.perform(socket, no_operation(), tenon::limit_set(within(1h))).value());
    CHECK(driver.perform(socket, no_operation(), tenon::limit_set(within(0s))).value());
    CHECK(driver.perform(socket, no_operation(), tenon::limit_set(within(-1s))).error() == std::errc::timed_out);
    static_cast<void>(socket.release());
    CHECK(told.asked_of("set_nonblocking").empty());
    CHECK(told.asked_of("poll").empty());
    CHECK(told.asked_of("poll_any").empty());
}

TEST_CASE("answers_at_once: what says nothing, or says no, does not") {
    STATIC_REQUIRE_FALSE(tenon::answers_at_once<silent&>);
    STATIC_REQUIRE_FALSE(tenon::answers_at_once<later>);
    STATIC_REQUIRE(tenon::answers_at_once<at_once&&>);
    STATIC_REQUIRE(tenon::answers_at_once<const at_once&>);
}
