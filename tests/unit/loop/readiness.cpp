// SPDX-License-Identifier: BSL-1.0

// readable() and writable() of sockets under each driver. (Of other descriptors:
// foreign_readiness.cpp.)

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;
using tenon::within;
using unit::expect;

namespace {

template <class Bytes>
void expect_size(const Bytes& received, std::size_t size) {
    CHECK(received.size() == size);
}

/// Returns two connected Unix sockets.
template <class Driver>
auto pair_of(Driver&& driver) {
    return tenon::connected_pair<tenon::stream, tenon::unix_domain>(driver).value();
}

}  // namespace

TEST_CASE(
    "readable, writable: under the blocking driver, wait until their limit and take no data") {
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    CHECK(local.writable().has_value());
    CHECK(local.readable(within(0s)).error() == std::errc::timed_out);
    CHECK(local.readable(within(1ms)).error() == std::errc::timed_out);
    REQUIRE(peer.send_all("x"_bytes).has_value());
    CHECK(local.readable().has_value());
    CHECK(local.readable(within(0s)).has_value());
    CHECK(local.available().value() == 1);
    REQUIRE(peer.close().has_value());
    CHECK(local.readable().has_value());
}

TEST_CASE("readable, writable: under the nonblocking driver, report the current readiness") {
    auto [local, peer] = pair_of(tenon::nonblocking());
    CHECK(local.writable().has_value());
    CHECK(local.readable().error() == std::errc::operation_would_block);
    REQUIRE(peer.send("x"_bytes).has_value());
    CHECK(local.readable().has_value());
}

TEMPLATE_TEST_CASE(
    "readable: under a loop, returns each time while data is there, also without a new event", "",
    tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto [local, peer] = pair_of(by);
        expect(co_await local.readable(within(0s)), std::errc::timed_out);
        expect(co_await local.readable(within(1ms)), std::errc::timed_out);
        value(co_await peer.send_all("ab"_bytes));
        std::array<std::byte, 1> one;
        for (int round = 0; round != 2; ++round) {
            expect(co_await local.readable());
            expect(co_await local.readable());
            expect_size(value(co_await local.receive(one)), 1);
        }
        expect(co_await local.readable(within(1ms)), std::errc::timed_out);
        value(co_await peer.send_all("c"_bytes));
        expect(co_await local.readable());
    }(loop));
}

TEMPLATE_TEST_CASE("writable: under a loop, returns when the peer has received", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto [local, peer] = pair_of(by);
        expect(co_await local.writable());
        const std::string data(65536, 'x');
        while (co_await local.send(tenon::const_bytes(data), within(0s))) {
        }
        expect(co_await local.writable(within(1ms)), std::errc::timed_out);
        tenon::scope others(by);
        bool is_writable = false;
        others.spawn([](auto& socket, bool& set) -> task<> {
            set = unit::has_value(co_await socket.writable());
        }(local, is_writable));
        std::array<std::byte, 65536> buffer;
        while (!is_writable) {
            static_cast<void>(co_await peer.receive(buffer, within(1ms)));
        }
        co_await others.join();
    }(loop));
}

TEMPLATE_TEST_CASE("readable: under a loop, returns for a listener with a connection", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto listener = tenon::listen<tenon::tcp>(by, "127.0.0.1:0"_v4).value();
        expect(co_await listener.readable(within(1ms)), std::errc::timed_out);
        auto local =
            value(co_await tenon::connect<tenon::tcp>(by, listener.local_endpoint().value()));
        expect(co_await listener.readable());
        expect(co_await listener.accept());
    }(loop));
}

TEMPLATE_TEST_CASE("when_any: accepts operations directly", "", tenon::epoll_loop,
                   tenon::poll_loop) {
    TestType loop;
    loop.run([](TestType& by) -> task<> {
        auto [first_local, first_peer] = pair_of(by);
        auto [second_local, second_peer] = pair_of(by);
        value(co_await second_peer.send_all("x"_bytes));
        auto any = co_await tenon::when_any(first_local.readable(), second_local.readable(),
                                            tenon::sleep(10s));
        CHECK(any.index == 1);
        CHECK(any.template get<1>()->has_value());
        CHECK(any.template get<0>()->error() == std::errc::operation_canceled);
        CHECK(any.template get<2>()->error() == std::errc::operation_canceled);
    }(loop));
}
