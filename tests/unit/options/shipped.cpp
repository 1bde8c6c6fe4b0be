// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <poll.h>

#include <chrono>
#include <string>
#include <support/policies.hpp>

#include <tenon.hpp>

// socket.hpp, ip.hpp and tcp.hpp: each option on a socket of the system's, asked for by other means too.

using namespace tenon;
using namespace tenon::literals;
using namespace tenon::options;

namespace {

template <class Socket>
int system_says(const Socket& socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(socket.native_handle(), level, name, &value, &size) == 0 ? value : -1;
}

/// A truth value goes on and off, here and in the system.
template <class Option, class Socket>
void check_switch(Socket& socket) {
    for (const bool on : {true, false, true}) {
        CHECK(socket.set(Option{on}));
        CHECK(socket.get(Option{}).value() == on);
        CHECK((system_says(socket, Option::level, Option::name) != 0) == on);
    }
}

/// RFC 3828.
struct udp_lite : udp {
    static constexpr int number = IPPROTO_UDPLITE;
};

}  // namespace

TEST_CASE("the switches of a socket go on and off") {
    auto tcp_socket = tenon::open<tcp, ipv4>().value();
    check_switch<reuse_address>(tcp_socket);
    check_switch<no_delay>(tcp_socket);
    auto udp_socket = tenon::open<udp, ipv4>().value();
    check_switch<broadcast>(udp_socket);
    auto six = tenon::open<tcp, ipv6>().value();
    check_switch<v6_only>(six);
    check_switch<no_delay>(six);
}

TEST_CASE("a time-out that is negative is refused, and the one before stays") {
    using namespace std::chrono_literals;
    const auto check = [](auto socket) {
        CHECK(socket.set(receive_timeout{2s}));
        CHECK(socket.set(send_timeout{2s}));
        for (const std::chrono::microseconds time :
             {-1us, -999'999us, -1'000'000us, -1'000'001us, std::chrono::microseconds::min()}) {
            CHECK(socket.set(receive_timeout{time}).error() == std::errc::argument_out_of_domain);
            CHECK(socket.set(send_timeout{time}).error() == std::errc::argument_out_of_domain);
        }
        CHECK(socket.get(receive_timeout{}).value() == 2s);
        CHECK(socket.get(send_timeout{}).value() == 2s);
    };
    check(tenon::open<tcp, ipv4>().value());
    check(tenon::open<udp, ipv6>().value());
    check(tenon::connected_pair<stream, unix_domain>().value().first);
}

TEST_CASE("options of TCP on Multipath TCP, which inherits them") {
    auto opened_socket = tenon::open<support::mptcp, ipv4>();
    if (!opened_socket)
        SKIP_TEST("no Multipath TCP: " + opened_socket.error().message());
    const auto check = [](auto& socket) {
        check_switch<no_delay>(socket);
        check_switch<cork>(socket);
        CHECK(socket.set(keep_alive_probes{4}));
        CHECK(system_says(socket, IPPROTO_TCP, TCP_KEEPCNT) == 4);
    };
    check(*opened_socket);
    auto six = tenon::open<support::mptcp, ipv6>().value();
    check(six);

    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto connection = tenon::connect<support::mptcp>(listener.local_endpoint().value(), no_delay{true}).value();
    check(connection);
    CHECK(connection.set(quick_acknowledgement{false}));
    CHECK(system_says(connection, IPPROTO_TCP, TCP_QUICKACK) == 0);
}

TEST_CASE("options of UDP on UDP-Lite, which inherits them") {
    auto socket = tenon::open<udp_lite, ipv4>();
    if (!socket)
        SKIP_TEST("no UDP-Lite: " + socket.error().message());
    check_switch<udp_cork>(*socket);
}

TEST_CASE("an option of both versions of IP: it is set and read at the level of the socket's own") {
    const auto check = [](auto socket, int level, int name) {
        for (const int on : {0, 1, 0}) {
            CHECK(socket.set(multicast_loop{on != 0}));
            CHECK(system_says(socket, level, name) == on);
            const int other = 1 - on;
            REQUIRE(setsockopt(socket.native_handle(), level, name, &other, sizeof other) == 0);
            CHECK(socket.get(multicast_loop{}).value() == (other != 0));
        }
    };
    check(tenon::open<udp, ipv4>().value(), IPPROTO_IP, IP_MULTICAST_LOOP);
    check(tenon::open<udp, ipv6>().value(), IPPROTO_IPV6, IPV6_MULTICAST_LOOP);
}

TEST_CASE("the header of raw packets is included or not") {
    auto socket = tenon::open<raw_ip<89>, ipv4>();
    if (!socket && socket.error() == std::errc::operation_not_permitted)
        SKIP_TEST("raw sockets need CAP_NET_RAW");
    REQUIRE(socket);
    check_switch<header_included>(*socket);
}

TEST_CASE("without broadcast a broadcast address is refused") {
    auto socket = tenon::open<udp, ipv4>().value();
    CHECK(socket.send_to("x"_bytes, "255.255.255.255:9"_v4).error() == std::errc::permission_denied);
}

TEST_CASE("a size of a buffer is doubled by Linux") {
    auto [one, other] = tenon::connected_pair<stream, unix_domain>().value();
    CHECK(one.set(receive_buffer_size{8000}));
    CHECK(one.get(receive_buffer_size{}).value() == 16000);
    CHECK(one.set(send_buffer_size{9000}));
    CHECK(one.get(send_buffer_size{}).value() == 18000);
    CHECK(other.get(send_buffer_size{}).value() != 18000);
}

TEST_CASE("hops and the time to live are set and got") {
    auto four = tenon::open<udp, ipv4>().value();
    CHECK(four.set(time_to_live{7}));
    CHECK(four.get(time_to_live{}).value() == 7);
    CHECK(system_says(four, IPPROTO_IP, IP_TTL) == 7);
    auto six = tenon::open<udp, ipv6>().value();
    const int before = six.get(unicast_hops{}).value();
    CHECK(six.set(unicast_hops{7}));
    CHECK(six.get(unicast_hops{}).value() == 7);
    CHECK(six.set(unicast_hops{-1}));
    CHECK(six.get(unicast_hops{}).value() == before);
    CHECK(six.set(unicast_hops{256}).error() == std::errc::invalid_argument);
}

TEST_CASE("the pending error is got once") {
    const auto deserted = tenon::bind<udp>("127.0.0.1:0"_v4).value().local_endpoint().value();
    auto socket = tenon::connect<udp>(deserted).value();
    CHECK_FALSE(socket.get(options::error{}).value());
    CHECK(socket.send("x"_bytes));
    pollfd waiting = {socket.native_handle(), 0, 0};
    REQUIRE(::poll(&waiting, 1, -1) == 1);
    CHECK(socket.get(options::error{}).value() == std::errc::connection_refused);
    CHECK_FALSE(socket.get(options::error{}).value());
    CHECK(socket.get(options::error{}).value() == std::error_code());
}

TEST_CASE("lingering is a switch and a time, and of 0 seconds a reset") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto near = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    auto far = listener.accept().value();
    CHECK(near.get(options::linger{}).value() == lingering{});
    CHECK(near.set(options::linger{{.on = true, .seconds = 5}}));
    CHECK(near.get(options::linger{}).value() == lingering{true, 5});
    CHECK(near.set(options::linger{{.on = true, .seconds = 0}}));
    CHECK(near.close());
    std::string buffer(1, '.');
    CHECK(far.receive(buffer).error() == std::errc::connection_reset);
}

TEST_CASE("v6_only decides whether IPv4 arrives") {
    auto alone = tenon::listen<tcp>("[::]:0"_v6).value();
    const auto port = alone.local_endpoint().value().port();
    CHECK(tenon::connect<tcp>(ipv4::endpoint(ipv4::address::loopback(), port)).error() == std::errc::connection_refused);
    auto both = tenon::listen<tcp>("[::]:0"_v6, v6_only{false}).value();
    const ipv4::endpoint four(ipv4::address::loopback(), both.local_endpoint().value().port());
    auto near = tenon::connect<tcp>(four).value();
    CHECK(both.accept_from().value().from.address().is_v4_mapped());
}

TEST_CASE("each shipped option applies where it means something") {
    STATIC_REQUIRE(settable_on<reuse_address, tcp, ipv4, opened>);
    STATIC_REQUIRE_FALSE(settable_on<reuse_address, stream, unix_domain, opened>);
    STATIC_REQUIRE(settable_on<broadcast, udp, ipv4, opened>);
    STATIC_REQUIRE_FALSE(settable_on<broadcast, udp, ipv6, opened>);
    STATIC_REQUIRE_FALSE(settable_on<broadcast, tcp, ipv4, opened>);
    STATIC_REQUIRE(gettable_on<options::error, tcp, ipv4>);
    STATIC_REQUIRE_FALSE(settable_on<options::error, tcp, ipv4, opened>);
    STATIC_REQUIRE(settable_on<options::linger, tcp, ipv4, connected>);
    STATIC_REQUIRE_FALSE(settable_on<options::linger, udp, ipv4, connected>);
    STATIC_REQUIRE(settable_on<header_included, raw_ip<89>, ipv4, opened>);
    STATIC_REQUIRE_FALSE(settable_on<header_included, raw_ip<89>, ipv6, opened>);
    STATIC_REQUIRE_FALSE(settable_on<header_included, udp, ipv4, opened>);
    STATIC_REQUIRE(settable_on<v6_only, tcp, ipv6, opened>);
    STATIC_REQUIRE_FALSE(settable_on<v6_only, tcp, ipv6, bound>);
    STATIC_REQUIRE_FALSE(settable_on<v6_only, icmp, ipv6, opened>);
    STATIC_REQUIRE_FALSE(settable_on<v6_only, tcp, ipv4, opened>);
    STATIC_REQUIRE(settable_on<no_delay, stream, ipv4, opened>);
    STATIC_REQUIRE_FALSE(settable_on<no_delay, stream, unix_domain, opened>);
}
