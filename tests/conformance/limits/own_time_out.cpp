// SPDX-License-Identifier: BSL-1.0

// A socket's own time-outs (SO_RCVTIMEO, SO_SNDTIMEO; socket(7)) end its operations without a limit, also on a descriptor that
// a limited connect or accept, or another program, has made nonblocking.

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

/// Each way to receive from a peer that sends nothing.
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

/// Each way to send to a peer that receives nothing.
template <class Socket>
void check_sending(Socket& socket, Socket& far) {
    far.set(tenon::options::receive_buffer_size(32768)).value();
    static_cast<void>(bounded::fill_up(socket));
    CHECK(timed_out(socket.send(std::string_view("more"))));
    CHECK(timed_out(socket.send(tenon::pieces{"mo"_bytes, "re"_bytes})));
    if constexpr (tenon::byte_stream<typename Socket::protocol_type>)
        CHECK(timed_out(socket.send_all(std::string_view("more"))));
}

template <class Pair>
constexpr bool has_full_queues = !tenon::connectionless<typename Pair::protocol> || !tenon::internet<typename Pair::family>;

}  // namespace

TEMPLATE_TEST_CASE("time-outs of the socket: they end what waits, whether the descriptor blocks or not", "", tcp_over_ipv4,
                   tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6, stream_over_unix, seqpacket_over_unix, datagram_over_unix) {
    const deadline guard("a socket's own time-outs");
    for (const bool blocks : {true, false}) {
        auto both = joined_as<TestType>();
        set_time_outs(both.near);
        if (!blocks)
            make_nonblocking(both.near.native_handle());
        check_receiving(both.near);
        if constexpr (has_full_queues<TestType>)
            check_sending(both.near, both.far);
    }
}

TEMPLATE_TEST_CASE("time-outs of the socket: receive_from and accept", "", tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4,
                   udp_over_ipv6, stream_over_unix, seqpacket_over_unix, datagram_over_unix) {
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

TEMPLATE_TEST_CASE("time-outs of the socket: a limited connect and accept leave them as they were", "", tcp_over_ipv4,
                   tcp_over_ipv6, stream_over_unix, seqpacket_over_unix) {
    const deadline guard("time-outs after limited operations");
    using protocol = typename TestType::protocol;
    auto listener = tenon::listen<protocol>(anywhere<typename TestType::family>()).value();
    set_time_outs(listener);
    CHECK(listener.accept(tenon::within(1ms)).error() == std::errc::timed_out);
    CHECK(timed_out(listener.accept()));
    CHECK(timed_out(listener.accept_from()));
    auto near = tenon::connect<protocol>(listener.local_endpoint().value(), tenon::within(10s)).value();
    auto far = listener.accept(tenon::within(10s)).value();
    REQUIRE((::fcntl(near.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
    set_time_outs(near);
    check_receiving(near);
    check_sending(near, far);
    // A limit counts in place of the time-out.
    std::array<std::byte, 4> buffer;
    const auto before = std::chrono::steady_clock::now();
    CHECK(near.receive(buffer, tenon::within(3 * short_time)).error() == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before >= 3 * short_time);
}

TEST_CASE("time-outs of the socket: what comes before they end is received, and without one there is no end") {
    const deadline guard("what comes in time");
    auto both = joined<tenon::tcp, tenon::ipv4>();
    make_nonblocking(both.near.native_handle());
    for (const auto& time :
         {std::chrono::milliseconds(0), std::chrono::milliseconds(60'000), std::chrono::milliseconds::max()}) {
        both.near.set(tenon::options::receive_timeout{time}).value();
        support::background waiting([&] { return next_of(both.near); });
        CHECK(waiting.sleeps());
        send_text(both.far, "hello");
        CHECK(waiting.result() == "hello");
    }
}
