// SPDX-License-Identifier: BSL-1.0

// Connections through a proxy in another thread, under each driver.
#include <support/background.hpp>
#include <support/catch.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <tenon.hpp>
#include <tenon/layers.hpp>
#include <tenon/loops.hpp>
#include <tenon/testing.hpp>

using namespace tenon;
using namespace tenon::literals;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

constexpr std::string_view reply = "\x05\x00\x00\x01\xC0\x00\x02\x07\x1F\x90"sv;
const std::string name = "a-name-that-needs-memory-of-its-own.example.org";
const std::string request = "\x05\x01" + std::string(1, '\0') + "\x03" +
                            std::string(1, static_cast<char>(name.size())) + name + "\x01\xBB";

/// A proxy for one connection, which it does not hand on: the greeting of the target follows the
/// reply at once, and then everything is sent back.
class proxy {
public:
    explicit proxy(std::string_view answer = reply)
        : listener_(tenon::listen<tcp>("127.0.0.1:0"_v4).value()),
          served_([this, answer] { return serve(answer); }) {}

    [[nodiscard]] ipv4::endpoint endpoint() const { return listener_.local_endpoint().value(); }
    /// Returns what the client has sent in its handshake.
    [[nodiscard]] std::string asked() { return served_.result(); }

private:
    [[nodiscard]] std::string serve(std::string_view answer) {
        auto peer = listener_.accept().value();
        std::string asked(4, '\0');
        if (!peer.receive_exactly(asked) || !peer.send_all("\x05\x02"sv))
            return "no greeting";
        std::string user("\x01\x04user\x06secret");
        if (!peer.receive_exactly(user) || !peer.send_all("\x01\x00"sv))
            return "no user";
        std::string target(request.size(), '\0');
        if (!peer.receive_exactly(target) || !peer.send_all(std::string(answer) + "220 target\n"))
            return "no target";
        std::array<std::byte, 100> buffer;
        for (auto received = peer.receive(buffer); received && !received->empty();
             received = peer.receive(buffer))
            static_cast<void>(peer.send_all(*received));
        return asked + user + target;
    }

    tenon::listener<tcp, ipv4> listener_;
    support::background<std::string> served_;
};

const std::string expected =
    "\x05\x02" + std::string(1, '\0') + "\x02\x01\x04user\x06secret" + request;

}  // namespace

TEMPLATE_TEST_CASE("socks5: a connection through a proxy carries the target's bytes", "", blocking,
                   restarting, describing, basic_blocking<os::trickling<1>>,
                   basic_restarting<os::trickling<1>>, basic_describing<os::trickling<1>>) {
    proxy one;
    {
        auto socket = tenon::connect<socks5<tcp>>(TestType(), one.endpoint(),
                                                  socks5_target(name, 443, "user", "secret"))
                          .value();
        CHECK(socket.layer().bound_endpoint().value() == any_ip::endpoint("192.0.2.7:8080"_v4));
        std::string line = "220 target\n";
        REQUIRE(socket.receive_exactly(line));
        CHECK(line == "220 target\n");
        // The layer has nothing left to do.
        auto plain = std::move(socket).without_layer().value();
        STATIC_REQUIRE(std::is_same_v<typename decltype(plain)::protocol_type, tcp>);
        REQUIRE(plain.send_all("hello"_bytes));
        std::string echo(5, '\0');
        REQUIRE(plain.receive_exactly(echo));
        CHECK(echo == "hello");
    }
    CHECK(one.asked() == expected);
}

TEST_CASE("socks5: the error of the proxy is that of connect") {
    proxy one("\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"sv);
    const auto refused =
        tenon::connect<socks5<tcp>>(one.endpoint(), socks5_target(name, 443, "user", "secret"));
    CHECK(refused.error() == std::errc::connection_refused);
    CHECK(one.asked() == expected);
}

TEST_CASE("socks5: a limit ends the handshake with a silent proxy") {
    const auto silent = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    const auto timed_out = tenon::connect<socks5<tcp>>(silent.local_endpoint().value(),
                                                       socks5_target(name, 443), within(20ms));
    CHECK(timed_out.error() == std::errc::timed_out);
}

TEST_CASE("socks5: layers above and below the handshake") {
    proxy one;
    {
        auto socket = tenon::connect<counted<socks5<counted<tcp>>>>(
                          one.endpoint(), socks5_target(name, 443, "user", "secret"), within(5s))
                          .value();
        std::string line = "220 target\n";
        REQUIRE(socket.receive_exactly(line));
        CHECK(socket.layer().received().bytes == line.size());
        CHECK(socket.layer().sent().bytes == 0);
    }
    CHECK(one.asked() == expected);
}

TEMPLATE_TEST_CASE("socks5: a target that is a temporary of an awaited call", "", epoll_loop,
                   poll_loop) {
    proxy one;
    {
        TestType loop;
        const auto client = [](TestType& on, ipv4::endpoint at) -> task<std::string> {
            auto connected = co_await tenon::connect<socks5<tcp>>(
                on, at, socks5_target(name, 443, "user", "secret"), within(5s));
            if (!connected)
                co_return connected.error().message();
            std::string line = "220 target\n";
            const auto received = co_await connected->receive_exactly(line);
            co_return received ? line : received.error().message();
        };
        CHECK(loop.run(client(loop, one.endpoint())) == "220 target\n");
    }
    CHECK(one.asked() == expected);
}
