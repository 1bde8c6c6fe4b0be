// SPDX-License-Identifier: BSL-1.0

// Connecting, accepting and handshakes.

#include <faults/helpers/descriptors.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <sys/socket.h>

#include <chrono>
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
        must(peer.template layer<introducing>().peer == "client");
        must(peer.template layer<introducing>().handshakes == 1);
        must(peer.template layer<introducing>().at == tenon::side::accepting);
        std::byte buffer[100];
        must(peer.receive_exactly(tenon::mutable_bytes(buffer, 5)).value() == "hello"_bytes);
        must(peer.send_all("world"_bytes));
        must(peer.receive(buffer).value().empty());
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
        must(socket.send_all("hello"_bytes));
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
            must(peer.receive_exactly(buffer));
            must(peer.send_all(sent));
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

namespace {

/// Returns whether a descriptor has a peer.
bool has_peer(int descriptor) {
    ::sockaddr_storage peer;
    ::socklen_t size = sizeof peer;
    return ::getpeername(descriptor, reinterpret_cast<::sockaddr*>(&peer), &size) == 0;
}

/// Sends a knock, and waits for one, in messages of their own.
struct knocking : tenon::layer {
    using layer::layer;
    static constexpr bool has_handshake = true;
    static constexpr bool needs_messages = true;
    bool sent = false;

    tenon::result<void> handshake(auto& below) {
        if (!sent) {
            if (const auto count = below.send("knock"_bytes); !count)
                return count.why();
            sent = true;
        }
        std::byte buffer[10];
        const auto got = below.receive(buffer);
        if (!got)
            return got.why();
        if (got->data != "knock"_bytes)
            return tenon::failure(tenon::errc::handshake_failed);
        return {};
    }
};
template <class Lower>
using knocked = tenon::layered<knocking, Lower>;

using introduced_counted = counted<introduced<tenon::tcp>>;

}  // namespace

TEMPLATE_TEST_CASE("connect: one limit holds for the connection and the handshakes", "",
                   UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto silent = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto endpoint = silent.local_endpoint().value();
    tenon::stop_source stopped;
    stopped.request_stop();
    const auto connect_within = [&](const auto& limit) {
        return on([&] {
                   return tenon::connect<introduced_counted>(
                       on.driver, endpoint, introducing::settings("client"), limit);
               })
            .error();
    };
    CHECK(connect_within(tenon::within(2ms)) == std::errc::timed_out);
    const int descriptors = faults::open_descriptors();
    const auto before = std::chrono::steady_clock::now();
    CHECK(connect_within(tenon::within(20ms)) == std::errc::timed_out);
    CHECK(std::chrono::steady_clock::now() - before < 10s);
    CHECK(connect_within(tenon::within(0s)) == std::errc::timed_out);
    CHECK(connect_within(tenon::within(-1s)) == std::errc::timed_out);
    CHECK(connect_within(stopped.token()) == std::errc::operation_canceled);
    CHECK(faults::open_descriptors() == descriptors);
}

TEMPLATE_TEST_CASE(
    "connect: a socket whose handshake has failed is as after a failed connect, and connects again",
    "", UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto silent = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto server =
        tenon::listen<introduced_counted>("127.0.0.1:0"_v4, introducing::settings("server"))
            .value();
    const auto check = [&](auto socket, bool is_bound) {
        const auto local = [&] {
            return tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(socket.system(),
                                                                           socket.native_handle())
                .value();
        };
        const auto before = local();
        CHECK(on([&] {
                  return std::move(socket).connect(silent.local_endpoint().value(),
                                                   tenon::within(5ms));
              }).error() == std::errc::timed_out);
        REQUIRE(!socket.empty());
        CHECK(!has_peer(socket.native_handle()));
        if (is_bound)
            CHECK(local() == before);
        // The peer ends its stream in the middle. If it closed the connection, the client could be
        // reset before it has sent all.
        support::background ending([&] {
            auto ended = silent.accept().value();
            return silent.accept().value().shutdown_send();
        });
        CHECK(on([&] {
                  return std::move(socket).connect(silent.local_endpoint().value());
              }).error() == tenon::errc::stream_truncated);
        CHECK(ending.result());
        REQUIRE(!socket.empty());
        CHECK(!has_peer(socket.native_handle()));
        if (is_bound)
            CHECK(local() == before);
        support::background accepting(
            [&] { return server.accept().value().handshake().value().layer<introducing>().peer; });
        auto connected =
            on([&] { return std::move(socket).connect(server.local_endpoint().value()); }).value();
        CHECK(socket.empty());
        if (is_bound)
            CHECK(connected.local_endpoint().value().port() == before.port());
        CHECK(connected.template layer<introducing>().peer == "server");
        CHECK(accepting.result() == "client");
    };
    SECTION("opened") {
        check(
            tenon::open<introduced_counted, tenon::ipv4>(on.driver, introducing::settings("client"))
                .value(),
            false);
    }
    SECTION("bound") {
        check(tenon::bind<introduced_counted>(on.driver, "127.0.0.1:0"_v4,
                                              introducing::settings("client"))
                  .value(),
              true);
    }
}

TEMPLATE_TEST_CASE(
    "connect: a datagram socket whose handshake has failed has no peer, and its port", "",
    UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto peer = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    auto socket = tenon::bind<knocked<tenon::udp>>(on.driver, "127.0.0.1:0"_v4).value();
    const auto before = socket.local_endpoint().value();
    CHECK(on([&] {
              return std::move(socket).connect(peer.local_endpoint().value(), tenon::within(5ms));
          }).error() == std::errc::timed_out);
    REQUIRE(!socket.empty());
    CHECK(!has_peer(socket.native_handle()));
    CHECK(socket.local_endpoint().value() == before);
    CHECK(peer.send_to("knock"_bytes, before));
    auto connected =
        on([&] { return std::move(socket).connect(peer.local_endpoint().value()); }).value();
    CHECK(connected.local_endpoint().value() == before);
}

TEST_CASE("connect: a datagram socket that does not wait is handshaking") {
    auto peer = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
    auto begun =
        tenon::connect<knocked<tenon::udp>>(tenon::nonblocking(), peer.local_endpoint().value())
            .value();
    CHECK(std::move(begun).handshake().error() == std::errc::operation_would_block);
    CHECK(peer.send_to("knock"_bytes, begun.local_endpoint().value()));
    auto connected = std::move(begun).handshake().value();
    CHECK(begun.empty());
    CHECK(connected.send("x"_bytes));
}

TEMPLATE_TEST_CASE("connect: a socket that is connected to itself does not shake hands", "",
                   UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    // A socket that connects to its own endpoint is connected to itself.
    auto socket = tenon::bind<introduced_counted>(on.driver, "127.0.0.1:0"_v4).value();
    const auto own = socket.local_endpoint().value();
    CHECK(on([&] { return std::move(socket).connect(own); }).error() ==
          tenon::errc::self_connection);
    REQUIRE(!socket.empty());
    CHECK(!has_peer(socket.native_handle()));
    CHECK(socket.local_endpoint().value() == own);
}

TEMPLATE_TEST_CASE("handshake: continues after a limit, and loses nothing", "",
                   UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto server = tenon::listen<introduced_counted>(on.driver, "127.0.0.1:0"_v4).value();
    auto client = tenon::connect<tenon::tcp>(server.local_endpoint().value()).value();
    auto begun = on([&] { return server.accept(); }).value();
    const auto handshake = [&] {
        return on([&] { return std::move(begun).handshake(tenon::within(2ms)); });
    };
    CHECK(handshake().error() == std::errc::timed_out);
    CHECK(client.send_all("\x06"_bytes));
    CHECK(handshake().error() == std::errc::timed_out);
    CHECK(client.send_all("cli"_bytes));
    CHECK(handshake().error() == std::errc::timed_out);
    CHECK(on([&] { return std::move(begun).handshake(tenon::within(-1s)); }).error() ==
          std::errc::timed_out);
    CHECK(client.send_all("ent!"_bytes));
    auto peer = on([&] { return std::move(begun).handshake(); }).value();
    CHECK(peer.template layer<introducing>().peer == "client");
    CHECK(receive_text(on, peer, 1) == "!");
}

TEMPLATE_TEST_CASE(
    "shutdown_send: continues after a limit; the messages and the goodbye arrive whole", "",
    UNIT_LIMITED_ENVIRONMENTS) {
    TestType on;
    auto pair =
        tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>(on.driver).value();
    CHECK(pair.first.set(tenon::options::send_buffer_size(1)));
    const std::string message(255, 'm');
    int sent = 0;
    while (on([&] { return pair.first.send(message, tenon::within(2ms)); }))
        ++sent;
    const auto shut = on([&] { return std::move(pair.first).shutdown_send(tenon::within(2ms)); });
    CHECK(shut.error() == std::errc::timed_out);
    REQUIRE(!pair.first.empty());
    const int descriptor = pair.first.native_handle();
    SECTION("shutdown_send is repeated") {
        std::byte buffer[255];
        int received = 0;
        while (received != sent) {
            const auto got = on([&] { return pair.second.receive(buffer, tenon::within(2ms)); });
            if (!got) {
                // The rest of a message that a limit has cut is with the sender.
                const auto flushed = on([&] { return pair.first.flush(tenon::within(2ms)); });
                REQUIRE((flushed || flushed.error() == std::errc::timed_out));
                continue;
            }
            CHECK(got->data == tenon::const_bytes(message));
            ++received;
        }
        auto half = on([&] { return std::move(pair.first).shutdown_send(); }).value();
        const auto goodbye = on([&] { return pair.second.receive(buffer); }).value();
        CHECK((goodbye.length == 0 && !goodbye.end));
        CHECK(on([&] { return pair.second.receive(buffer); }).value().end);
    }
    SECTION("close under a limit closes") {
        CHECK(on([&] { return pair.first.close(tenon::within(2ms)); }).error() ==
              std::errc::timed_out);
        CHECK(pair.first.empty());
        CHECK(!faults::is_open(descriptor));
    }
    SECTION("close under a limit that has passed closes") {
        CHECK(on([&] { return pair.first.close(tenon::within(-1s)); }).error() ==
              std::errc::timed_out);
        CHECK(pair.first.empty());
        CHECK(!faults::is_open(descriptor));
    }
    SECTION("close after a stop request closes") {
        tenon::stop_source stopped;
        stopped.request_stop();
        CHECK(on([&] { return pair.first.close(stopped.token()); }).error() ==
              std::errc::operation_canceled);
        CHECK(pair.first.empty());
        CHECK(!faults::is_open(descriptor));
    }
}
