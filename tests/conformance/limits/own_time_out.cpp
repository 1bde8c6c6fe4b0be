// SPDX-License-Identifier: BSL-1.0

// The socket's own time-outs (SO_RCVTIMEO, SO_SNDTIMEO; socket(7)) end operations that have no
// limit, also if the descriptor is nonblocking because of a connect or accept with a limit, or
// because of another program.

#include <fcntl.h>

#include <array>
#include <chrono>
#include <conformance/limits/scenario/sending.hpp>
#include <faults/helpers/deadline.hpp>
#include <faults/helpers/descriptors.hpp>
#include <faults/helpers/full.hpp>
#include <faults/helpers/loopback.hpp>
#include <string_view>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <utility>

using namespace faults;
using namespace std::chrono_literals;

namespace {

constexpr auto short_time = 20ms;

template <class Socket>
void set_time_outs(Socket& socket) {
    socket.set(tenon::options::receive_timeout{short_time}).value();
    socket.set(tenon::options::send_timeout{short_time}).value();
}

template <class Result>
bool timed_out(const Result& result) {
    return result.error() == std::errc::operation_would_block;
}

/// Checks each way to receive from a peer that sends nothing.
template <class Socket>
void check_receiving(Socket& socket) {
    std::array<std::byte, 4> one;
    std::array<std::byte, 4> two;
    CHECK(timed_out(socket.receive(one)));
    CHECK(timed_out(socket.receive(tenon::pieces{one, two})));
    CHECK(timed_out(socket.peek(one)));
    if constexpr (tenon::byte_stream<typename Socket::protocol_type>) {
        CHECK(timed_out(socket.receive_exactly(one)));
        tenon::unfilled rest(one);
        CHECK(timed_out(socket.receive_exactly(rest)));
    }
}

/// Checks each way to send to a peer that receives nothing.
template <class Socket>
void check_sending(Socket& socket, Socket& peer) {
    peer.set(tenon::options::receive_buffer_size(32768)).value();
    static_cast<void>(limit_tests::fill_up(socket));
    CHECK(timed_out(socket.send(std::string_view("more"))));
    CHECK(timed_out(socket.send(tenon::pieces{"mo"_bytes, "re"_bytes})));
    if constexpr (tenon::byte_stream<typename Socket::protocol_type>)
        CHECK(timed_out(socket.send_all(std::string_view("more"))));
}

template <class Pair>
constexpr bool has_full_queues =
    !tenon::connectionless<typename Pair::protocol> || !tenon::internet<typename Pair::family>;

}  // namespace

TEMPLATE_TEST_CASE(
    "receive_timeout, send_timeout: blocking or nonblocking descriptor, they end sending and receiving",
    "", tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6, stream_over_unix,
    seqpacket_over_unix, datagram_over_unix) {
    const deadline guard("a socket's own time-outs");
    for (const bool blocks : {true, false}) {
        auto both = joined_as<TestType>();
        set_time_outs(both.socket);
        if (!blocks)
            make_nonblocking(both.socket.native_handle());
        check_receiving(both.socket);
        if constexpr (has_full_queues<TestType>)
            check_sending(both.socket, both.peer);
    }
}

TEMPLATE_TEST_CASE(
    "receive_timeout: blocking or nonblocking descriptor, it ends receive_from and accept", "",
    tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6, stream_over_unix,
    seqpacket_over_unix, datagram_over_unix) {
    const deadline guard("a socket's own time-outs");
    using protocol = typename TestType::protocol;
    for (const bool blocks : {true, false}) {
        if constexpr (tenon::may_listen<protocol>) {
            auto listener = tenon::listen<protocol>(anywhere<typename TestType::family>()).value();
            set_time_outs(listener);
            if (!blocks)
                make_nonblocking(listener.native_handle());
            CHECK(timed_out(listener.accept()));
            CHECK(timed_out(listener.accept_from()));
        } else {
            auto socket = bound_as<TestType>();
            set_time_outs(socket);
            if (!blocks)
                make_nonblocking(socket.native_handle());
            std::array<std::byte, 4> one;
            std::array<std::byte, 4> two;
            CHECK(timed_out(socket.receive_from(one)));
            CHECK(timed_out(socket.receive_from(tenon::pieces{one, two})));
        }
    }
}

TEMPLATE_TEST_CASE(
    "receive_timeout, send_timeout: after a connect and accept with limits, they still end operations",
    "", tcp_over_ipv4, tcp_over_ipv6, stream_over_unix, seqpacket_over_unix) {
    const deadline guard("a socket's own time-outs after operations with limits");
    using protocol = typename TestType::protocol;
    auto listener = tenon::listen<protocol>(anywhere<typename TestType::family>()).value();
    set_time_outs(listener);
    CHECK(listener.accept(tenon::within(1ms)).error() == std::errc::timed_out);
    CHECK(timed_out(listener.accept()));
    CHECK(timed_out(listener.accept_from()));
    auto client =
        tenon::connect<protocol>(listener.local_endpoint().value(), tenon::within(10s)).value();
    auto server = listener.accept(tenon::within(10s)).value();
    REQUIRE((::fcntl(client.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
    set_time_outs(client);
    check_receiving(client);
    check_sending(client, server);
    // A limit replaces the time-out.
    std::array<std::byte, 4> buffer;
    const auto before = std::chrono::steady_clock::now();
    CHECK(client.receive(buffer, tenon::within(3 * short_time)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 3 * short_time);
}

TEST_CASE(
    "receive_timeout: data that arrives before it expires is received, and 0 means no time-out") {
    const deadline guard("receive_timeout: data in time");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    make_nonblocking(both.socket.native_handle());
    for (const auto& time : {std::chrono::milliseconds(0), std::chrono::milliseconds(60'000),
                             std::chrono::milliseconds::max()}) {
        both.socket.set(tenon::options::receive_timeout{time}).value();
        support::background waiting([&] { return next_of(both.socket); });
        CHECK(waiting.sleeps());
        send_text(both.peer, "hello");
        CHECK(waiting.result() == "hello");
    }
}
