// SPDX-License-Identifier: BSL-1.0

// Attempts to connect that fail, and the sockets afterwards; endpoints and names that are in use.

#include <support/catch.hpp>
#include <support/temporary.hpp>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"

using namespace faults;

TEMPLATE_TEST_CASE("connect: after a refusal, a TCP socket connects to another peer", "",
                   tenon::ipv4, tenon::ipv6) {
    const deadline guard("connect: after a refusal, a TCP socket connects to another peer");
    auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
    const auto remote = listener.local_endpoint().value();

    SECTION("opened: the next attempt connects") {
        auto socket = tenon::open<tenon::tcp, TestType>().value();
        for (int attempt = 0; attempt != 3; ++attempt)
            CHECK(std::move(socket).connect(closed_endpoint<tenon::tcp, TestType>()).error() ==
                  std::errc::connection_refused);
        auto client = std::move(socket).connect(remote).value();
        auto peer = listener.accept().value();
        CHECK(talk(client, peer));
    }
    SECTION("bound: the local endpoint is kept, and the next attempt connects") {
        auto socket = tenon::bind<tenon::tcp>(anywhere<TestType>()).value();
        const auto local = socket.local_endpoint().value();
        for (int attempt = 0; attempt != 3; ++attempt) {
            CHECK(std::move(socket).connect(closed_endpoint<tenon::tcp, TestType>()).error() ==
                  std::errc::connection_refused);
            CHECK(socket.local_endpoint().value() == local);
            // The port is still bound.
            CHECK(tenon::bind<tenon::tcp>(local).error() == std::errc::address_in_use);
        }
        auto client = std::move(socket).connect(remote).value();
        auto accepted = listener.accept_from().value();
        CHECK(accepted.from == local);
        CHECK(client.local_endpoint().value() == local);
        CHECK(talk(client, accepted.socket));
    }
    SECTION("bound: the socket can listen instead") {
        auto socket = tenon::bind<tenon::tcp>(anywhere<TestType>()).value();
        const auto local = socket.local_endpoint().value();
        CHECK(std::move(socket).connect(closed_endpoint<tenon::tcp, TestType>()).error() ==
              std::errc::connection_refused);
        auto other_listener = std::move(socket).listen().value();
        auto client = tenon::connect<tenon::tcp>(local).value();
        auto peer = other_listener.accept().value();
        CHECK(talk(client, peer));
    }
}

TEMPLATE_TEST_CASE("connect: after a refusal, a Unix socket connects to another peer", "",
                   tenon::stream, tenon::seqpacket) {
    const deadline guard("connect: after a refusal, a Unix socket connects to another peer");
    const support::temporary_directory directory;
    auto listener = tenon::listen<TestType>(tenon::unix_domain::unnamed()).value();
    const auto closed = tenon::unix_domain::path(directory.file("closed")).value();
    const auto local = tenon::unix_domain::path(directory.file("local")).value();

    auto socket = tenon::bind<TestType>(local).value();
    CHECK(std::move(socket).connect(closed).error() == std::errc::no_such_file_or_directory);
    static_cast<void>(tenon::bind<tenon::datagram>(closed).value());
    CHECK(std::move(socket).connect(closed).error() == std::errc::connection_refused);
    CHECK(socket.local_endpoint().value() == local);
    auto client = std::move(socket).connect(listener.local_endpoint().value()).value();
    auto accepted = listener.accept_from().value();
    CHECK(accepted.from == local);
    CHECK(talk(client, accepted.socket));
}

TEMPLATE_TEST_CASE("connect: a self-connection is refused and the socket stays usable", "",
                   tenon::ipv4, tenon::ipv6) {
    const deadline guard("connect: a self-connection is refused and the socket stays usable");
    auto socket = tenon::bind<tenon::tcp>(anywhere<TestType>()).value();
    const auto local = socket.local_endpoint().value();
    for (int attempt = 0; attempt != 2; ++attempt) {
        const auto connected = std::move(socket).connect(local);
        CHECK(connected.error() == tenon::errc::self_connection);
        CHECK(connected.error() == std::errc::connection_refused);
        CHECK(socket.local_endpoint().value() == local);
    }
    auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
    auto client = std::move(socket).connect(listener.local_endpoint().value()).value();
    CHECK(client.local_endpoint().value() == local);
    auto peer = listener.accept().value();
    CHECK(talk(client, peer));
}

namespace {

/// Connects a socket to another spelling of its own endpoint: blocking, under a limit, nonblocking.
template <class Bound, class Endpoint>
void check_self_connection(Bound bound_to, const Endpoint& spelling) {
    const auto refused = [](const auto& outcome) {
        return outcome.error() == tenon::errc::self_connection;
    };
    {
        auto socket = bound_to(tenon::blocking());
        const auto local = socket.local_endpoint().value();
        CHECK(refused(std::move(socket).connect(spelling.with_port(local.port()))));
        CHECK(refused(std::move(socket).connect(spelling.with_port(local.port()),
                                                tenon::within(std::chrono::seconds(10)))));
        CHECK(socket.local_endpoint().value() == local);
    }
    auto socket = bound_to(tenon::nonblocking());
    const auto local = socket.local_endpoint().value();
    auto attempt = std::move(socket).connect(spelling.with_port(local.port())).value();
    CHECK(tenon::wait_any(tenon::writable, attempt, tenon::within(std::chrono::seconds(10))));
    CHECK(refused(std::move(attempt).finish()));
}

}  // namespace

TEST_CASE("connect: a self-connection is refused, however its endpoint is spelled") {
    const deadline guard("connect: a self-connection is refused, however its endpoint is spelled");
    const auto bound_to = [](const auto& endpoint, const auto&... options) {
        return [=](const auto& driver) {
            return tenon::bind<tenon::tcp>(driver, endpoint, options...).value();
        };
    };
    SECTION("ipv4: loopback and unspecified address") {
        for (const auto& local : {"127.0.0.1:0"_v4, "0.0.0.0:0"_v4})
            for (const auto& name : {"127.0.0.1:0"_v4, "0.0.0.0:0"_v4})
                check_self_connection(bound_to(local), name);
    }
    SECTION("ipv6: loopback and unspecified address, and a zone") {
        for (const auto& local : {"[::1]:0"_v6, "[::]:0"_v6})
            for (const auto& name : {"[::1]:0"_v6, "[::]:0"_v6, "[::1%1]:0"_v6})
                check_self_connection(bound_to(local), name);
    }
    SECTION("ipv6: IPv4-mapped addresses") {
        for (const auto& local : {"[::ffff:127.0.0.1]:0"_v6, "[::]:0"_v6})
            for (const auto& name : {"[::ffff:127.0.0.1]:0"_v6, "[::ffff:0.0.0.0]:0"_v6})
                check_self_connection(bound_to(local, tenon::options::v6_only{false}), name);
    }
    SECTION("any_ip: loopback and unspecified addresses of both versions") {
        using tenon::any_ip;
        for (const any_ip::endpoint& local :
             {any_ip::endpoint("127.0.0.1:0"_v4), any_ip::endpoint("0.0.0.0:0"_v4)})
            for (const any_ip::endpoint& name :
                 {any_ip::endpoint("127.0.0.1:0"_v4), any_ip::endpoint("0.0.0.0:0"_v4)})
                check_self_connection(bound_to(local), name);
        for (const any_ip::endpoint& local :
             {any_ip::endpoint("[::1]:0"_v6), any_ip::endpoint("[::]:0"_v6)})
            for (const any_ip::endpoint& name :
                 {any_ip::endpoint("[::1]:0"_v6), any_ip::endpoint("[::]:0"_v6)})
                check_self_connection(bound_to(local), name);
    }
}

TEST_CASE("connect: a self-connection by the port that the system chooses is refused") {
    const deadline guard(
        "connect: a self-connection by the port that the system chooses is refused");
    if (!may_enter_network_namespace())
        SKIP_TEST("needs a network namespace");
    CHECK(in_a_child([] {
              // The only port that the system can choose is the one to connect to, which is closed.
              HOLDS(enter_network_namespace());
              HOLDS(write_network_setting("net/ipv4/ip_local_port_range", "40000 40000"));
              const auto closed = "127.0.0.1:40000"_v4;
              const int native = ::socket(AF_INET, SOCK_STREAM, 0);
              HOLDS(::connect(native, closed.data(), closed.size()) == 0);  // Linux allows it.
              ::close(native);

              HOLDS(write_network_setting("net/ipv4/ip_local_port_range", "40001 40001"));
              for (const auto& spelling : {"0.0.0.0:40001"_v4, "127.0.0.1:40001"_v4})
                  HOLDS(tenon::connect<tenon::tcp>(spelling).error() ==
                        tenon::errc::self_connection);
              const auto another = "127.0.0.1:40001"_v4;
              HOLDS(tenon::connect<tenon::tcp>(another).error() == tenon::errc::self_connection);
              auto socket = tenon::open<tenon::tcp, tenon::ipv4>().value();
              HOLDS(std::move(socket).connect(another).error() == tenon::errc::self_connection);
              auto listener = tenon::listen<tenon::tcp>("127.0.0.1:50000"_v4).value();
              auto client = std::move(socket).connect("127.0.0.1:50000"_v4).value();
              auto peer = listener.accept().value();
              HOLDS(talk(client, peer));
              return true;
          }) == "held");
}

TEMPLATE_TEST_CASE("bind, listen: an IP endpoint in use is refused with address_in_use", "",
                   tenon::ipv4, tenon::ipv6) {
    const deadline guard("bind, listen: an IP endpoint in use is refused with address_in_use");

    SECTION("tcp: the endpoint of a listener is refused") {
        auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
        const auto taken = listener.local_endpoint().value();
        CHECK(tenon::listen<tenon::tcp>(taken).error() == std::errc::address_in_use);
        CHECK(tenon::bind<tenon::tcp>(taken).error() == std::errc::address_in_use);
        auto socket = tenon::open<tenon::tcp, TestType>().value();
        CHECK(std::move(socket).bind(taken).error() == std::errc::address_in_use);
        CHECK(std::move(socket).bind(anywhere<TestType>()).has_value());
    }
    SECTION("udp: the endpoint of a bound socket is refused") {
        auto first = tenon::bind<tenon::udp>(anywhere<TestType>()).value();
        const auto taken = first.local_endpoint().value();
        CHECK(tenon::bind<tenon::udp>(taken).error() == std::errc::address_in_use);
        auto socket = tenon::open<tenon::udp, TestType>().value();
        CHECK(std::move(socket).bind(taken).error() == std::errc::address_in_use);
        CHECK(std::move(socket).bind(anywhere<TestType>()).has_value());
    }
    SECTION(
        "listen: the endpoint of a closed listener is free, although a connection is in TIME_WAIT") {
        auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
        const auto endpoint = listener.local_endpoint().value();
        auto client = tenon::connect<tenon::tcp>(endpoint).value();
        auto peer = listener.accept().value();
        // The end that closes first keeps the connection in TIME_WAIT.
        peer.close().value();
        std::array<std::byte, 4> buffer;
        CHECK(client.receive(buffer).value().empty());
        client.close().value();
        listener.close().value();
        CHECK(tenon::listen<tenon::tcp>(endpoint).has_value());
    }
}

TEST_CASE("bind, listen: a Unix name in use is refused with address_in_use") {
    const deadline guard("bind, listen: a Unix name in use is refused with address_in_use");
    const support::temporary_directory directory;
    for (const auto& name : {tenon::unix_domain::path(directory.file("name")).value(),
                             tenon::unix_domain::abstract(directory.file("name")).value()}) {
        auto listener = tenon::listen<tenon::stream>(name).value();
        CHECK(tenon::listen<tenon::stream>(name).error() == std::errc::address_in_use);
        auto socket = tenon::open<tenon::stream, tenon::unix_domain>().value();
        CHECK(std::move(socket).bind(name).error() == std::errc::address_in_use);
        CHECK(std::move(socket).bind(tenon::unix_domain::unnamed()).has_value());
    }
    // A path stays after its socket is closed; an abstract name does not.
    CHECK(tenon::listen<tenon::stream>(tenon::unix_domain::path(directory.file("name")).value())
              .error() == std::errc::address_in_use);
    CHECK(tenon::listen<tenon::stream>(tenon::unix_domain::abstract(directory.file("name")).value())
              .has_value());
}

namespace {

/// Binds one port for both versions of IP. Tries several ports, because another program may use one
/// of them.
template <class Six, class Four>
bool share_a_port(Six bind_six, Four bind_four) {
    for (int attempt = 0; attempt != 16; ++attempt) {
        auto six = bind_six("[::]:0"_v6).value();
        const std::uint16_t port = six.local_endpoint().value().port();
        if (auto four = bind_four(tenon::ipv4::endpoint("0.0.0.0"_v4_address, port)))
            return four->local_endpoint().value().port() == port;
    }
    return false;
}

}  // namespace

TEST_CASE("bind, listen: sockets of IPv4 and IPv6 can have the same port") {
    const deadline guard("bind, listen: sockets of IPv4 and IPv6 can have the same port");
    CHECK(share_a_port([](auto endpoint) { return tenon::listen<tenon::tcp>(endpoint); },
                       [](auto endpoint) { return tenon::listen<tenon::tcp>(endpoint); }));
    CHECK(share_a_port([](auto endpoint) { return tenon::bind<tenon::udp>(endpoint); },
                       [](auto endpoint) { return tenon::bind<tenon::udp>(endpoint); }));
    CHECK(share_a_port(
        [](auto endpoint) { return tenon::open<tenon::udp, tenon::ipv6>().value().bind(endpoint); },
        [](auto endpoint) {
            return tenon::open<tenon::udp, tenon::ipv4>().value().bind(endpoint);
        }));
}

TEST_CASE("listen: a client of IPv4 does not reach a listener of IPv6") {
    const deadline guard("listen: a client of IPv4 does not reach a listener of IPv6");
    const auto listens = [](auto endpoint) { return tenon::listen<tenon::tcp>(endpoint); };
    const auto holds_and_connects = [](auto endpoint) {
        // Bound, but not listening: no other socket can listen on the port.
        auto holder = tenon::bind<tenon::tcp>(endpoint, tenon::options::reuse_address{true});
        if (holder) {
            const tenon::ipv4::endpoint over_ipv4("127.0.0.1"_v4_address, endpoint.port());
            const tenon::ipv6::endpoint over_ipv6("::1"_v6_address, endpoint.port());
            CHECK(tenon::connect<tenon::tcp>(over_ipv4).error() == std::errc::connection_refused);
            CHECK(tenon::connect<tenon::tcp>(over_ipv6).has_value());
        }
        return holder;
    };
    CHECK(share_a_port(listens, holds_and_connects));
}
