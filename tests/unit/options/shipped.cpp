// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <poll.h>

#include <chrono>
#include <string>
#include <support/policies.hpp>

#include <tenon.hpp>

// socket.hpp, ip.hpp and tcp.hpp: each option on a socket, also read with getsockopt(2).

using namespace tenon;
using namespace tenon::literals;
using namespace tenon::options;

namespace {

template <class Socket>
int system_value(const Socket& socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(socket.native_handle(), level, name, &value, &size) == 0 ? value : -1;
}

/// Sets a bool option on and off, and checks the value in the library and in the system.
template <class Option, class Socket>
void check_bool_option(Socket& socket) {
    for (const bool on : {true, false, true}) {
        CHECK(socket.set(Option{on}));
        CHECK(socket.get(Option{}).value() == on);
        CHECK((system_value(socket, Option::level, Option::name) != 0) == on);
    }
}

/// RFC 3828.
struct udp_lite : udp {
    static constexpr int number = IPPROTO_UDPLITE;
};

}  // namespace

TEST_CASE("reuse_address, no_delay, broadcast, v6_only: are set on and off") {
    auto tcp_socket = tenon::open<tcp, ipv4>().value();
    check_bool_option<reuse_address>(tcp_socket);
    check_bool_option<no_delay>(tcp_socket);
    auto udp_socket = tenon::open<udp, ipv4>().value();
    check_bool_option<broadcast>(udp_socket);
    auto ipv6_socket = tenon::open<tcp, ipv6>().value();
    check_bool_option<v6_only>(ipv6_socket);
    check_bool_option<no_delay>(ipv6_socket);
}

TEST_CASE(
    "receive_timeout, send_timeout: a negative time is refused and the previous value stays") {
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

TEST_CASE("no_delay, cork, keep_alive_probes: apply to Multipath TCP") {
    auto opened_socket = tenon::open<support::mptcp, ipv4>();
    if (!opened_socket)
        SKIP_TEST("no Multipath TCP: " + opened_socket.error().message());
    const auto check = [](auto& socket) {
        check_bool_option<no_delay>(socket);
        check_bool_option<cork>(socket);
        CHECK(socket.set(keep_alive_probes{4}));
        CHECK(system_value(socket, IPPROTO_TCP, TCP_KEEPCNT) == 4);
    };
    check(*opened_socket);
    auto ipv6_socket = tenon::open<support::mptcp, ipv6>().value();
    check(ipv6_socket);

    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto connection =
        tenon::connect<support::mptcp>(listener.local_endpoint().value(), no_delay{true}).value();
    check(connection);
    CHECK(connection.set(quick_acknowledgement{false}));
    CHECK(system_value(connection, IPPROTO_TCP, TCP_QUICKACK) == 0);
}

TEST_CASE("udp_cork: applies to UDP-Lite") {
    auto socket = tenon::open<udp_lite, ipv4>();
    if (!socket)
        SKIP_TEST("no UDP-Lite: " + socket.error().message());
    check_bool_option<udp_cork>(*socket);
}

TEST_CASE("multicast_loop: is set and read at the level of the socket's IP version") {
    const auto check = [](auto socket, int level, int name) {
        for (const int on : {0, 1, 0}) {
            CHECK(socket.set(multicast_loop{on != 0}));
            CHECK(system_value(socket, level, name) == on);
            const int opposite = 1 - on;
            REQUIRE(setsockopt(socket.native_handle(), level, name, &opposite, sizeof opposite) ==
                    0);
            CHECK(socket.get(multicast_loop{}).value() == (opposite != 0));
        }
    };
    check(tenon::open<udp, ipv4>().value(), IPPROTO_IP, IP_MULTICAST_LOOP);
    check(tenon::open<udp, ipv6>().value(), IPPROTO_IPV6, IPV6_MULTICAST_LOOP);
}

TEST_CASE("header_included: is set on and off on a raw socket") {
    auto socket = tenon::open<raw_ip<89>, ipv4>();
    if (!socket && socket.error() == std::errc::operation_not_permitted)
        SKIP_TEST("raw sockets need CAP_NET_RAW");
    REQUIRE(socket);
    check_bool_option<header_included>(*socket);
}

TEST_CASE("broadcast: without the option a broadcast address is refused") {
    auto socket = tenon::open<udp, ipv4>().value();
    CHECK(socket.send_to("x"_bytes, "255.255.255.255:9"_v4).error() ==
          std::errc::permission_denied);
}

TEST_CASE("receive_buffer_size, send_buffer_size: Linux doubles the value") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    CHECK(local.set(receive_buffer_size{8000}));
    CHECK(local.get(receive_buffer_size{}).value() == 16000);
    CHECK(local.set(send_buffer_size{9000}));
    CHECK(local.get(send_buffer_size{}).value() == 18000);
    CHECK(peer.get(send_buffer_size{}).value() != 18000);
}

TEST_CASE("time_to_live, unicast_hops: are set and read") {
    auto ipv4_socket = tenon::open<udp, ipv4>().value();
    CHECK(ipv4_socket.set(time_to_live{7}));
    CHECK(ipv4_socket.get(time_to_live{}).value() == 7);
    CHECK(system_value(ipv4_socket, IPPROTO_IP, IP_TTL) == 7);
    auto ipv6_socket = tenon::open<udp, ipv6>().value();
    const int before = ipv6_socket.get(unicast_hops{}).value();
    CHECK(ipv6_socket.set(unicast_hops{7}));
    CHECK(ipv6_socket.get(unicast_hops{}).value() == 7);
    CHECK(ipv6_socket.set(unicast_hops{-1}));
    CHECK(ipv6_socket.get(unicast_hops{}).value() == before);
    CHECK(ipv6_socket.set(unicast_hops{256}).error() == std::errc::invalid_argument);
}

TEST_CASE("error: the pending error is read once") {
    const auto closed_endpoint =
        tenon::bind<udp>("127.0.0.1:0"_v4).value().local_endpoint().value();
    auto socket = tenon::connect<udp>(closed_endpoint).value();
    CHECK_FALSE(socket.get(options::error{}).value());
    CHECK(socket.send("x"_bytes));
    pollfd waiting = {socket.native_handle(), 0, 0};
    REQUIRE(::poll(&waiting, 1, -1) == 1);
    CHECK(socket.get(options::error{}).value() == std::errc::connection_refused);
    CHECK_FALSE(socket.get(options::error{}).value());
    CHECK(socket.get(options::error{}).value() == std::error_code());
}

TEST_CASE("linger: is a flag and a time, 0 seconds reset the connection on close") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto local = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    auto peer = listener.accept().value();
    CHECK(local.get(options::linger{}).value() == lingering{});
    CHECK(local.set(options::linger{{.on = true, .seconds = 5}}));
    CHECK(local.get(options::linger{}).value() == lingering{true, 5});
    CHECK(local.set(options::linger{{.on = true, .seconds = 0}}));
    CHECK(local.close());
    std::string buffer(1, '.');
    CHECK(peer.receive(buffer).error() == std::errc::connection_reset);
}

TEST_CASE("v6_only: decides whether a listener accepts IPv4") {
    auto ipv6_only = tenon::listen<tcp>("[::]:0"_v6).value();
    const auto port = ipv6_only.local_endpoint().value().port();
    CHECK(tenon::connect<tcp>(ipv4::endpoint(ipv4::address::loopback(), port)).error() ==
          std::errc::connection_refused);
    auto dual = tenon::listen<tcp>("[::]:0"_v6, v6_only{false}).value();
    const ipv4::endpoint ipv4_endpoint(ipv4::address::loopback(),
                                       dual.local_endpoint().value().port());
    auto local = tenon::connect<tcp>(ipv4_endpoint).value();
    CHECK(dual.accept_from().value().from.address().is_v4_mapped());
}

TEST_CASE("settable_on, gettable_on: shipped options apply only to the sockets that have them") {
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
