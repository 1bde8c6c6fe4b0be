// SPDX-License-Identifier: BSL-1.0

// readable() and writable() of a loop: descriptors that are not sockets of the loop, and are closed
// without its knowledge.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>
#include <unit/support/pipe_ends.hpp>

#include <chrono>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using tenon::task;
using tenon::within;
using unit::expect;
using unit::pipe_ends;

namespace {

task<> write_later(const pipe_ends& pipe) {
    expect(co_await tenon::yield());
    expect(co_await tenon::yield());
    pipe.write();
}

}  // namespace

TEMPLATE_TEST_CASE("readable: of a loop, with a reused descriptor number, waits for the new descriptor", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        int before = -1;
        for (int round = 0; round != 4; ++round) {
            const pipe_ends pipe;
            CHECK((before < 0 || pipe.ends[0] == before));
            before = pipe.ends[0];
            tenon::scope writing(by);
            writing.spawn(write_later(pipe));
            expect(co_await by.readable(pipe.ends[0], within(10s)));
            co_await writing.join();
        }
    }(loop));
}

TEMPLATE_TEST_CASE("readable: of a loop, after a limit ended a wait, a reused descriptor number can be waited for", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        for (int round = 0; round != 2; ++round) {
            const pipe_ends pipe;
            expect(co_await by.readable(pipe.ends[0], within(1ms)), std::errc::timed_out);
            tenon::scope writing(by);
            writing.spawn(write_later(pipe));
            expect(co_await by.readable(pipe.ends[0], within(10s)));
            co_await writing.join();
        }
    }(loop));
}
