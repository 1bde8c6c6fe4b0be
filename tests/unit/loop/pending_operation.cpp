// SPDX-License-Identifier: BSL-1.0

// Operations that have ended leave nothing in their loop.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>
#include <unit/support/shortage.hpp>

#include <chrono>
#include <system_error>
#include <vector>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;
using unit::expect;
using unit::shortage;

TEMPLATE_TEST_CASE(
    "pending_operation: after pauses have ended, run still reports resource_deadlock_would_occur",
    "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto listener = tenon::listen<tenon::tcp>(by, "127.0.0.1:0"_v4).value();
        auto client =
            value(co_await tenon::connect<tenon::tcp>(by, listener.local_endpoint().value()));
        std::vector<std::error_code> errors;
        tenon::scope tasks(by);
        {
            const shortage none;
            expect(co_await listener.accept(), std::errc::too_many_files_open);
            // The first pause is ended by a limit, the second by its time.
            expect(co_await listener.accept(within(5ms)), std::errc::timed_out);
            tasks.spawn([](auto& from, std::vector<std::error_code>& into) -> task<> {
                into.push_back(unit::error_of(co_await from.accept()));
            }(listener, errors));
            value(co_await tenon::sleep(5ms));
        }
        co_await tasks.join();
        REQUIRE(errors.size() == 1);
        CHECK_FALSE(errors[0]);
    }(loop));
    tenon::event never;
    const auto waits = [](tenon::event& what) -> task<tenon::result<void>> {
        co_return co_await what.wait();
    };
    CHECK(loop.run(waits(never)).error() == std::errc::resource_deadlock_would_occur);
}
