// SPDX-License-Identifier: BSL-1.0

// Connecting, accepting and handshakes.

#include <faults/helpers/descriptors.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <optional>
#include <string>
#include <utility>

using namespace unit;

namespace {

using doubly_introduced = counted<introduced<counted<introduced<tenon::tcp>>>>;

}  // namespace

TEMPLATE_TEST_CASE("connect: performs the handshakes of all layers, from below", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    auto server =
        tenon::listen<doubly_introduced>("127.0.0.1:0"_v4, introducing::settings("server")).value();
    support::background accepting([&] {
        auto peer = server.accept().value().handshake().value();
        CHECK(peer.template layer<introducing>().peer == "client");
        CHECK(peer.template layer<introducing>().handshakes == 1);
        CHECK(peer.template layer<introducing>().at == tenon::side::accepting);
        std::byte buffer[100];
        CHECK(peer.receive_exactly(tenon::mutable_bytes(buffer, 5)).value() == "hello"_bytes);
        CHECK(peer.send_all("world"_bytes));
        CHECK(peer.receive(buffer).value().empty());
        return peer.layer().sent;
    });
    {
        auto socket = connect<doubly_introduced>(on, server.local_endpoint().value(),
                                                 introducing::settings("client"))
                          .value();
        CHECK(socket.template layer<introducing>().peer == "server");
        CHECK(socket.template layer<introducing>().handshakes == 1);
        CHECK(socket.template layer<introducing>().at == tenon::side::connecting);
        CHECK(send_all(on, socket, "hello"_bytes));
        CHECK(receive_text(on, socket, 5) == "world");
        CHECK(socket.layer().sent == 5);
        CHECK(socket.layer().received == 5);
        CHECK(on([&] { return socket.close(); }));
        CHECK(socket.empty());
    }
    CHECK(accepting.result() == 5);
}

TEMPLATE_TEST_CASE("accept: returns a socket whose handshake is performed afterwards", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    auto server = tenon::listen<doubly_introduced>(on.driver, "127.0.0.1:0"_v4,
                                                   introducing::settings("server"))
                      .value();
    const auto endpoint = server.local_endpoint().value();
    support::background connecting([&] {
        auto socket =
            tenon::connect<doubly_introduced>(endpoint, introducing::settings("client")).value();
        CHECK(socket.send_all("hello"_bytes));
        auto half = std::move(socket).shutdown_send().value();
        std::byte buffer[100];
        return std::string(tenon::as_text(half.receive(buffer).value()));
    });
    auto begun = on([&] { return server.accept(); }).value();
    STATIC_REQUIRE(std::is_same_v<typename decltype(begun)::state_type, tenon::handshaking>);
    CHECK(begun.local_endpoint().value() == endpoint);
    auto peer = on([&] { return std::move(begun).handshake(); }).value();
    CHECK(begun.empty());
    CHECK(peer.template layer<introducing>().peer == "client");
    CHECK(receive_text(on, peer, 6) == "hello(end)");
    CHECK(send_all(on, peer, "x"_bytes));
    CHECK(on([&] { return peer.close(); }));
    CHECK(connecting.result() == "x");
}

TEMPLATE_TEST_CASE(
    "connect: a peer that closes in the middle of the handshake, or sends another, fails it", "",
    UNIT_ENVIRONMENTS) {
    TestType on;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto endpoint = server.local_endpoint().value();
    const auto connect_to = [&](tenon::const_bytes sent) {
        support::background accepting([&] {
            auto peer = server.accept().value();
            // The client's own message is taken, so that closing does not reset the connection.
            std::byte buffer[7];
            CHECK(peer.receive_exactly(buffer));
            CHECK(peer.send_all(sent));
            return 0;
        });
        const auto outcome =
            connect<introduced<tenon::tcp>>(on, endpoint, introducing::settings("client"));
        accepting.result();
        return outcome.error();
    };
    CHECK(connect_to("\x06serv"_bytes) == tenon::errc::stream_truncated);
    const int descriptors = faults::open_descriptors();
    CHECK(connect_to(""_bytes) == tenon::errc::stream_truncated);
    CHECK(connect_to("\xFFgarbage"_bytes) == tenon::errc::handshake_failed);
    CHECK(faults::open_descriptors() == descriptors);
}

TEMPLATE_TEST_CASE("handshake: a failure or a success leaves what follows for the layer above", "",
                   UNIT_ENVIRONMENTS) {
    TestType on;
    auto server =
        tenon::listen<counted<introduced<tenon::tcp>>>(on.driver, "127.0.0.1:0"_v4).value();
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    CHECK(
        client.send_all("\x06"
                        "clientand more"_bytes));
    auto peer = accept(on, server).value();
    CHECK(receive_text(on, peer, 8) == "and more");
}

TEMPLATE_TEST_CASE(
    "connected_pair: begins layers on the two sides, in handshaking if one has a handshake", "",
    UNIT_ENVIRONMENTS) {
    TestType on;
    auto pair = tenon::connected_pair<introduced<tenon::stream>, tenon::unix_domain>(
                    on.driver, introducing::settings("pair"))
                    .value();
    STATIC_REQUIRE(std::is_same_v<typename decltype(pair.first)::state_type, tenon::handshaking>);
    CHECK(pair.first.layer().at == tenon::side::connecting);
    CHECK(pair.second.layer().at == tenon::side::accepting);
    auto plain =
        tenon::connected_pair<counted<tenon::stream>, tenon::unix_domain>(on.driver).value();
    CHECK(send_all(on, plain.first, "hello"_bytes));
    CHECK(receive_text(on, plain.second, 5) == "hello");
}

TEST_CASE(
    "begin: the connections of a layered listener are a range of sockets that have not shaken hands") {
    auto server = tenon::listen<introduced<tenon::tcp>>("127.0.0.1:0"_v4).value();
    auto first = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    auto second = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    int count = 0;
    for (auto&& peer : server) {
        STATIC_REQUIRE(std::is_same_v<typename std::remove_cvref_t<decltype(*peer)>::state_type,
                                      tenon::handshaking>);
        CHECK(peer.value().layer().at == tenon::side::accepting);
        if (++count == 2)
            CHECK(server.shutdown());
    }
    CHECK(count == 2);
}

TEST_CASE("accept_from: returns a socket that has not shaken hands, with the peer's endpoint") {
    auto server = tenon::listen<introduced<tenon::tcp>>("127.0.0.1:0"_v4).value();
    auto first = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    auto accepted = server.accept_from().value();
    CHECK(accepted.from == first.local_endpoint().value());
    CHECK(first.send_all("\x01x"_bytes));
    CHECK(std::move(accepted.socket).handshake().value().layer().peer == "x");
}
