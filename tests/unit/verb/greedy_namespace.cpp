// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/greedy.hpp>

#include <array>
#include <string>
#include <utility>

#include <tenon.hpp>

// Types of a user are passed through the whole library, and no function of the user's namespace is
// called.

using greedy::block;
using greedy::family;

TEST_CASE("user's namespace: its unconstrained functions are not called, for a stream") {
    auto listener = tenon::listen<greedy::stream>(greedy::driver(), family::endpoint::loopback(),
                                                  greedy::receive_buffer{{4096}},
                                                  greedy::reuse(true), tenon::backlog(4))
                        .value();
    const family::endpoint server_endpoint = listener.local_endpoint().value();
    auto local =
        tenon::connect<greedy::stream>(greedy::driver(), server_endpoint,
                                       greedy::receive_buffer{{4096}}, greedy::time_limit())
            .value();
    auto accepted = listener.accept_from(tenon::within(greedy::seconds())).value();
    CHECK(local.local_endpoint().value() == accepted.from);
    CHECK(local.remote_endpoint().value() == server_endpoint);

    block sent;
    block filled;
    CHECK(local.send_all(sent, greedy::time_limit()));
    CHECK(accepted.socket.receive_exactly(filled, greedy::time_limit()));
    CHECK(local.send_all(greedy::gathered{sent, sent}));
    CHECK(accepted.socket.perform(greedy::count_waiting(), greedy::time_limit()).value().number ==
          8);
    CHECK(accepted.socket.receive_exactly(greedy::scattered{filled, filled}));
    CHECK(local.send(sent).value() == 4);
    CHECK(accepted.socket.peek(filled).value().size() == 4);
    CHECK(accepted.socket.receive(greedy::scattered{filled}).value() == 4);
    CHECK(accepted.socket.perform(greedy::count_waiting()).value() == greedy::word{0});
    CHECK(std::string(filled.data(), 4) == "word");
    CHECK(tenon::wait_any(tenon::writable, local, greedy::time_limit()).value()[0]);

    CHECK(local.set(greedy::receive_buffer{{8192}}));
    CHECK(local.get<greedy::receive_buffer>().value().number == 16384);
    CHECK(local.get(greedy::reuse()).has_value());
    auto adopted = tenon::adopt<greedy::stream, family, greedy::receiving_only>(
                       greedy::driver(), accepted.socket.release())
                       .value();
    CHECK(std::move(local).shutdown_send());
    CHECK(adopted.receive(filled).value().empty());
}

TEST_CASE("user's namespace: its unconstrained functions are not called, for datagrams and pairs") {
    auto first = tenon::bind<greedy::datagram>(greedy::driver(), family::endpoint::loopback(),
                                               greedy::reuse(true))
                     .value();
    auto second =
        tenon::open<greedy::datagram, family>(greedy::driver(), greedy::receive_buffer{{4096}})
            .value();
    block data;
    CHECK(second.send_to(data, first.local_endpoint().value()).value() == 4);
    CHECK(first.receive_from(data, greedy::time_limit()).value().length == 4);
    CHECK(second.send_to(greedy::gathered{data}, first.local_endpoint().value()));
    const auto received = first.receive_from(greedy::scattered{data}).value();
    auto fixed = std::move(second).connect(received.from).value();
    CHECK(std::move(fixed).disconnect());

    auto [local, peer] = tenon::connected_pair<greedy::stream, greedy::pair_family>(
                             greedy::driver(), greedy::receive_buffer{{4096}})
                             .value();
    CHECK(local.send(data).value() == 4);
    CHECK(peer.receive(data, greedy::time_limit()).value().size() == 4);
    CHECK(tenon::connected_pair<greedy::datagram, greedy::pair_family>(greedy::reuse(true)));
}

TEST_CASE(
    "user's namespace: its unconstrained functions are not called by verbs with the default driver or a loop") {
    greedy::loop loop;
    auto listener =
        tenon::listen<greedy::stream>(loop, family::endpoint::loopback(), greedy::reuse(true))
            .value();
    const auto server_endpoint = listener.local_endpoint().value();
    CHECK(tenon::connect<greedy::stream>(loop, server_endpoint, greedy::time_limit()));
    CHECK(tenon::connect<greedy::stream>(server_endpoint, greedy::reuse(true)));
    CHECK(tenon::listen<greedy::stream>(family::endpoint::loopback(), greedy::reuse(true)));
    CHECK(tenon::bind<greedy::datagram>(loop, family::endpoint::loopback()));
    CHECK(tenon::bind<greedy::datagram>(family::endpoint::loopback(), greedy::reuse(true)));
    CHECK(tenon::open<greedy::datagram, family>(loop, greedy::reuse(true)));
    CHECK(tenon::open<greedy::datagram, family>(greedy::reuse(true)));
    CHECK(tenon::connected_pair<greedy::stream, greedy::pair_family>(loop));
    CHECK(tenon::adopt<greedy::stream, family, tenon::listening>(loop, listener.release()));
}

TEST_CASE("user's namespace: its unconstrained functions are not called by connect and finish") {
    auto listener = tenon::listen<greedy::stream>(family::endpoint::loopback()).value();
    auto attempt = tenon::connect<greedy::stream>(greedy::nonblocking_driver(),
                                                  listener.local_endpoint().value())
                       .value();
    CHECK(tenon::wait_any(tenon::writable, attempt, greedy::time_limit()));
    auto local = std::move(attempt).finish().value();
    block data;
    CHECK(local.receive(data).error() == std::errc::operation_would_block);
}

TEST_CASE("result: unconstrained functions of the value type's namespace are not called") {
    const tenon::result<greedy::word> word = greedy::word{3};
    CHECK(word.transform([](const greedy::word& held) { return held.number; }).value() == 3);
    CHECK(word.and_then([](const greedy::word& held) { return tenon::result<greedy::word>(held); })
              .value() == *word);
    CHECK(word.or_else(
        [](const std::error_code& error) { return tenon::result<greedy::word>(error); }));
    CHECK(tenon::value(word).number == 3);
}

TEST_CASE("raw_option: with a value type of std, functions of std are not called") {
    using linger_value = tenon::raw_option<SOL_SOCKET, SO_LINGER, std::array<int, 2>>;
    const tenon::ipv4::endpoint any_port(tenon::ipv4::address::loopback(), 0);
    auto socket = tenon::bind<tenon::udp>(any_port, linger_value({1, 5})).value();
    CHECK(socket.get<linger_value>().value() == std::array<int, 2>{1, 5});
    CHECK(tenon::open<tenon::tcp, tenon::ipv4>(linger_value({1, 5})));
    CHECK(tenon::listen<tenon::tcp>(any_port, linger_value({1, 5})));
}
