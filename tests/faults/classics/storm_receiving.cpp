// SPDX-License-Identifier: BSL-1.0

// Every operation that waits for data or a connection, while signals interrupt its calls 5000 times
// a second. The awaited event happens only after 20 interruptions.

#include <optional>
#include <support/catch.hpp>
#include <vector>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/storm.hpp"

using namespace faults;

namespace {

template <class Protocol, class Family>
void receive_in_storm() {
    std::array<std::byte, 16> buffer;
    std::array<std::byte, 4> more;
    auto both = joined<Protocol, Family>(interrupted_blocking());
    const auto send = [&] { send_text(both.peer, "hello"); };
    const auto seen = run_in_storm([&] { return both.socket.peek(buffer); }, send).value();
    CHECK(text_of(tenon::mutable_bytes(seen)) == "hello");
    CHECK(next_of(both.socket) == "hello");

    const auto got = run_in_storm([&] { return both.socket.receive(buffer); }, send).value();
    CHECK(text_of(tenon::mutable_bytes(got)) == "hello");

    const auto count =
        run_in_storm([&] { return both.socket.receive(tenon::pieces{more, buffer}); }, send)
            .value();
    if constexpr (tenon::byte_stream<Protocol>)
        CHECK(count == 5);
    else
        CHECK(count.length == 5);
    CHECK(talk(both.socket, both.peer));
}

template <class Protocol, class Family>
void receive_exactly_in_storm() {
    auto both = joined<Protocol, Family>(interrupted_blocking());
    std::string buffer(16, '\0');
    const std::string message = "0123456789abcdef";
    const auto got = run_in_storm([&] { return both.socket.receive_exactly(buffer); },
                                  [&] {
                                      for (const char letter : message) {
                                          interrupted_system::wait_for_interruptions(2);
                                          send_text(both.peer, std::string(1, letter));
                                      }
                                  });
    CHECK(got.has_value());
    CHECK(buffer == message);
}

template <class Protocol, class Family>
void accept_in_storm() {
    auto listener = tenon::listen<Protocol>(interrupted_blocking(), anywhere<Family>()).value();
    const auto remote = listener.local_endpoint().value();
    std::optional<tenon::connection<Protocol, Family>> client;
    const auto connect = [&] { client = tenon::connect<Protocol>(remote).value(); };

    auto peer = run_in_storm([&] { return listener.accept(); }, connect).value();
    CHECK(talk(*client, peer));
    auto other = run_in_storm([&] { return listener.accept_from(); }, connect).value();
    CHECK(talk(*client, other.socket));
    auto third = run_in_storm([&] { return *listener.begin(); }, connect).value();
    CHECK(talk(*client, third));
}

template <class Socket, class Sender, class Endpoint>
void receive_from_in_storm(Socket socket, Sender sender, const Endpoint& to) {
    std::array<std::byte, 64> buffer;
    std::array<std::byte, 4> more;
    const auto send = [&] { static_cast<void>(sender.send_to("hello"_bytes, to).value()); };
    // A raw socket over IPv4 receives the IP header too.
    CHECK(text_of(run_in_storm([&] { return socket.receive_from(buffer); }, send).value().data)
              .ends_with("hello"));
    CHECK(run_in_storm([&] { return socket.receive_from(tenon::pieces{more, buffer}); }, send)
              .value()
              .length >= 5);
}

}  // namespace

TEST_CASE("receive, peek: signals interrupt the call, the data is received", "[storm]") {
    const deadline guard("receive, peek: signals interrupt the call, the data is received");
    receive_in_storm<tenon::tcp, tenon::ipv4>();
    receive_in_storm<tenon::tcp, tenon::ipv6>();
    receive_in_storm<tenon::udp, tenon::ipv4>();
    receive_in_storm<tenon::stream, tenon::unix_domain>();
    receive_in_storm<tenon::datagram, tenon::unix_domain>();
    receive_in_storm<tenon::seqpacket, tenon::unix_domain>();
}

TEST_CASE("receive_exactly: signals interrupt the calls, each byte is received once", "[storm]") {
    const deadline guard(
        "receive_exactly: signals interrupt the calls, each byte is received once");
    receive_exactly_in_storm<tenon::tcp, tenon::ipv4>();
    receive_exactly_in_storm<tenon::stream, tenon::unix_domain>();
}

TEST_CASE("accept, accept_from, iteration: signals interrupt the call, the connection is accepted",
          "[storm]") {
    const deadline guard(
        "accept, accept_from, iteration: signals interrupt the call, the connection is accepted");
    accept_in_storm<tenon::tcp, tenon::ipv4>();
    accept_in_storm<tenon::tcp, tenon::ipv6>();
    accept_in_storm<tenon::stream, tenon::unix_domain>();
    accept_in_storm<tenon::seqpacket, tenon::unix_domain>();
}

TEST_CASE("receive_from: signals interrupt the call, the message is received", "[storm]") {
    const deadline guard("receive_from: signals interrupt the call, the message is received");
    auto over_udp = tenon::bind<tenon::udp>(interrupted_blocking(), "127.0.0.1:0"_v4).value();
    const auto endpoint = over_udp.local_endpoint().value();
    receive_from_in_storm(std::move(over_udp), tenon::open<tenon::udp, tenon::ipv4>().value(),
                          endpoint);
    auto over_unix =
        tenon::bind<tenon::datagram>(interrupted_blocking(), tenon::unix_domain::unnamed()).value();
    const auto name = over_unix.local_endpoint().value();
    receive_from_in_storm(std::move(over_unix),
                          tenon::open<tenon::datagram, tenon::unix_domain>().value(), name);
}

TEST_CASE("receive_from: signals interrupt the call on a raw socket, the packet is received",
          "[storm]") {
    const deadline guard(
        "receive_from: signals interrupt the call on a raw socket, the packet is received");
    using experiment =
        tenon::raw_ip<254>;  // RFC 3692: for experiments, so no other program sends it.
    auto raw = tenon::open<experiment, tenon::ipv4>(interrupted_blocking());
    if (raw.error() == std::errc::operation_not_permitted)
        SKIP_TEST("needs CAP_NET_RAW");
    receive_from_in_storm(*std::move(raw), tenon::open<experiment, tenon::ipv4>().value(),
                          "127.0.0.1:0"_v4);
}
