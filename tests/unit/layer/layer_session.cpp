// SPDX-License-Identifier: BSL-1.0

// The settings and the layers of a connection, as they move from socket to socket.

#include <faults/helpers/descriptors.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

using namespace unit;

TEMPLATE_TEST_CASE(
    "with_layer, without_layer: the settings of each layer survive, to any depth and back", "",
    UNIT_ENVIRONMENTS) {
    TestType on;
    using keyed = tenon::layered<shifting<1>, tenon::tcp>;
    auto server = tenon::listen<keyed>("127.0.0.1:0"_v4, shifting<1>::settings(3)).value();
    auto socket =
        connect<keyed>(on, server.local_endpoint().value(), shifting<1>::settings(3)).value();
    auto peer = server.accept().value();
    const auto check = [&](auto& one, auto& other) {
        CHECK(send_all(on, one, "hello"_bytes));
        std::byte buffer[5];
        CHECK(other.receive_exactly(buffer).value() == "hello"_bytes);
        CHECK(other.send_all("world"_bytes));
        CHECK(receive_text(on, one, 5) == "world");
    };
    check(socket, peer);
    auto socket2 = std::move(socket).template with_layer<shifted>(shifting<0>::settings(9)).value();
    auto peer2 = std::move(peer).template with_layer<shifted>(shifting<0>::settings(9)).value();
    check(socket2, peer2);
    auto socket3 = std::move(socket2).template with_layer<counted>().value();
    auto peer3 = std::move(peer2).template with_layer<counted>().value();
    check(socket3, peer3);
    auto socket4 =
        std::move(socket3).template with_layer<introduced>(introducing::settings("s")).value();
    auto peer4 =
        std::move(peer3).template with_layer<introduced>(introducing::settings("p")).value();
    // Both sides speak, in two threads.
    support::background shaking([&] { return std::move(peer4).handshake().value(); });
    auto socket5 = on([&] { return std::move(socket4).handshake(); }).value();
    auto peer5 = shaking.result();
    CHECK(socket5.layer().peer == "p");
    CHECK(peer5.layer().at == tenon::side::accepting);
    check(socket5, peer5);
    CHECK(socket5.template layer<shifting<0>>().own.key == 9);
    CHECK(socket5.template layer<shifting<1>>().own.key == 3);
    // A layer without a handshake needs none, whatever lies below.
    auto counted5 = std::move(socket5).template with_layer<counted>().value();
    STATIC_REQUIRE(std::is_same_v<typename decltype(counted5)::state_type, tenon::connected>);
    check(counted5, peer5);
    socket5 = std::move(counted5).without_layer().value();
    auto socket6 = std::move(socket5).without_layer().value().without_layer().value();
    auto peer6 = std::move(peer5).without_layer().value().without_layer().value();
    check(socket6, peer6);
    auto socket7 = std::move(socket6).without_layer().value();
    auto peer7 = std::move(peer6).without_layer().value();
    check(socket7, peer7);
    // A new highest layer with other settings.
    auto socket8 =
        std::move(socket7).template with_layer<shifted>(shifting<0>::settings(4)).value();
    auto peer8 = std::move(peer7).template with_layer<shifted>(shifting<0>::settings(4)).value();
    check(socket8, peer8);
    auto socket9 = std::move(socket8).without_layer().value().without_layer().value();
    auto peer9 = std::move(peer8).without_layer().value().without_layer().value();
    STATIC_REQUIRE(std::is_same_v<typename decltype(socket9)::protocol_type, tenon::tcp>);
    check(socket9, peer9);
}

TEMPLATE_TEST_CASE("without_layer: bytes that a layer holds are not lost", "", UNIT_ENVIRONMENTS) {
    TestType on;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto socket = connect<measured<tenon::tcp>>(on, server.local_endpoint().value()).value();
    auto peer = server.accept().value();
    CHECK(
        peer.send_all("\x01"
                      "a\x01"
                      "b"_bytes));
    std::byte buffer[10];
    CHECK(on([&] { return socket.receive(buffer); }).value().data == "a"_bytes);
    CHECK(on([&] { return socket.readable(); }));
    CHECK(std::move(socket).without_layer().error() == tenon::errc::bytes_left_over);
    CHECK(on([&] { return socket.receive(buffer); }).value().data == "b"_bytes);
    auto plain = std::move(socket).without_layer().value();
    CHECK(socket.empty());
    CHECK(peer.send_all("plain"_bytes));
    CHECK(receive_text(on, plain, 5) == "plain");
    CHECK(std::move(socket).without_layer().error() == std::errc::bad_file_descriptor);
    CHECK(std::move(socket).template with_layer<counted>().error() ==
          std::errc::bad_file_descriptor);
    decltype(plain) empty = std::move(plain);
    CHECK(std::move(plain).template with_layer<counted>().error() ==
          std::errc::bad_file_descriptor);
    CHECK(std::move(empty).template with_layer<counted>());
}

TEMPLATE_TEST_CASE(
    "empty: every operation on a moved-from socket with layers fails with bad_file_descriptor", "",
    UNIT_ENVIRONMENTS) {
    TestType on;
    auto pair =
        tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>(on.driver).value();
    auto other =
        tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>(on.driver).value();
    CHECK(on([&] { return pair.second.send("a"_bytes); }));
    CHECK(on([&] { return pair.second.send("b"_bytes); }));
    // The layer of the first socket now holds a message, which the moved-from socket must not have.
    CHECK(on([&] { return pair.first.readable(); }));
    auto third =
        tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>(on.driver).value();
    pair.first = std::move(third.first);
    std::byte buffer[10];
    const auto check = [&](auto& empty) {
        CHECK(on([&] { return empty.receive(buffer); }).error() == std::errc::bad_file_descriptor);
        CHECK(on([&] { return empty.receive(); }).error() == std::errc::bad_file_descriptor);
        CHECK(on([&] { return empty.readable(); }).error() == std::errc::bad_file_descriptor);
        if constexpr (requires { empty.send("x"_bytes); }) {
            CHECK(on([&] { return empty.send("x"_bytes); }).error() ==
                  std::errc::bad_file_descriptor);
            CHECK(on([&] { return empty.flush(); }).error() == std::errc::bad_file_descriptor);
            CHECK(on([&] { return empty.close(); }).error() == std::errc::bad_file_descriptor);
            CHECK(on([&] { return std::move(empty).shutdown_send(); }).error() ==
                  std::errc::bad_file_descriptor);
        }
        if constexpr (TestType::takes_limits) {
            CHECK(on([&] { return empty.receive(buffer, tenon::within(1h)); }).error() ==
                  std::errc::bad_file_descriptor);
            const auto refused = on([&] { return empty.receive(buffer, tenon::within(-1s)); });
            CHECK((refused.error() == std::errc::bad_file_descriptor ||
                   refused.error() == std::errc::timed_out));
        }
    };
    check(third.first);
    CHECK(on([&] { return pair.first.close(); }));
    check(pair.first);
    auto half = on([&] { return std::move(other.second).shutdown_send(); }).value();
    CHECK(half.close());
    check(half);
}

TEST_CASE("split: the halves of a socket with layers live in two threads") {
    using protocol = measured<counted<tenon::tcp>>;
    auto server = tenon::listen<protocol>("127.0.0.1:0"_v4).value();
    auto client = tenon::connect<protocol>(server.local_endpoint().value()).value();
    auto peer = server.accept().value();
    auto [in, out] = std::move(client).split().value();
    CHECK(out.layer<counting>().sent == 0);
    support::background echoing([&peer] {
        std::byte buffer[100];
        for (auto got = peer.receive(buffer).value(); !got.end && got.length != 0;
             got = peer.receive(buffer).value())
            must(peer.send(got.data));
        return peer.close().has_value();
    });
    support::background sending([&sender = out] {
        for (int round = 0; round != 1000; ++round)
            must(sender.send("message"_bytes));
        return sender.close().has_value();
    });
    std::byte buffer[100];
    int count = 0;
    for (auto got = in.receive(buffer).value(); got.length != 0; got = in.receive(buffer).value())
        ++count;
    CHECK(count == 1000);
    CHECK(sending.result());
    CHECK(echoing.result());
    CHECK(in.layer<counting>().received == 1000 * 8 + 1);
    CHECK(in.close());
}

TEST_CASE("close: of a sending half ends its direction, also if the goodbye fails") {
    auto pair = tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>().value();
    auto [in, out] = std::move(pair.first).split().value();
    const auto closed = out.close(tenon::within(-1s));
    CHECK(closed.error() == std::errc::timed_out);
    CHECK(out.empty());
    std::byte buffer[10];
    CHECK(pair.second.receive(buffer, tenon::within(5s)).value().end);
    CHECK(pair.second.send("x"_bytes));
    CHECK(in.receive(buffer).value().data == "x"_bytes);
}
