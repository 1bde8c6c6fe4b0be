// SPDX-License-Identifier: BSL-1.0

// Every operation that waits for space or a peer, while a signal ends its calls 5000 times a second. What each waits for
// happens only after it has been interrupted many times.

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
void send_in_a_storm() {
    auto both = joined<Protocol, tenon::unix_domain>(weathered());
    both.near.set(tenon::options::send_buffer_size{4096}).value();
    const std::string words = "hello, tenon";
    const tenon::const_bytes all = words;
    std::vector<std::size_t> filling;
    const auto unblock = [&] { drain(both.far, filling); };

    filling = fill(both.near);
    CHECK(in_a_storm([&] { return both.near.send(words); }, unblock).value() == words.size());
    CHECK(receive_text(both.far, words.size()) == words);

    filling = fill(both.near);
    const auto in_pieces = [&] { return both.near.send(tenon::pieces{all.first(5), all.after(5)}); };
    CHECK(in_a_storm(in_pieces, unblock).value() == words.size());
    CHECK(receive_text(both.far, words.size()) == words);
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

TEST_CASE("send", "[storm]") {
    const deadline guard("send in a storm");
    send_in_a_storm<tenon::stream>();
    send_in_a_storm<tenon::seqpacket>();
    send_in_a_storm<tenon::datagram>();
}

TEST_CASE("send_to", "[storm]") {
    const deadline guard("send_to in a storm");
    auto near = tenon::bind<tenon::datagram>(weathered(), tenon::unix_domain::unnamed()).value();
    auto far = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto to = far.local_endpoint().value();
    const auto from = near.local_endpoint().value();
    std::array<std::byte, 16> buffer;
    int sent = 0;
    const auto fill_up = [&] {
        for (sent = 0; ::sendto(near.native_handle(), "full", 4, MSG_DONTWAIT, to.data(), to.size()) == 4; ++sent) {
        }
    };
    const auto unblock = [&] {
        for (int index = 0; index != sent; ++index)
            static_cast<void>(far.receive_from(buffer).value());
    };
    fill_up();
    CHECK(in_a_storm([&] { return near.send_to("hello"_bytes, to); }, unblock).value() == 5);
    CHECK(text_of(far.receive_from(buffer).value().data) == "hello");
    fill_up();
    CHECK(in_a_storm([&] { return near.send_to(tenon::pieces{"hel"_bytes, "lo"_bytes}, to); }, unblock).value() == 5);
    const auto got = far.receive_from(buffer).value();
    CHECK(text_of(got.data) == "hello");
    CHECK(got.from == from);
}

TEST_CASE("send_all", "[storm]") {
    const deadline guard("send_all in a storm");
    send_all_in_a_storm<tenon::tcp, tenon::ipv4>();
    send_all_in_a_storm<tenon::tcp, tenon::ipv6>();
    send_all_in_a_storm<tenon::stream, tenon::unix_domain>();
}

TEST_CASE("connect", "[storm]") {
    const deadline guard("connect in a storm", 40);
    connect_in_a_storm<tenon::stream, tenon::unix_domain>();
    connect_in_a_storm<tenon::seqpacket, tenon::unix_domain>();
    connect_in_a_storm<tenon::tcp, tenon::ipv4>();
}
