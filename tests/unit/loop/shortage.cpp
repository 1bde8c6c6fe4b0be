// SPDX-License-Identifier: BSL-1.0

// accept during a shortage of descriptors (EMFILE).

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

TEMPLATE_TEST_CASE("accept: EMFILE is reported once, later calls wait, and no connection is lost",
                   "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto listener = tenon::listen<tenon::tcp>(by, "127.0.0.1:0"_v4).value();
        const auto endpoint = listener.local_endpoint().value();
        std::vector<tenon::connection<tenon::tcp, tenon::ipv4, tenon::driver_of<TestType>>> clients;
        for (int each = 0; each != 3; ++each)
            clients.push_back(value(co_await tenon::connect<tenon::tcp>(by, endpoint)));
        for (int round = 0; round != 2; ++round) {
            {
                const shortage none;
                expect(co_await listener.accept(), std::errc::too_many_files_open);
                expect(co_await listener.accept(within(5ms)), std::errc::timed_out);
                expect(co_await listener.accept_from(within(5ms)), std::errc::timed_out);
            }
            expect(co_await listener.accept());
        }
        // A waiting accept continues when the shortage is over.
        std::vector<std::error_code> errors;
        tenon::scope tasks(by);
        {
            const shortage none;
            tasks.spawn([](auto& server, std::vector<std::error_code>& into) -> task<> {
                for (int round = 0; round != 2; ++round)
                    into.push_back(unit::error_of(co_await server.accept()));
            }(listener, errors));
            value(co_await tenon::sleep(3ms));
        }
        co_await tasks.join();
        REQUIRE(errors.size() == 2);
        CHECK(errors[0] == std::errc::too_many_files_open);
        CHECK_FALSE(errors[1]);
    }(loop));
}
