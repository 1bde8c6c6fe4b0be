// SPDX-License-Identifier: BSL-1.0

// readable() and writable() of a loop: descriptors that are not sockets of the loop, and are closed
// without its knowledge.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <limits>
#include <system_error>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using tenon::task;
using tenon::within;
using unit::expect;

namespace {

/// The two ends of a nonblocking pipe.
struct pipe_ends {
    pipe_ends() { REQUIRE(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0); }
    pipe_ends(const pipe_ends&) = delete;
    pipe_ends& operator=(const pipe_ends&) = delete;
    ~pipe_ends() {
        for (const int end : ends)
            if (end >= 0)
                ::close(end);
    }
    void write() const { REQUIRE(::write(ends[1], "x", 1) == 1); }
    void read() const {
        char byte = 0;
        REQUIRE(::read(ends[0], &byte, 1) == 1);
    }
    int ends[2] = {-1, -1};
};

task<> write_later(const pipe_ends& pipe) {
    expect(co_await tenon::yield());
    expect(co_await tenon::yield());
    pipe.write();
}

}  // namespace

TEMPLATE_TEST_CASE("readable, writable: of a loop, a number without an open descriptor is refused",
                   "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        for (const int number : {-1, unit::next_descriptor(), std::numeric_limits<int>::max()}) {
            expect(co_await by.readable(number), std::errc::bad_file_descriptor);
            expect(co_await by.writable(number, within(1h)), std::errc::bad_file_descriptor);
        }
    }(loop));
}

TEMPLATE_TEST_CASE("readable, writable: of a loop, wait for descriptors of the caller", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        const pipe_ends pipe;
        expect(co_await by.writable(pipe.ends[1]));
        expect(co_await by.readable(pipe.ends[0], within(0s)), std::errc::timed_out);
        expect(co_await by.readable(pipe.ends[0], within(1ms)), std::errc::timed_out);
        for (int round = 0; round != 3; ++round) {
            pipe.write();
            expect(co_await by.readable(pipe.ends[0]));
            expect(co_await by.readable(pipe.ends[0]));
            pipe.read();
            expect(co_await by.readable(pipe.ends[0], within(1ms)), std::errc::timed_out);
        }
        expect(co_await by.readable(-1), std::errc::bad_file_descriptor);
    }(loop));
}

TEMPLATE_TEST_CASE("readable: of a loop, a descriptor number is reused between two waits", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        int number = -1;
        {
            const pipe_ends pipe;
            number = pipe.ends[0];
            pipe.write();
            expect(co_await by.readable(number));
            expect(co_await by.readable(number, within(0s)));
        }
        const pipe_ends second_pipe;
        REQUIRE(second_pipe.ends[0] == number);
        expect(co_await by.readable(number, within(1ms)), std::errc::timed_out);
        second_pipe.write();
        expect(co_await by.readable(number, within(10s)));
    }(loop));
}

TEST_CASE(
    "readable: of a loop, a regular file is refused by epoll_loop, and readable for poll_loop") {
    const int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    REQUIRE(file >= 0);
    tenon::epoll_loop on_epoll;
    on_epoll.run([](tenon::epoll_loop& by, int descriptor) -> task<> {
        expect(co_await by.readable(descriptor), std::errc::operation_not_permitted);
    }(on_epoll, file));
    tenon::poll_loop on_poll;
    on_poll.run([](tenon::poll_loop& by, int descriptor) -> task<> {
        expect(co_await by.readable(descriptor));
    }(on_poll, file));
    ::close(file);
}

TEMPLATE_TEST_CASE(
    "readable: of a loop, with a reused descriptor number, waits for the new descriptor", "",
    tenon::epoll_loop, tenon::poll_loop) {
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

TEMPLATE_TEST_CASE(
    "readable: of a loop, after a limit ended a wait, a reused descriptor number can be waited for",
    "", tenon::epoll_loop, tenon::poll_loop) {
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
