// SPDX-License-Identifier: BSL-1.0

// Every operation that waits for space or a peer, while signals interrupt its calls 5000 times a
// second. The awaited event happens only after 20 interruptions.

#include <optional>
#include <support/catch.hpp>
#include <vector>

#include "../helpers/deadline.hpp"
#include "../helpers/full.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/storm.hpp"

using namespace faults;

namespace {

template <class Protocol>
void send_in_storm() {
    auto both = joined<Protocol, tenon::unix_domain>(interrupted_blocking());
    both.socket.set(tenon::options::send_buffer_size{4096}).value();
    const std::string message = "hello, tenon";
    const tenon::const_bytes all = message;
    std::vector<std::size_t> filling;
    const auto unblock = [&] { drain(both.peer, filling); };

    filling = fill(both.socket);
    CHECK(run_in_storm([&] { return both.socket.send(message); }, unblock).value() ==
          message.size());
    CHECK(receive_text(both.peer, message.size()) == message);

    filling = fill(both.socket);
    const auto in_pieces = [&] {
        return both.socket.send(tenon::pieces{all.first(5), all.after(5)});
    };
    CHECK(run_in_storm(in_pieces, unblock).value() == message.size());
    CHECK(receive_text(both.peer, message.size()) == message);
    CHECK(talk(both.socket, both.peer));
}

template <class Protocol, class Family>
void send_all_in_storm() {
    auto both = joined<Protocol, Family>(interrupted_blocking());
    // The buffers hold far less than the data.
    both.socket.set(tenon::options::send_buffer_size{1 << 16}).value();
    both.peer.set(tenon::options::receive_buffer_size{1 << 16}).value();
    std::string megabytes(4 << 20, '\0');
    for (std::size_t index = 0; index != megabytes.size(); ++index)
        megabytes[index] = static_cast<char>(index * 7 + index / 251);
    const tenon::const_bytes whole = megabytes;
    const std::vector<tenon::const_bytes> pieces = {whole.first(1'000'000), whole.after(1'000'000)};
    tenon::unsent rest(pieces);

    std::string got;
    const auto receive = [&] { got = receive_text(both.peer, megabytes.size()); };
    CHECK(run_in_storm([&] { return both.socket.send_all(megabytes); }, receive).has_value());
    CHECK(got == megabytes);
    got.clear();
    CHECK(run_in_storm([&] { return both.socket.send_all(rest); }, receive).has_value());
    CHECK(got == megabytes);
    CHECK(rest.empty());
    CHECK(talk(both.socket, both.peer));
}

/// The queue of the listener is full: the next attempt sleeps until a connection is accepted.
template <class Protocol, class Family>
void connect_in_storm() {
    auto listener = tenon::listen<Protocol>(anywhere<Family>(), tenon::backlog(0)).value();
    const auto remote = listener.local_endpoint().value();
    auto first = tenon::connect<Protocol>(remote).value();
    std::optional<tenon::connection<Protocol, Family>> first_peer;
    auto second =
        run_in_storm([&] { return tenon::connect<Protocol>(interrupted_blocking(), remote); },
                     [&] { first_peer = listener.accept().value(); })
            .value();
    auto second_peer = listener.accept().value();
    CHECK(talk(first, *first_peer));
    CHECK(talk(second, second_peer));

    // The member `connect` of a bound socket.
    auto third = tenon::connect<Protocol>(remote).value();
    auto socket = tenon::bind<Protocol>(interrupted_blocking(), anywhere<Family>()).value();
    const auto local = socket.local_endpoint().value();
    auto fourth = run_in_storm([&] { return std::move(socket).connect(remote); },
                               [&] { static_cast<void>(listener.accept().value()); })
                      .value();
    auto fourth_peer = listener.accept_from().value();
    CHECK(fourth_peer.from == local);
    CHECK(talk(fourth, fourth_peer.socket));
}

}  // namespace

TEST_CASE("send: signals interrupt the call, the message is sent once", "[storm]") {
    const deadline guard("send: signals interrupt the call, the message is sent once");
    send_in_storm<tenon::stream>();
    send_in_storm<tenon::seqpacket>();
    send_in_storm<tenon::datagram>();
}

TEST_CASE("send_to: signals interrupt the call, the message is sent once", "[storm]") {
    const deadline guard("send_to: signals interrupt the call, the message is sent once");
    auto sender =
        tenon::bind<tenon::datagram>(interrupted_blocking(), tenon::unix_domain::unnamed()).value();
    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto to = receiver.local_endpoint().value();
    const auto from = sender.local_endpoint().value();
    std::array<std::byte, 16> buffer;
    int sent = 0;
    const auto fill_up = [&] {
        for (sent = 0;
             ::sendto(sender.native_handle(), "full", 4, MSG_DONTWAIT, to.data(), to.size()) == 4;
             ++sent) {
        }
    };
    const auto unblock = [&] {
        for (int index = 0; index != sent; ++index)
            static_cast<void>(receiver.receive_from(buffer).value());
    };
    fill_up();
    CHECK(run_in_storm([&] { return sender.send_to("hello"_bytes, to); }, unblock).value() == 5);
    CHECK(text_of(receiver.receive_from(buffer).value().data) == "hello");
    fill_up();
    CHECK(run_in_storm([&] { return sender.send_to(tenon::pieces{"hel"_bytes, "lo"_bytes}, to); },
                       unblock)
              .value() == 5);
    const auto got = receiver.receive_from(buffer).value();
    CHECK(text_of(got.data) == "hello");
    CHECK(got.from == from);
}

TEST_CASE("send_all: signals interrupt the calls, each byte is sent once", "[storm]") {
    const deadline guard("send_all: signals interrupt the calls, each byte is sent once");
    send_all_in_storm<tenon::tcp, tenon::ipv4>();
    send_all_in_storm<tenon::tcp, tenon::ipv6>();
    send_all_in_storm<tenon::stream, tenon::unix_domain>();
}

TEST_CASE("connect: signals interrupt the call, the socket connects", "[storm]") {
    const deadline guard("connect: signals interrupt the call, the socket connects", 40);
    connect_in_storm<tenon::stream, tenon::unix_domain>();
    connect_in_storm<tenon::seqpacket, tenon::unix_domain>();
    connect_in_storm<tenon::tcp, tenon::ipv4>();
}
