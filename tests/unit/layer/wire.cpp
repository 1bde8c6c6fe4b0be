// SPDX-License-Identifier: BSL-1.0

// The end of a stack, which makes the calls: waiting for a time, readiness, shutdown and errors.

#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/layers.hpp>
#include <unit/support/loops.hpp>

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>

using namespace unit;

namespace {

template <class Environment>
auto pair_under(Environment& on) {
    return tenon::connected_pair<paused<tenon::stream>, tenon::unix_domain>(on.driver).value();
}
constexpr std::int64_t milliseconds = 1'000'000;

}  // namespace

TEMPLATE_TEST_CASE("pause_receiving, pause_sending: wait for a time of the system's clock", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    auto pair = pair_under(on);
    const auto now = [] { return tenon::os::native::now(); };
    auto& layer = pair.first.layer();
    layer.sends_at = now() + 5 * milliseconds;
    CHECK(on([&] { return pair.first.send("x"_bytes); }).value() == 1);
    CHECK(now() >= layer.sends_at);
    CHECK(layer.time <= now());
    CHECK(layer.time > now() - 1000 * milliseconds);
    CHECK(on([&] { return pair.second.send("y"_bytes); }).value() == 1);
    layer.receives_at = now() + 5 * milliseconds;
    CHECK(receive_text(on, pair.first, 1) == "y");
    CHECK(now() >= layer.receives_at);
    // A time that has come costs no wait.
    CHECK(on([&] { return pair.second.send("z"_bytes); }).value() == 1);
    CHECK(receive_text(on, pair.first, 1) == "z");
}

TEMPLATE_TEST_CASE("readable: waits for the socket after a pause", "", UNIT_ENVIRONMENTS) {
    TestType on;
    auto pair = pair_under(on);
    auto& layer = pair.first.layer();
    layer.receives_at = tenon::os::native::now() + 2 * milliseconds;
    support::background sending([&] {
        static_cast<void>(tenon::os::native::poll_any({}, 20 * milliseconds));
        return ::send(pair.second.native_handle(), "x", 1, MSG_NOSIGNAL);
    });
    CHECK(on([&] { return pair.first.readable(); }));
    // It was readable: a receive that does not wait has the byte.
    std::byte buffer[1];
    CHECK(::recv(pair.first.native_handle(), buffer, 1, MSG_DONTWAIT) == 1);
    CHECK(sending.result() == 1);
}

TEMPLATE_TEST_CASE("pause: ends with a limit, and the operation can be repeated", "",
                   UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto pair = pair_under(on);
    auto& layer = pair.first.layer();
    layer.sends_at = layer.receives_at = tenon::os::native::now() + 3'600'000 * milliseconds;
    std::byte buffer[1];
    CHECK(on([&] { return pair.first.send("x"_bytes, tenon::within(2ms)); }).error() ==
          std::errc::timed_out);
    CHECK(on([&] { return pair.first.receive(buffer, tenon::within(2ms)); }).error() ==
          std::errc::timed_out);
    CHECK(on([&] { return pair.first.readable(tenon::within(0s)); }).error() ==
          std::errc::timed_out);
    tenon::stop_source source;
    support::background stopping([&] {
        static_cast<void>(tenon::os::native::poll_any({}, 5 * milliseconds));
        source.request_stop();
        return 0;
    });
    CHECK(on([&] { return pair.first.receive(buffer, source.token()); }).error() ==
          std::errc::operation_canceled);
    CHECK(stopping.result() == 0);
    layer.sends_at = 0;
    CHECK(on([&] { return pair.first.send("x"_bytes); }).value() == 1);
}

TEST_CASE("pause: is an error under a driver that does not wait") {
    unit::nonblocking on;
    auto pair = pair_under(on);
    pair.first.layer().sends_at = tenon::os::native::now() + 3'600'000 * milliseconds;
    CHECK(pair.first.send("x"_bytes).error() == std::errc::operation_would_block);
}

TEMPLATE_TEST_CASE("loops: one task pauses while another uses the socket in the other direction",
                   "", tenon::epoll_loop, tenon::poll_loop) {
    TestType loop;
    auto pair = tenon::connected_pair<paused<tenon::stream>, tenon::unix_domain>(loop).value();
    auto& layer = pair.first.layer();
    layer.sends_at = tenon::os::native::now() + 20 * milliseconds;
    bool has_received = false;
    const auto send = [](auto& socket) -> tenon::task<std::int64_t> {
        static_cast<void>(co_await socket.send("x"_bytes));
        co_return tenon::os::native::now();
    };
    const auto receive = [](auto& socket, bool& received) -> tenon::task<std::int64_t> {
        std::byte buffer[1];
        const auto got = co_await socket.receive(buffer);
        received = unit::has_value(got);
        co_return tenon::os::native::now();
    };
    CHECK(::send(pair.second.native_handle(), "y", 1, MSG_NOSIGNAL) == 1);
    const auto times =
        loop.run(tenon::when_all(send(pair.first), receive(pair.first, has_received)));
    CHECK(has_received);
    CHECK(std::get<0>(times) >= layer.sends_at);
    CHECK(std::get<1>(times) < std::get<0>(times));
}

TEMPLATE_TEST_CASE("shutdown_send: succeeds if the peer has ended the connection", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto socket = connect<counted<tenon::tcp>>(on, server.local_endpoint().value()).value();
    {
        auto peer = server.accept().value();
        CHECK(peer.set(tenon::options::linger({true, 0})));
    }
    CHECK(receive_text(on, socket, 1).find("reset") != std::string::npos);
    CHECK(on([&] { return std::move(socket).shutdown_send(); }));
}

TEST_CASE("failing_wire: each call fails with its error") {
    tenon::detail::failing_wire<tenon::stream> wire{tenon::failure(std::errc::timed_out)};
    std::byte buffer[1];
    const tenon::const_bytes data[1] = {"x"_bytes};
    CHECK(wire.receive(buffer).error() == std::errc::timed_out);
    CHECK(wire.send("x"_bytes).error() == std::errc::timed_out);
    CHECK(wire.send(std::span<const tenon::const_bytes>(data)).error() == std::errc::timed_out);
    CHECK(wire.readable().error() == std::errc::timed_out);
    CHECK(wire.shutdown_send().error() == std::errc::timed_out);
    CHECK(wire.pause_receiving(0).error() == std::errc::timed_out);
    CHECK(wire.pause_sending(0).error() == std::errc::timed_out);
    const std::int64_t before = tenon::os::native::now();
    CHECK(wire.now() >= before);
    CHECK(tenon::detail::failing_wire<tenon::udp>(tenon::failure(std::errc::timed_out))
              .receive(buffer)
              .error() == std::errc::timed_out);
}
