// SPDX-License-Identifier: BSL-1.0

// readable() and writable(): of sockets under every driver, and of descriptors that are not the loop's.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>
#include <unit/support/pipe_ends.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;
using unit::expect;
using unit::pipe_ends;

namespace {

template <class Bytes>
void expect_size(const Bytes& got, std::size_t size) {
    CHECK(got.size() == size);
}

/// Two Unix sockets, connected to each other.
template <class Driver>
auto pair_of(Driver&& driver) {
    return tenon::connected_pair<tenon::stream, tenon::unix_domain>(driver).value();
}

}  // namespace

TEST_CASE("readable, writable: blocking, wait as long as their limits allow, and take nothing") {
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    CHECK(near.writable().has_value());
    CHECK(near.readable(within(0s)).error() == std::errc::timed_out);
    CHECK(near.readable(within(1ms)).error() == std::errc::timed_out);
    REQUIRE(far.send_all("x"_bytes).has_value());
    CHECK(near.readable().has_value());
    CHECK(near.readable(within(0s)).has_value());
    CHECK(near.available().value() == 1);
    REQUIRE(far.close().has_value());
    CHECK(near.readable().has_value());
}

TEST_CASE("readable, writable: nonblocking, say whether it is so now") {
    auto [near, far] = pair_of(tenon::nonblocking());
    CHECK(near.writable().has_value());
    CHECK(near.readable().error() == std::errc::operation_would_block);
    REQUIRE(far.send("x"_bytes).has_value());
    CHECK(near.readable().has_value());
}

TEMPLATE_TEST_CASE("readable: under a loop, each time that data is there, also without another event", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto [near, far] = pair_of(by);
        expect(co_await near.readable(within(0s)), std::errc::timed_out);
        expect(co_await near.readable(within(1ms)), std::errc::timed_out);
        value(co_await far.send_all("ab"_bytes));
        std::array<std::byte, 1> one;
        for (int time = 0; time != 2; ++time) {
            expect(co_await near.readable());
            expect(co_await near.readable());
            expect_size(value(co_await near.receive(one)), 1);
        }
        expect(co_await near.readable(within(1ms)), std::errc::timed_out);
        value(co_await far.send_all("c"_bytes));
        expect(co_await near.readable());
    }(loop));
}

TEMPLATE_TEST_CASE("writable: under a loop, when the peer has received", "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto [near, far] = pair_of(by);
        expect(co_await near.writable());
        const std::string much(65536, 'x');
        while (co_await near.send(tenon::const_bytes(much), within(0s))) {
        }
        expect(co_await near.writable(within(1ms)), std::errc::timed_out);
        tenon::scope others(by);
        bool is_writable = false;
        others.spawn(
            [](auto& socket, bool& set) -> task<> { set = unit::has_value(co_await socket.writable()); }(near, is_writable));
        std::array<std::byte, 65536> buffer;
        while (!is_writable) {
            static_cast<void>(co_await far.receive(buffer, within(1ms)));
        }
        co_await others.join();
    }(loop));
}

TEMPLATE_TEST_CASE("readable: under a loop, a listener with a connection", "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto listener = tenon::listen<tenon::tcp>(by, "127.0.0.1:0"_v4).value();
        expect(co_await listener.readable(within(1ms)), std::errc::timed_out);
        auto near = value(co_await tenon::connect<tenon::tcp>(by, listener.local_endpoint().value()));
        expect(co_await listener.readable());
        expect(co_await listener.accept());
    }(loop));
}

TEMPLATE_TEST_CASE("when_any: of operations that are awaited where they are made", "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto [a, b] = pair_of(by);
        auto [c, d] = pair_of(by);
        value(co_await d.send_all("x"_bytes));
        auto first = co_await tenon::when_any(a.readable(), c.readable(), tenon::sleep(10s));
        CHECK(first.index == 1);
        CHECK(first.template get<1>()->has_value());
        CHECK(first.template get<0>()->error() == std::errc::operation_canceled);
        CHECK(first.template get<2>()->error() == std::errc::operation_canceled);
    }(loop));
}

TEMPLATE_TEST_CASE("a loop's readable and writable: a number that no descriptor has, is refused and takes no memory", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        for (const int number : {-1, unit::next_descriptor(), std::numeric_limits<int>::max()}) {
            expect(co_await by.readable(number), std::errc::bad_file_descriptor);
            expect(co_await by.writable(number, within(1h)), std::errc::bad_file_descriptor);
        }
    }(loop));
}

TEMPLATE_TEST_CASE("a loop's readable and writable: descriptors of the caller's", "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        const pipe_ends pipe;
        expect(co_await by.writable(pipe.ends[1]));
        expect(co_await by.readable(pipe.ends[0], within(0s)), std::errc::timed_out);
        expect(co_await by.readable(pipe.ends[0], within(1ms)), std::errc::timed_out);
        for (int time = 0; time != 3; ++time) {
            pipe.write();
            expect(co_await by.readable(pipe.ends[0]));
            expect(co_await by.readable(pipe.ends[0]));
            pipe.read();
            expect(co_await by.readable(pipe.ends[0], within(1ms)), std::errc::timed_out);
        }
        expect(co_await by.readable(-1), std::errc::bad_file_descriptor);
    }(loop));
}

TEMPLATE_TEST_CASE("a loop's readable: a number that is closed and used again between two waits", "", tenon::epoll_loop,
                   tenon::poll_loop) {
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
        const pipe_ends again;
        REQUIRE(again.ends[0] == number);
        expect(co_await by.readable(number, within(1ms)), std::errc::timed_out);
        again.write();
        expect(co_await by.readable(number, within(10s)));
    }(loop));
}

TEST_CASE("a loop's readable: a regular file is refused by epoll, and ready for poll") {
    const int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    REQUIRE(file >= 0);
    tenon::epoll_loop on_epoll;
    on_epoll.run([](tenon::epoll_loop& by, int descriptor) -> task<> {
        expect(co_await by.readable(descriptor), std::errc::operation_not_permitted);
    }(on_epoll, file));
    tenon::poll_loop on_poll;
    on_poll.run(
        [](tenon::poll_loop& by, int descriptor) -> task<> { expect(co_await by.readable(descriptor)); }(on_poll, file));
    ::close(file);
}
