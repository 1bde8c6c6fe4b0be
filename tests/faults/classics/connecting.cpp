// SPDX-License-Identifier: BSL-1.0

// Connections that are not made, and the sockets that they leave behind; names that are taken.

#include <support/catch.hpp>
#include <support/temporary.hpp>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"

using namespace faults;

TEMPLATE_TEST_CASE("a socket that was refused connects to another peer", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("a socket that was refused connects to another peer");
    auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
    const auto there = listener.local_endpoint().value();

    SECTION("opened") {
        auto socket = tenon::open<tenon::tcp, TestType>().value();
        for (int attempt = 0; attempt != 3; ++attempt)
            CHECK(std::move(socket).connect(deserted<tenon::tcp, TestType>()).error() == std::errc::connection_refused);
        auto near = std::move(socket).connect(there).value();
        auto far = listener.accept().value();
        CHECK(talk(near, far));
    }
    SECTION("bound") {
        auto socket = tenon::bind<tenon::tcp>(anywhere<TestType>()).value();
        const auto here = socket.local_endpoint().value();
        for (int attempt = 0; attempt != 3; ++attempt) {
            CHECK(std::move(socket).connect(deserted<tenon::tcp, TestType>()).error() == std::errc::connection_refused);
            CHECK(socket.local_endpoint().value() == here);
            // The port is held, and not only remembered.
            CHECK(tenon::bind<tenon::tcp>(here).error() == std::errc::address_in_use);
        }
        auto near = std::move(socket).connect(there).value();
        auto accepted = listener.accept_from().value();
        CHECK(accepted.from == here);
        CHECK(near.local_endpoint().value() == here);
        CHECK(talk(near, accepted.socket));
    }
    SECTION("bound, and then listening") {
        auto socket = tenon::bind<tenon::tcp>(anywhere<TestType>()).value();
        const auto here = socket.local_endpoint().value();
        CHECK(std::move(socket).connect(deserted<tenon::tcp, TestType>()).error() == std::errc::connection_refused);
        auto other_listener = std::move(socket).listen().value();
        auto near = tenon::connect<tenon::tcp>(here).value();
        auto far = other_listener.accept().value();
        CHECK(talk(near, far));
    }
}

TEMPLATE_TEST_CASE("a Unix socket that was refused connects to another peer", "", tenon::stream, tenon::seqpacket) {
    const deadline guard("a Unix socket that was refused connects to another peer");
    const support::temporary_directory directory;
    auto listener = tenon::listen<TestType>(tenon::unix_domain::unnamed()).value();
    const auto nobody = tenon::unix_domain::path(directory.file("nobody")).value();
    const auto mine = tenon::unix_domain::path(directory.file("mine")).value();

    auto socket = tenon::bind<TestType>(mine).value();
    CHECK(std::move(socket).connect(nobody).error() == std::errc::no_such_file_or_directory);
    static_cast<void>(tenon::bind<tenon::datagram>(nobody).value());
    CHECK(std::move(socket).connect(nobody).error() == std::errc::connection_refused);
    CHECK(socket.local_endpoint().value() == mine);
    auto near = std::move(socket).connect(listener.local_endpoint().value()).value();
    auto accepted = listener.accept_from().value();
    CHECK(accepted.from == mine);
    CHECK(talk(near, accepted.socket));
}

TEMPLATE_TEST_CASE("a socket that would be its own peer is refused", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("a socket that would be its own peer is refused");
    auto socket = tenon::bind<tenon::tcp>(anywhere<TestType>()).value();
    const auto here = socket.local_endpoint().value();
    for (int attempt = 0; attempt != 2; ++attempt) {
        const auto itself = std::move(socket).connect(here);
        CHECK(itself.error() == tenon::errc::self_connection);
        CHECK(itself.error() == std::errc::connection_refused);
        CHECK(socket.local_endpoint().value() == here);
    }
    auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
    auto near = std::move(socket).connect(listener.local_endpoint().value()).value();
    CHECK(near.local_endpoint().value() == here);
    auto far = listener.accept().value();
    CHECK(talk(near, far));
}

namespace {

/// One connect, by each way to carry it out, to an endpoint that is the socket's own by another name.
template <class Bound, class Endpoint>
void check_self_connection(Bound bound_to, const Endpoint& other_name) {
    const auto refused = [](const auto& outcome) { return outcome.error() == tenon::errc::self_connection; };
    {
        auto socket = bound_to(tenon::blocking());
        const auto here = socket.local_endpoint().value();
        CHECK(refused(std::move(socket).connect(other_name.with_port(here.port()))));
        CHECK(refused(std::move(socket).connect(other_name.with_port(here.port()), tenon::within(std::chrono::seconds(10)))));
        CHECK(socket.local_endpoint().value() == here);
    }
    auto socket = bound_to(tenon::nonblocking());
    const auto here = socket.local_endpoint().value();
    auto attempt = std::move(socket).connect(other_name.with_port(here.port())).value();
    CHECK(tenon::wait_any(tenon::writable, attempt, tenon::within(std::chrono::seconds(10))));
    CHECK(refused(std::move(attempt).finish()));
}

}  // namespace

TEST_CASE("connect: a self-connection is refused, however its endpoint is spelled") {
    const deadline guard("a self-connection by another name");
    const auto bound_to = [](const auto& endpoint, const auto&... options) {
        return [=](const auto& driver) { return tenon::bind<tenon::tcp>(driver, endpoint, options...).value(); };
    };
    SECTION("IPv4") {
        for (const auto& here : {"127.0.0.1:0"_v4, "0.0.0.0:0"_v4})
            for (const auto& name : {"127.0.0.1:0"_v4, "0.0.0.0:0"_v4})
                check_self_connection(bound_to(here), name);
    }
    SECTION("IPv6") {
        for (const auto& here : {"[::1]:0"_v6, "[::]:0"_v6})
            for (const auto& name : {"[::1]:0"_v6, "[::]:0"_v6, "[::1%1]:0"_v6})
                check_self_connection(bound_to(here), name);
    }
    SECTION("IPv4 on a socket of IPv6") {
        for (const auto& here : {"[::ffff:127.0.0.1]:0"_v6, "[::]:0"_v6})
            for (const auto& name : {"[::ffff:127.0.0.1]:0"_v6, "[::ffff:0.0.0.0]:0"_v6})
                check_self_connection(bound_to(here, tenon::options::v6_only{false}), name);
    }
    SECTION("either version") {
        using tenon::any_ip;
        for (const any_ip::endpoint& here : {any_ip::endpoint("127.0.0.1:0"_v4), any_ip::endpoint("0.0.0.0:0"_v4)})
            for (const any_ip::endpoint& name : {any_ip::endpoint("127.0.0.1:0"_v4), any_ip::endpoint("0.0.0.0:0"_v4)})
                check_self_connection(bound_to(here), name);
        for (const any_ip::endpoint& here : {any_ip::endpoint("[::1]:0"_v6), any_ip::endpoint("[::]:0"_v6)})
            for (const any_ip::endpoint& name : {any_ip::endpoint("[::1]:0"_v6), any_ip::endpoint("[::]:0"_v6)})
                check_self_connection(bound_to(here), name);
    }
}

TEST_CASE("a client that meets itself by accident is refused") {
    const deadline guard("a client that meets itself by accident is refused");
    if (!may_have_own_network())
        SKIP_TEST("needs a network of its own");
    CHECK(in_a_child([] {
              // The system has one port to choose, and it is the one that nobody listens on.
              HOLDS(enter_own_network());
              HOLDS(set_of_network("net/ipv4/ip_local_port_range", "40000 40000"));
              const auto nobody = "127.0.0.1:40000"_v4;
              const int native = ::socket(AF_INET, SOCK_STREAM, 0);
              HOLDS(::connect(native, nobody.data(), nobody.size()) == 0);  // The system sees nothing in it.
              ::close(native);

              HOLDS(set_of_network("net/ipv4/ip_local_port_range", "40001 40001"));
              for (const auto& other_name : {"0.0.0.0:40001"_v4, "127.0.0.1:40001"_v4})
                  HOLDS(tenon::connect<tenon::tcp>(other_name).error() == tenon::errc::self_connection);
              const auto another = "127.0.0.1:40001"_v4;
              HOLDS(tenon::connect<tenon::tcp>(another).error() == tenon::errc::self_connection);
              auto socket = tenon::open<tenon::tcp, tenon::ipv4>().value();
              HOLDS(std::move(socket).connect(another).error() == tenon::errc::self_connection);
              auto listener = tenon::listen<tenon::tcp>("127.0.0.1:50000"_v4).value();
              auto near = std::move(socket).connect("127.0.0.1:50000"_v4).value();
              auto far = listener.accept().value();
              HOLDS(talk(near, far));
              return true;
          }) == "held");
}

TEMPLATE_TEST_CASE("an endpoint is bound once", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("an endpoint is bound once");

    SECTION("TCP") {
        auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
        const auto taken = listener.local_endpoint().value();
        CHECK(tenon::listen<tenon::tcp>(taken).error() == std::errc::address_in_use);
        CHECK(tenon::bind<tenon::tcp>(taken).error() == std::errc::address_in_use);
        auto socket = tenon::open<tenon::tcp, TestType>().value();
        CHECK(std::move(socket).bind(taken).error() == std::errc::address_in_use);
        CHECK(std::move(socket).bind(anywhere<TestType>()).has_value());
    }
    SECTION("UDP") {
        auto first = tenon::bind<tenon::udp>(anywhere<TestType>()).value();
        const auto taken = first.local_endpoint().value();
        CHECK(tenon::bind<tenon::udp>(taken).error() == std::errc::address_in_use);
        auto socket = tenon::open<tenon::udp, TestType>().value();
        CHECK(std::move(socket).bind(taken).error() == std::errc::address_in_use);
        CHECK(std::move(socket).bind(anywhere<TestType>()).has_value());
    }
    SECTION("a listener that went leaves its endpoint to the next, although a connection lingers") {
        auto listener = tenon::listen<tenon::tcp>(anywhere<TestType>()).value();
        const auto place = listener.local_endpoint().value();
        auto client = tenon::connect<tenon::tcp>(place).value();
        auto peer = listener.accept().value();
        // Who closes first keeps the connection in TIME_WAIT.
        peer.close().value();
        std::array<std::byte, 4> buffer;
        CHECK(client.receive(buffer).value().empty());
        client.close().value();
        listener.close().value();
        CHECK(tenon::listen<tenon::tcp>(place).has_value());
    }
}

TEST_CASE("a name is bound once") {
    const deadline guard("a name is bound once");
    const support::temporary_directory directory;
    for (const auto& name : {tenon::unix_domain::path(directory.file("name")).value(),
                             tenon::unix_domain::abstract(directory.file("name")).value()}) {
        auto listener = tenon::listen<tenon::stream>(name).value();
        CHECK(tenon::listen<tenon::stream>(name).error() == std::errc::address_in_use);
        auto socket = tenon::open<tenon::stream, tenon::unix_domain>().value();
        CHECK(std::move(socket).bind(name).error() == std::errc::address_in_use);
        CHECK(std::move(socket).bind(tenon::unix_domain::unnamed()).has_value());
    }
    // A path outlives the socket; an abstract name does not.
    CHECK(tenon::listen<tenon::stream>(tenon::unix_domain::path(directory.file("name")).value()).error() ==
          std::errc::address_in_use);
    CHECK(tenon::listen<tenon::stream>(tenon::unix_domain::abstract(directory.file("name")).value()).has_value());
}

namespace {

/// Both versions of IP on one port: another program may have it in one of them, so several are tried.
template <class Six, class Four>
bool share_a_port(Six six, Four four) {
    for (int attempt = 0; attempt != 16; ++attempt) {
        auto on_six = six("[::]:0"_v6).value();
        const std::uint16_t port = on_six.local_endpoint().value().port();
        if (auto on_four = four(tenon::ipv4::endpoint("0.0.0.0"_v4_address, port)))
            return on_four->local_endpoint().value().port() == port;
    }
    return false;
}

}  // namespace

TEST_CASE("IPv6 takes no port of IPv4") {
    const deadline guard("IPv6 takes no port of IPv4");
    CHECK(share_a_port([](auto at) { return tenon::listen<tenon::tcp>(at); },
                       [](auto at) { return tenon::listen<tenon::tcp>(at); }));
    CHECK(
        share_a_port([](auto at) { return tenon::bind<tenon::udp>(at); }, [](auto at) { return tenon::bind<tenon::udp>(at); }));
    CHECK(share_a_port([](auto at) { return tenon::open<tenon::udp, tenon::ipv6>().value().bind(at); },
                       [](auto at) { return tenon::open<tenon::udp, tenon::ipv4>().value().bind(at); }));
}

TEST_CASE("IPv4 does not reach a listener of IPv6") {
    const deadline guard("IPv4 does not reach a listener of IPv6");
    const auto listens = [](auto at) { return tenon::listen<tenon::tcp>(at); };
    const auto holds_and_connects = [](auto at) {
        // Bound, and not listening: so nobody else does.
        auto holder = tenon::bind<tenon::tcp>(at, tenon::options::reuse_address{true});
        if (holder) {
            const tenon::ipv4::endpoint by_four("127.0.0.1"_v4_address, at.port());
            const tenon::ipv6::endpoint by_six("::1"_v6_address, at.port());
            CHECK(tenon::connect<tenon::tcp>(by_four).error() == std::errc::connection_refused);
            CHECK(tenon::connect<tenon::tcp>(by_six).has_value());
        }
        return holder;
    };
    CHECK(share_a_port(listens, holds_and_connects));
}
