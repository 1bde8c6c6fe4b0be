// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/greedy.hpp>

#include <array>
#include <string>
#include <utility>

#include <tenon.hpp>

// What is the user's is handed through all of the library, and none of the functions in the user's namespace is called for it.

using greedy::block;
using greedy::family;

TEST_CASE("a user's policies: functions of the user's namespace are not called, over a stream") {
    auto listener = tenon::listen<greedy::stream>(greedy::driver(), family::endpoint::loopback(),
                                                  greedy::receive_buffer{{4096}}, greedy::reuse(true), tenon::backlog(4))
                        .value();
    const family::endpoint here = listener.local_endpoint().value();
    auto near =
        tenon::connect<greedy::stream>(greedy::driver(), here, greedy::receive_buffer{{4096}}, greedy::patience()).value();
    auto far = listener.accept_from(tenon::within(greedy::seconds())).value();
    CHECK(near.local_endpoint().value() == far.from);
    CHECK(near.remote_endpoint().value() == here);

    block sent;
    block filled;
    CHECK(near.send_all(sent, greedy::patience()));
    CHECK(far.socket.receive_exactly(filled, greedy::patience()));
    CHECK(near.send_all(greedy::gathered{sent, sent}));
    CHECK(far.socket.perform(greedy::count_waiting(), greedy::patience()).value().number == 8);
    CHECK(far.socket.receive_exactly(greedy::scattered{filled, filled}));
    CHECK(near.send(sent).value() == 4);
    CHECK(far.socket.peek(filled).value().size() == 4);
    CHECK(far.socket.receive(greedy::scattered{filled}).value() == 4);
    CHECK(far.socket.perform(greedy::count_waiting()).value() == greedy::word{0});
    CHECK(std::string(filled.data(), 4) == "word");
    CHECK(tenon::wait_any(tenon::writable, near, greedy::patience()).value()[0]);

    CHECK(near.set(greedy::receive_buffer{{8192}}));
    CHECK(near.get<greedy::receive_buffer>().value().number == 16384);
    CHECK(near.get(greedy::reuse()).has_value());
    auto adopted = tenon::adopt<greedy::stream, family, greedy::listening_only>(greedy::driver(), far.socket.release()).value();
    CHECK(std::move(near).shutdown_send());
    CHECK(adopted.receive(filled).value().empty());
}

TEST_CASE("a user's policies: functions of the user's namespace are not called, over datagrams and pairs") {
    auto first = tenon::bind<greedy::datagram>(greedy::driver(), family::endpoint::loopback(), greedy::reuse(true)).value();
    auto second = tenon::open<greedy::datagram, family>(greedy::driver(), greedy::receive_buffer{{4096}}).value();
    block data;
    CHECK(second.send_to(data, first.local_endpoint().value()).value() == 4);
    CHECK(first.receive_from(data, greedy::patience()).value().length == 4);
    CHECK(second.send_to(greedy::gathered{data}, first.local_endpoint().value()));
    const auto received = first.receive_from(greedy::scattered{data}).value();
    auto fixed = std::move(second).connect(received.from).value();
    CHECK(std::move(fixed).disconnect());

    auto [one, other] =
        tenon::connected_pair<greedy::stream, greedy::pair_family>(greedy::driver(), greedy::receive_buffer{{4096}}).value();
    CHECK(one.send(data).value() == 4);
    CHECK(other.receive(data, greedy::patience()).value().size() == 4);
    CHECK(tenon::connected_pair<greedy::datagram, greedy::pair_family>(greedy::reuse(true)));
}

TEST_CASE("a user's policies: the forms of the verbs for the default driver and for a loop call the library's") {
    greedy::loop loop;
    auto listener = tenon::listen<greedy::stream>(loop, family::endpoint::loopback(), greedy::reuse(true)).value();
    const auto here = listener.local_endpoint().value();
    CHECK(tenon::connect<greedy::stream>(loop, here, greedy::patience()));
    CHECK(tenon::connect<greedy::stream>(here, greedy::reuse(true)));
    CHECK(tenon::listen<greedy::stream>(family::endpoint::loopback(), greedy::reuse(true)));
    CHECK(tenon::bind<greedy::datagram>(loop, family::endpoint::loopback()));
    CHECK(tenon::bind<greedy::datagram>(family::endpoint::loopback(), greedy::reuse(true)));
    CHECK(tenon::open<greedy::datagram, family>(loop, greedy::reuse(true)));
    CHECK(tenon::open<greedy::datagram, family>(greedy::reuse(true)));
    CHECK(tenon::connected_pair<greedy::stream, greedy::pair_family>(loop));
    CHECK(tenon::adopt<greedy::stream, family, tenon::listening>(loop, listener.release()));
}

TEST_CASE("a user's policies: connecting in two steps calls the library's functions") {
    auto listener = tenon::listen<greedy::stream>(family::endpoint::loopback()).value();
    auto begun = tenon::connect<greedy::stream>(greedy::nonblocking_driver(), listener.local_endpoint().value()).value();
    CHECK(tenon::wait_any(tenon::writable, begun, greedy::patience()));
    auto near = std::move(begun).finish().value();
    block data;
    CHECK(near.receive(data).error() == std::errc::operation_would_block);
}

TEST_CASE("a user's value: the members of a result call the library's functions") {
    const tenon::result<greedy::word> word = greedy::word{3};
    CHECK(word.transform([](const greedy::word& held) { return held.number; }).value() == 3);
    CHECK(word.and_then([](const greedy::word& held) { return tenon::result<greedy::word>(held); }).value() == *word);
    CHECK(word.or_else([](const std::error_code& error) { return tenon::result<greedy::word>(error); }));
    CHECK(tenon::value(word).number == 3);
}

TEST_CASE("an option of a type of std: the functions of std are not called") {
    using two = tenon::raw_option<SOL_SOCKET, SO_LINGER, std::array<int, 2>>;
    const tenon::ipv4::endpoint here(tenon::ipv4::address::loopback(), 0);
    auto socket = tenon::bind<tenon::udp>(here, two({1, 5})).value();
    CHECK(socket.get<two>().value() == std::array<int, 2>{1, 5});
    CHECK(tenon::open<tenon::tcp, tenon::ipv4>(two({1, 5})));
    CHECK(tenon::listen<tenon::tcp>(here, two({1, 5})));
}
