// SPDX-License-Identifier: BSL-1.0

// The nonblocking driver: one attempt of each operation, over each pair that needs no privilege,
// and the connections that it begins.

#include <faults/helpers/loopback.hpp>
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include <tenon.hpp>

using tenon::connecting;
using tenon::connecting_bound;
using tenon::nonblocking;
using unit::is_nonblocking;
using namespace std::chrono_literals;
using namespace tenon::literals;

namespace {

template <class Protocol, class Family, class State>
using socket_in = tenon::basic_socket<Protocol, Family, State, nonblocking>;
template <class State>
using tcp_in = socket_in<tenon::tcp, tenon::ipv4, State>;

/// Waits for events with poll(2), as an event loop does.
bool wait_for(const auto& socket, short events) {
    ::pollfd one = {socket.native_handle(), events, 0};
    return ::poll(&one, 1, 10'000) == 1;
}

template <class Outcome>
bool would_block(const Outcome& outcome) {
    return outcome.error() == std::errc::operation_would_block;
}

template <class Family>
auto anywhere() {
    return faults::anywhere<Family>();
}

/// A listener, and the connections to it.
template <class Protocol, class Family>
struct test_listener {
    socket_in<Protocol, Family, tenon::listening> socket =
        tenon::listen<Protocol>(nonblocking(), anywhere<Family>()).value();
    typename Family::endpoint endpoint = socket.local_endpoint().value();

    /// Waits for the outcome of an attempt and returns the connection.
    template <class Attempt>
    auto finish(Attempt attempt) {
        REQUIRE(wait_for(attempt, POLLOUT));
        return std::move(attempt).finish().value();
    }
    auto connect() { return finish(tenon::connect<Protocol>(nonblocking(), endpoint).value()); }
    auto accept() {
        REQUIRE(wait_for(socket, POLLIN));
        return socket.accept().value();
    }
};

/// Returns two sockets that are each other's peers.
template <class Protocol, class Family>
auto joined() {
    if constexpr (tenon::connection_oriented<Protocol>) {
        test_listener<Protocol, Family> listener;
        auto local = listener.connect();
        return std::pair(std::move(local), listener.accept());
    } else {
        auto local = tenon::bind<Protocol>(nonblocking(), anywhere<Family>()).value();
        auto peer = tenon::bind<Protocol>(nonblocking(), anywhere<Family>()).value();
        const auto local_endpoint = local.local_endpoint().value();
        const auto peer_endpoint = peer.local_endpoint().value();
        return std::pair(std::move(local).connect(peer_endpoint).value(),
                         std::move(peer).connect(local_endpoint).value());
    }
}

template <class Pair>
auto joined_as() {
    return joined<typename Pair::protocol, typename Pair::family>();
}

using tcp_over_ipv4 = faults::tcp_over_ipv4;
using tcp_over_ipv6 = faults::tcp_over_ipv6;
using udp_over_ipv4 = faults::udp_over_ipv4;
using udp_over_ipv6 = faults::udp_over_ipv6;
using stream_over_unix = faults::stream_over_unix;
using seqpacket_over_unix = faults::seqpacket_over_unix;
using datagram_over_unix = faults::datagram_over_unix;

std::string text_of(const auto& message) {
    return faults::text_of(tenon::mutable_bytes(message));
}

}  // namespace

TEMPLATE_TEST_CASE(
    "receive, peek: without data fail with operation_would_block, then return the data", "",
    tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6, stream_over_unix,
    seqpacket_over_unix, datagram_over_unix) {
    auto [local, peer] = joined_as<TestType>();
    std::array<std::byte, 16> buffer;
    const tenon::mutable_bytes all = buffer;
    const tenon::pieces both{all.first(2), all.after(2)};
    CHECK(would_block(local.receive(buffer)));
    CHECK(would_block(local.receive(both)));
    CHECK(would_block(local.peek(buffer)));
    CHECK(would_block(local.peek(both)));
    REQUIRE(peer.send("hello"_bytes).value() == 5);
    REQUIRE(wait_for(local, POLLIN));
    CHECK(text_of(local.peek(buffer).value()) == "hello");
    CHECK(text_of(local.receive(buffer).value()) == "hello");
    CHECK(would_block(local.receive(buffer)));
    REQUIRE(peer.send(tenon::pieces{std::string_view("he"), std::string_view("llo")}).value() == 5);
    REQUIRE(wait_for(local, POLLIN));
    CHECK(local.receive(both));
    CHECK(faults::text_of(all.first(5)) == "hello");
    CHECK(would_block(local.receive(buffer)));
}

TEMPLATE_TEST_CASE(
    "send: fails with operation_would_block if there is no space, and succeeds when there is", "",
    tcp_over_ipv4, tcp_over_ipv6, stream_over_unix, seqpacket_over_unix, datagram_over_unix) {
    auto [local, peer] = joined_as<TestType>();
    REQUIRE(local.set(tenon::options::send_buffer_size(4096)));
    const std::string data(1000, 'x');
    std::size_t sent = 0;
    auto last = local.send(data);
    for (; last; last = local.send(data))
        sent += *last;
    CHECK(would_block(last));
    CHECK(would_block(local.send(tenon::pieces{data, data})));
    CHECK(sent > 0);

    std::size_t received = 0;
    std::array<std::byte, 4096> buffer;
    while (received < sent) {
        REQUIRE(wait_for(peer, POLLIN));
        received += text_of(peer.receive(buffer).value()).size();
    }
    CHECK(received == sent);
    CHECK(would_block(peer.receive(buffer)));
    REQUIRE(wait_for(local, POLLOUT));
    CHECK(local.send(data));
}

TEMPLATE_TEST_CASE(
    "receive_from, send_to: without a message receive_from fails with operation_would_block", "",
    udp_over_ipv4, udp_over_ipv6, datagram_over_unix) {
    using protocol = typename TestType::protocol;
    auto local =
        tenon::bind<protocol>(nonblocking(), anywhere<typename TestType::family>()).value();
    auto peer = tenon::bind<protocol>(nonblocking(), anywhere<typename TestType::family>()).value();
    std::array<std::byte, 16> buffer;
    CHECK(would_block(local.receive_from(buffer)));
    CHECK(peer.send_to("hello"_bytes, local.local_endpoint().value()).value() == 5);
    REQUIRE(wait_for(local, POLLIN));
    const auto message = local.receive_from(buffer).value();
    CHECK(faults::text_of(message.data) == "hello");
    CHECK(message.from == peer.local_endpoint().value());
    CHECK(would_block(local.receive_from(buffer)));
}

TEST_CASE("send_to: to a full Unix queue, fails with operation_would_block until there is space") {
    auto local = tenon::bind<tenon::datagram>(nonblocking(), tenon::unix_domain::unnamed()).value();
    auto peer = tenon::bind<tenon::datagram>(nonblocking(), tenon::unix_domain::unnamed()).value();
    const auto peer_endpoint = peer.local_endpoint().value();
    int sent = 0;
    auto last = local.send_to("x"_bytes, peer_endpoint);
    for (; last && sent != 10'000; last = local.send_to("x"_bytes, peer_endpoint))
        ++sent;
    CHECK(would_block(last));
    std::array<std::byte, 4> buffer;
    CHECK(peer.receive_from(buffer));
    CHECK(local.send_to("x"_bytes, peer_endpoint));
    CHECK(would_block(local.send_to("x"_bytes, peer_endpoint)));
}

TEMPLATE_TEST_CASE("accept, accept_from: without a connection fail with operation_would_block", "",
                   tcp_over_ipv4, tcp_over_ipv6, stream_over_unix, seqpacket_over_unix) {
    test_listener<typename TestType::protocol, typename TestType::family> listener;
    CHECK(would_block(listener.socket.accept()));
    CHECK(would_block(listener.socket.accept_from()));
    auto first = listener.connect();
    auto second = listener.connect();
    REQUIRE(wait_for(listener.socket, POLLIN));
    CHECK(listener.socket.accept());
    REQUIRE(wait_for(listener.socket, POLLIN));
    const auto accepted = listener.socket.accept_from();
    REQUIRE(accepted);
    CHECK(accepted->from == second.local_endpoint().value());
    CHECK(would_block(listener.socket.accept()));
}

TEMPLATE_TEST_CASE(
    "nonblocking: each verb and transition makes a nonblocking, close-on-exec descriptor", "",
    tcp_over_ipv4, stream_over_unix, seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    test_listener<protocol, family> listener;
    auto attempt = tenon::connect<protocol>(nonblocking(), listener.endpoint).value();
    CHECK(is_nonblocking(attempt.native_handle()));
    auto local = listener.finish(std::move(attempt));
    auto peer = listener.accept();
    auto from = listener.connect();
    REQUIRE(wait_for(listener.socket, POLLIN));
    auto with_name = listener.socket.accept_from().value();
    const auto opened = tenon::open<protocol, family>(nonblocking()).value();
    const auto copy = local.duplicate().value();
    for (const int descriptor :
         {listener.socket.native_handle(), local.native_handle(), peer.native_handle(),
          with_name.socket.native_handle(), opened.native_handle(), copy.native_handle()}) {
        CHECK(is_nonblocking(descriptor));
        CHECK(unit::closes_on_exec(descriptor));
    }
    if constexpr (tenon::makes_pairs<family>) {
        const auto [one, other] = tenon::connected_pair<protocol, family>(nonblocking()).value();
        CHECK(is_nonblocking(one.native_handle()));
        CHECK(is_nonblocking(other.native_handle()));
    }
}

TEST_CASE(
    "adopt: makes the descriptor nonblocking, and accepts an attempt to connect that is under way or has ended") {
    unit::owned foreign = ::socket(AF_INET, SOCK_DGRAM, 0);
    REQUIRE_FALSE(is_nonblocking(foreign));
    const auto adopted =
        tenon::adopt<tenon::udp, tenon::ipv4, tenon::opened>(nonblocking(), foreign.release())
            .value();
    CHECK(is_nonblocking(adopted.native_handle()));

    test_listener<tenon::tcp, tenon::ipv4> listener;
    for (const bool decided : {false, true}) {
        unit::owned begun = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        REQUIRE(::connect(begun, listener.endpoint.data(), listener.endpoint.size()) == -1);
        REQUIRE(errno == EINPROGRESS);
        if (decided) {
            ::pollfd one = {begun, POLLOUT, 0};
            REQUIRE(::poll(&one, 1, 10'000) == 1);
        }
        auto attempt =
            tenon::adopt<tenon::tcp, tenon::ipv4, connecting>(nonblocking(), begun.release())
                .value();
        CHECK(is_nonblocking(attempt.native_handle()));
        auto local = listener.finish(std::move(attempt));
        CHECK(local.remote_endpoint().value() == listener.endpoint);
    }
    // A refused attempt can be adopted, too: finish reports the error.
    unit::owned refused = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const auto no_listener = faults::closed_endpoint<tenon::tcp, tenon::ipv4>();
    ::connect(refused, no_listener.data(), no_listener.size());
    auto attempt =
        tenon::adopt<tenon::tcp, tenon::ipv4, connecting>(nonblocking(), refused.release()).value();
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
    // A listener is not in the state `connecting`.
    CHECK(tenon::adopt<tenon::tcp, tenon::ipv4, connecting>(nonblocking(),
                                                            listener.socket.native_handle())
              .error() == tenon::errc::wrong_state);
}

TEMPLATE_TEST_CASE(
    "finish: after a refused attempt from opened, another is possible on the same descriptor", "",
    tcp_over_ipv4, tcp_over_ipv6) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    test_listener<protocol, family> listener;
    const auto no_listener = faults::closed_endpoint<protocol, family>();
    auto socket = tenon::open<protocol, family>(nonblocking()).value();
    const int descriptor = socket.native_handle();
    auto attempt = std::move(socket).connect(no_listener).value();
    for (int attempts = 0; attempts != 2; ++attempts) {
        REQUIRE(wait_for(attempt, POLLOUT));
        CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
        CHECK(attempt.native_handle() == descriptor);
        attempt = std::move(attempt).connect(no_listener).value();
    }
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
    auto local = listener.finish(std::move(attempt).connect(listener.endpoint).value());
    CHECK(local.native_handle() == descriptor);
    auto peer = listener.accept();
    CHECK(local.send("hello"_bytes).value() == 5);
    REQUIRE(wait_for(peer, POLLIN));
}

TEMPLATE_TEST_CASE("finish: after a refused attempt a bound socket keeps its local endpoint", "",
                   tcp_over_ipv4, tcp_over_ipv6) {
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    test_listener<protocol, family> listener;
    const auto no_listener = faults::closed_endpoint<protocol, family>();
    auto socket = tenon::bind<protocol>(nonblocking(), anywhere<family>()).value();
    const auto bound_endpoint = socket.local_endpoint().value();
    auto attempt = std::move(socket).connect(no_listener).value();
    STATIC_REQUIRE(std::is_same_v<typename decltype(attempt)::state_type, connecting_bound>);
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == std::errc::connection_refused);
    CHECK(attempt.local_endpoint().value() == bound_endpoint);
    CHECK(tenon::bind<protocol>(bound_endpoint).error() == std::errc::address_in_use);
    auto local = listener.finish(std::move(attempt).connect(listener.endpoint).value());
    CHECK(local.local_endpoint().value() == bound_endpoint);
    auto peer = listener.accept();
    CHECK(peer.remote_endpoint().value() == bound_endpoint);
}

TEST_CASE("connect: during an attempt, abandons it and connects to another endpoint") {
    // A listener with a full queue does not reply.
    auto silent = tenon::bind<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto full = std::move(silent).listen(0).value();
    const auto full_endpoint = full.local_endpoint().value();
    const auto first = tenon::connect<tenon::tcp>(full_endpoint).value();

    test_listener<tenon::tcp, tenon::ipv4> listener;
    auto attempt = tenon::connect<tenon::tcp>(nonblocking(), full_endpoint).value();
    const int descriptor = attempt.native_handle();
    for (int attempts = 0; attempts != 3; ++attempts)
        CHECK(would_block(std::move(attempt).finish()));
    CHECK(attempt.native_handle() == descriptor);
    const auto bound_endpoint = attempt.local_endpoint().value();
    attempt = std::move(attempt).connect(listener.endpoint).value();
    auto local = listener.finish(std::move(attempt));
    CHECK(local.remote_endpoint().value() == listener.endpoint);
    CHECK(local.native_handle() == descriptor);
    CHECK_FALSE(local.local_endpoint().value() == bound_endpoint);

    // A bound socket keeps its local endpoint.
    auto bound = tenon::bind<tenon::tcp>(nonblocking(), "127.0.0.1:0"_v4).value();
    const auto chosen = bound.local_endpoint().value();
    auto second = std::move(bound).connect(full_endpoint).value();
    CHECK(would_block(std::move(second).finish()));
    auto third = listener.finish(std::move(second).connect(listener.endpoint).value());
    CHECK(third.local_endpoint().value() == chosen);
}

TEST_CASE("finish: a self-connection is refused and another attempt is possible") {
    auto socket = tenon::bind<tenon::tcp>(nonblocking(), "127.0.0.1:0"_v4).value();
    const auto own_endpoint = socket.local_endpoint().value();
    auto attempt = std::move(socket).connect(own_endpoint).value();
    REQUIRE(wait_for(attempt, POLLOUT));
    CHECK(std::move(attempt).finish().error() == tenon::errc::self_connection);
    test_listener<tenon::tcp, tenon::ipv4> listener;
    auto local = listener.finish(std::move(attempt).connect(listener.endpoint).value());
    CHECK(local.local_endpoint().value() == own_endpoint);
}

TEMPLATE_TEST_CASE(
    "connect: to a Unix listener, is refused or would block at once, and succeeds when the queue has space",
    "", stream_over_unix, seqpacket_over_unix) {
    using protocol = typename TestType::protocol;
    const auto no_listener = faults::closed_endpoint<protocol, tenon::unix_domain>();
    CHECK(tenon::connect<protocol>(nonblocking(), no_listener).error() ==
          std::errc::connection_refused);

    auto server = tenon::listen<protocol>(tenon::unix_domain::unnamed(), tenon::backlog(0)).value();
    const auto full_endpoint = server.local_endpoint().value();
    auto first = tenon::connect<protocol>(nonblocking(), full_endpoint).value();
    CHECK(std::move(first).finish());
    auto socket = tenon::open<protocol, tenon::unix_domain>(nonblocking()).value();
    CHECK(would_block(std::move(socket).connect(full_endpoint)));
    CHECK(would_block(tenon::connect<protocol>(nonblocking(), full_endpoint)));
    CHECK_FALSE(socket.empty());
    const auto peer = server.accept().value();
    auto attempt = std::move(socket).connect(full_endpoint).value();
    CHECK(std::move(attempt).finish());
}

TEST_CASE("connect: fixes the peer of a datagram socket at once") {
    const auto peer = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    const auto local = tenon::connect<tenon::udp>(nonblocking(), peer.local_endpoint().value());
    REQUIRE(local);
    CHECK(local->remote_endpoint().value() == peer.local_endpoint().value());
}

TEST_CASE("receive_urgent: returns the urgent byte, or invalid_argument if there is none") {
    auto [local, peer] = joined<tenon::tcp, tenon::ipv4>();
    CHECK(local.receive_urgent().error() == std::errc::invalid_argument);
    REQUIRE(peer.send_urgent(std::byte{'!'}));
    REQUIRE(wait_for(local, POLLPRI));
    CHECK(local.receive_urgent().value() == std::byte{'!'});
}

TEST_CASE("nonblocking: each operation on an empty socket fails with bad_file_descriptor") {
    std::array<std::byte, 4> buffer;
    tcp_in<tenon::connected> empty;
    CHECK(empty.receive(buffer).error() == std::errc::bad_file_descriptor);
    tcp_in<connecting> empty_connecting;
    CHECK(std::move(empty_connecting).finish().error() == std::errc::bad_file_descriptor);
    CHECK(std::move(empty_connecting).connect("127.0.0.1:1"_v4).error() ==
          std::errc::bad_file_descriptor);
}
