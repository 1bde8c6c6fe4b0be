// SPDX-License-Identifier: BSL-1.0

// Every operation that sleeps, while a signal ends its calls 5000 times a second. What each waits for happens only after it has
// been interrupted many times.

#include <sys/socket.h>

#include <optional>
#include <support/catch.hpp>
#include <thread>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/storm.hpp"

using namespace faults;

namespace {

constexpr int often = 20;

/// What an operation gives that sleeps in the storm, until the relief comes.
template <class Operation, class Relief>
auto in_a_storm(Operation operation, Relief relief) {
    interrupted_system::begin_again();
    std::thread helper([&] {
        interrupted_system::wait_for_interruptions(often);
        relief();
    });
    auto outcome = [&] {
        const storm rages;
        return operation();
    }();
    helper.join();
    return outcome;
}

template <class Protocol, class Family>
void receive_in_a_storm() {
    std::array<std::byte, 16> room;
    std::array<std::byte, 4> more;
    auto both = joined<Protocol, Family>(weathered());
    const auto send = [&] { send_text(both.far, "hello"); };
    const auto seen = in_a_storm([&] { return both.near.peek(room); }, send).value();
    CHECK(text_of(tenon::mutable_bytes(seen)) == "hello");
    CHECK(next_of(both.near) == "hello");

    const auto got = in_a_storm([&] { return both.near.receive(room); }, send).value();
    CHECK(text_of(tenon::mutable_bytes(got)) == "hello");

    const auto count = in_a_storm([&] { return both.near.receive(tenon::pieces{more, room}); }, send).value();
    if constexpr (tenon::carries_bytes<Protocol>)
        CHECK(count == 5);
    else
        CHECK(count.length == 5);
    CHECK(talk(both.near, both.far));
}

template <class Protocol, class Family>
void receive_exactly_in_a_storm() {
    auto both = joined<Protocol, Family>(weathered());
    std::string room(16, '\0');
    const std::string message = "0123456789abcdef";
    const auto got = in_a_storm([&] { return both.near.receive_exactly(room); },
                                [&] {
                                    for (const char letter : message) {
                                        interrupted_system::wait_for_interruptions(2);
                                        send_text(both.far, std::string(1, letter));
                                    }
                                });
    CHECK(got.has_value());
    CHECK(room == message);
}

template <class Protocol, class Family>
void accept_in_a_storm() {
    auto listener = tenon::listen<Protocol>(weathered(), anywhere<Family>()).value();
    const auto there = listener.local_endpoint().value();
    std::optional<tenon::connection<Protocol, Family>> client;
    const auto arrive = [&] { client = tenon::connect<Protocol>(there).value(); };

    auto peer = in_a_storm([&] { return listener.accept(); }, arrive).value();
    CHECK(talk(*client, peer));
    auto other = in_a_storm([&] { return listener.accept_from(); }, arrive).value();
    CHECK(talk(*client, other.socket));
    auto third = in_a_storm([&] { return *listener.begin(); }, arrive).value();
    CHECK(talk(*client, third));
}

template <class Socket, class Sender, class Endpoint>
void receive_from_in_a_storm(Socket socket, Sender sender, const Endpoint& to) {
    std::array<std::byte, 64> room;
    std::array<std::byte, 4> more;
    const auto send = [&] { static_cast<void>(sender.send_to("hello"_bytes, to).value()); };
    // A raw socket over IPv4 gives the header too.
    CHECK(text_of(in_a_storm([&] { return socket.receive_from(room); }, send).value().data).ends_with("hello"));
    CHECK(in_a_storm([&] { return socket.receive_from(tenon::pieces{more, room}); }, send).value().length >= 5);
}

/// Sends natively until a socket takes no more; gives how many times.
template <class Send>
int fill(Send send) {
    int count = 0;
    while (send() > 0)
        ++count;
    return count;
}

template <class Protocol>
void send_in_a_storm() {
    auto both = joined<Protocol, tenon::local>(weathered());
    both.near.set(tenon::options::send_buffer_size{4096}).value();
    const std::string filling(1024, '.');
    const tenon::const_bytes whole = filling;
    int sent = 0;
    const auto fill_up = [&] {
        sent = fill([&] { return ::send(both.near.native_handle(), filling.data(), filling.size(), MSG_DONTWAIT); });
    };
    const auto drain = [&] {
        for (int index = 0; index != sent; ++index)
            static_cast<void>(receive_text(both.far, filling.size()));
    };
    fill_up();
    CHECK(in_a_storm([&] { return both.near.send(filling); }, drain).value() == filling.size());
    CHECK(receive_text(both.far, filling.size()) == filling);
    fill_up();
    const auto in_pieces = [&] { return both.near.send(tenon::pieces{whole.first(10), whole.after(10)}); };
    CHECK(in_a_storm(in_pieces, drain).value() == filling.size());
    CHECK(receive_text(both.far, filling.size()) == filling);
    CHECK(talk(both.near, both.far));
}

template <class Protocol, class Family>
void send_all_in_a_storm() {
    auto both = joined<Protocol, Family>(weathered());
    // Far less than there is to send.
    both.near.set(tenon::options::send_buffer_size{1 << 16}).value();
    both.far.set(tenon::options::receive_buffer_size{1 << 16}).value();
    std::string megabytes(4 << 20, '\0');
    for (std::size_t index = 0; index != megabytes.size(); ++index)
        megabytes[index] = static_cast<char>(index * 7 + index / 251);
    const tenon::const_bytes whole = megabytes;
    const std::vector<tenon::const_bytes> pieces = {whole.first(1'000'000), whole.after(1'000'000)};
    tenon::unsent rest(pieces);

    std::string got;
    const auto receive = [&] { got = receive_text(both.far, megabytes.size()); };
    CHECK(in_a_storm([&] { return both.near.send_all(megabytes); }, receive).has_value());
    CHECK(got == megabytes);
    got.clear();
    CHECK(in_a_storm([&] { return both.near.send_all(rest); }, receive).has_value());
    CHECK(got == megabytes);
    CHECK(rest.empty());
    CHECK(talk(both.near, both.far));
}

/// A listener that has as many connections waiting as it takes: the next attempt sleeps until one is accepted.
template <class Protocol, class Family>
void connect_in_a_storm() {
    auto listener = tenon::listen<Protocol>(anywhere<Family>(), tenon::backlog(0)).value();
    const auto there = listener.local_endpoint().value();
    auto first = tenon::connect<Protocol>(there).value();
    std::optional<tenon::connection<Protocol, Family>> first_peer;
    auto second = in_a_storm([&] { return tenon::connect<Protocol>(weathered(), there); },
                             [&] { first_peer = listener.accept().value(); })
                      .value();
    auto second_peer = listener.accept().value();
    CHECK(talk(first, *first_peer));
    CHECK(talk(second, second_peer));

    // From a bound socket, by the member.
    auto third = tenon::connect<Protocol>(there).value();
    auto socket = tenon::bind<Protocol>(weathered(), anywhere<Family>()).value();
    const auto here = socket.local_endpoint().value();
    auto fourth =
        in_a_storm([&] { return std::move(socket).connect(there); }, [&] { static_cast<void>(listener.accept().value()); })
            .value();
    auto fourth_peer = listener.accept_from().value();
    CHECK(fourth_peer.from == here);
    CHECK(talk(fourth, fourth_peer.socket));
}

}  // namespace

TEST_CASE("receive, peek", "[storm]") {
    const deadline guard("receive, peek in a storm");
    receive_in_a_storm<tenon::tcp, tenon::ipv4>();
    receive_in_a_storm<tenon::tcp, tenon::ipv6>();
    receive_in_a_storm<tenon::udp, tenon::ipv4>();
    receive_in_a_storm<tenon::stream, tenon::local>();
    receive_in_a_storm<tenon::datagram, tenon::local>();
    receive_in_a_storm<tenon::seqpacket, tenon::local>();
}

TEST_CASE("receive_exactly", "[storm]") {
    const deadline guard("receive_exactly in a storm");
    receive_exactly_in_a_storm<tenon::tcp, tenon::ipv4>();
    receive_exactly_in_a_storm<tenon::stream, tenon::local>();
}

TEST_CASE("accept, accept_from, iteration", "[storm]") {
    const deadline guard("accept, accept_from, iteration in a storm");
    accept_in_a_storm<tenon::tcp, tenon::ipv4>();
    accept_in_a_storm<tenon::tcp, tenon::ipv6>();
    accept_in_a_storm<tenon::stream, tenon::local>();
    accept_in_a_storm<tenon::seqpacket, tenon::local>();
}

TEST_CASE("receive_from", "[storm]") {
    const deadline guard("receive_from in a storm");
    auto over_udp = tenon::bind<tenon::udp>(weathered(), "127.0.0.1:0"_v4).value();
    const auto port = over_udp.local_endpoint().value();
    receive_from_in_a_storm(std::move(over_udp), tenon::open<tenon::udp, tenon::ipv4>().value(), port);
    auto over_local = tenon::bind<tenon::datagram>(weathered(), tenon::local::unnamed()).value();
    const auto name = over_local.local_endpoint().value();
    receive_from_in_a_storm(std::move(over_local), tenon::open<tenon::datagram, tenon::local>().value(), name);
}

TEST_CASE("receive_from, raw", "[storm]") {
    const deadline guard("receive_from, raw, in a storm");
    using experiment = tenon::raw_ip<254>;  // RFC 3692: nobody else sends it
    auto raw = tenon::open<experiment, tenon::ipv4>(weathered());
    if (raw.error() == std::errc::operation_not_permitted)
        SKIP_TEST("needs CAP_NET_RAW");
    receive_from_in_a_storm(*std::move(raw), tenon::open<experiment, tenon::ipv4>().value(), "127.0.0.1:0"_v4);
}

TEST_CASE("send", "[storm]") {
    const deadline guard("send in a storm");
    send_in_a_storm<tenon::stream>();
    send_in_a_storm<tenon::seqpacket>();
    send_in_a_storm<tenon::datagram>();
}

TEST_CASE("send_to", "[storm]") {
    const deadline guard("send_to in a storm");
    auto near = tenon::bind<tenon::datagram>(weathered(), tenon::local::unnamed()).value();
    auto far = tenon::bind<tenon::datagram>(tenon::local::unnamed()).value();
    const auto to = far.local_endpoint().value();
    const auto from = near.local_endpoint().value();
    std::array<std::byte, 16> room;
    int sent = 0;
    const auto fill_up = [&] {
        sent = fill([&] { return ::sendto(near.native_handle(), "full", 4, MSG_DONTWAIT, to.data(), to.size()); });
    };
    const auto drain = [&] {
        for (int index = 0; index != sent; ++index)
            CHECK(far.receive_from(room).value().length == 4);
    };
    fill_up();
    CHECK(in_a_storm([&] { return near.send_to("hello"_bytes, to); }, drain).value() == 5);
    CHECK(text_of(far.receive_from(room).value().data) == "hello");
    fill_up();
    CHECK(in_a_storm([&] { return near.send_to(tenon::pieces{"hel"_bytes, "lo"_bytes}, to); }, drain).value() == 5);
    const auto got = far.receive_from(room).value();
    CHECK(text_of(got.data) == "hello");
    CHECK(got.from == from);
}

TEST_CASE("send_all", "[storm]") {
    const deadline guard("send_all in a storm");
    send_all_in_a_storm<tenon::tcp, tenon::ipv4>();
    send_all_in_a_storm<tenon::tcp, tenon::ipv6>();
    send_all_in_a_storm<tenon::stream, tenon::local>();
}

TEST_CASE("connect", "[storm]") {
    const deadline guard("connect in a storm", 40);
    connect_in_a_storm<tenon::stream, tenon::local>();
    connect_in_a_storm<tenon::seqpacket, tenon::local>();
    connect_in_a_storm<tenon::tcp, tenon::ipv4>();
}
