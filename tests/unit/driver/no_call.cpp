// SPDX-License-Identifier: BSL-1.0

// An operation without a system call, under the drivers that return results. (For loops:
// loop/attempts.cpp.)

#include <support/catch.hpp>
#include <unit/support/no_operation.hpp>
#include <unit/support/scripted.hpp>

#include <chrono>

#include <tenon.hpp>

using namespace std::chrono_literals;
using tenon::within;
using unit::no_operation;

namespace {

struct no_fact {};
struct answers_later {
    static constexpr bool answers_at_once = false;
};
struct at_once {
    static constexpr bool answers_at_once = true;
};

}  // namespace

TEMPLATE_TEST_CASE(
    "perform: an operation with call::none makes no system call, and answers_at_once is true", "",
    tenon::basic_blocking<unit::scripted>, tenon::basic_nonblocking<unit::scripted>) {
    unit::script kernel;
    const TestType driver{unit::scripted(kernel)};
    tenon::handle<TestType> socket(7, driver);
    CHECK(driver.perform(socket, no_operation()).value());
    static_cast<void>(socket.release());
    CHECK(kernel.calls_made.empty());
}

TEST_CASE(
    "perform: call::none within limits leaves the descriptor as it is, a limit in the past fails with timed_out") {
    unit::script kernel;
    kernel.nonblocking = false;
    const tenon::basic_blocking<unit::scripted> driver{unit::scripted(kernel)};
    tenon::handle<tenon::basic_blocking<unit::scripted>> socket(7, driver);
    CHECK(driver.perform(socket, no_operation(), tenon::limit_set(within(1h))).value());
    CHECK(driver.perform(socket, no_operation(), tenon::limit_set(within(0s))).value());
    CHECK(driver.perform(socket, no_operation(), tenon::limit_set(within(-1s))).error() ==
          std::errc::timed_out);
    static_cast<void>(socket.release());
    CHECK(kernel.requests_of("set_nonblocking").empty());
    CHECK(kernel.requests_of("poll").empty());
    CHECK(kernel.requests_of("poll_any").empty());
}

TEST_CASE("answers_at_once: is false for a type without the fact, or with the fact false") {
    STATIC_REQUIRE_FALSE(tenon::answers_at_once<no_fact&>);
    STATIC_REQUIRE_FALSE(tenon::answers_at_once<answers_later>);
    STATIC_REQUIRE(tenon::answers_at_once<at_once&&>);
    STATIC_REQUIRE(tenon::answers_at_once<const at_once&>);
}
