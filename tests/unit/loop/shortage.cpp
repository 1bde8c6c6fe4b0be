// SPDX-License-Identifier: BSL-1.0

// accept under EMFILE: reported once, and then waited for.

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

TEMPLATE_TEST_CASE("accept: EMFILE is reported once, then waited for, and no connection is lost", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto listener = tenon::listen<tenon::tcp>(by, "127.0.0.1:0"_v4).value();
        const auto there = listener.local_endpoint().value();
        std::vector<tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<TestType>>> near;
        for (int each = 0; each != 3; ++each)
            near.push_back(value(co_await tenon::connect<tenon::tcp>(by, there)));
        for (int time = 0; time != 2; ++time) {
            {
                const shortage none;
                expect(co_await listener.accept(), std::errc::too_many_files_open);
                expect(co_await listener.accept(within(5ms)), std::errc::timed_out);
                expect(co_await listener.accept_from(within(5ms)), std::errc::timed_out);
            }
            expect(co_await listener.accept());
        }
        // It goes on by itself when the shortage is over.
        std::vector<std::error_code> seen;
        tenon::scope tasks(by);
        {
            const shortage none;
            tasks.spawn([](auto& taken, std::vector<std::error_code>& into) -> task<> {
                for (int time = 0; time != 2; ++time)
                    into.push_back(unit::error_of(co_await taken.accept()));
            }(listener, seen));
            value(co_await tenon::sleep(3ms));
        }
        co_await tasks.join();
        REQUIRE(seen.size() == 2);
        CHECK(seen[0] == std::errc::too_many_files_open);
        CHECK_FALSE(seen[1]);
    }(loop));
}
