// SPDX-License-Identifier: BSL-1.0

// send and receive of a channel with a limit that has passed, after a stop request, and after
// close.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <chrono>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using tenon::task;
using tenon::within;
using unit::canceled;
using unit::expect;
using unit::timed_out;

TEST_CASE(
    "channel: with a limit that has passed, receive and send fail, also if a value is there") {
    tenon::poll_loop loop;
    loop.run([]() -> task<> {
        tenon::channel<int> values(1);
        expect(co_await values.receive(within(-1s)), timed_out);
        expect(co_await values.send(1, within(-1s)), timed_out);
        expect(co_await values.send(1));
        expect(co_await values.receive(within(-1s)), timed_out);
        expect(co_await values.send(2, within(-1s)), timed_out);
        expect(co_await values.receive());
        expect(co_await values.receive(within(0s)), timed_out);
    }());
}

TEST_CASE("channel: after a stop request, receive and send fail with operation_canceled") {
    tenon::poll_loop loop;
    loop.run([]() -> task<> {
        tenon::stop_source stop;
        stop.request_stop();
        tenon::channel<int> values(1);
        expect(co_await values.receive(stop.token()), canceled);
        expect(co_await values.send(1, stop.token()), canceled);
    }());
    tenon::channel<int> values(1);
    tenon::scope tasks(loop);
    tasks.request_stop();
    tasks.spawn([](tenon::channel<int>& all) -> task<> {
        expect(co_await all.receive(), canceled);
        expect(co_await all.send(1), canceled);
    }(values));
    CHECK(tasks.empty());
}

TEST_CASE(
    "channel: after close, receive returns the remaining values and then end_of_stream, send fails with broken_pipe") {
    tenon::poll_loop loop;
    loop.run([]() -> task<> {
        tenon::channel<int> values(2);
        expect(co_await values.send(1));
        values.close();
        expect(co_await values.send(2), std::errc::broken_pipe);
        const auto first = co_await values.receive();
        CHECK(first.value() == 1);
        const auto second = co_await values.receive();
        CHECK(second.error() == tenon::errc::end_of_stream);
    }());
}
