// SPDX-License-Identifier: BSL-1.0

// A socket that is bound to an unspecified or a specific address keeps its local endpoint after an
// attempt that failed, and after disconnect.

#include <chrono>
#include <cstdlib>
#include <string>
#include <support/catch.hpp>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"

using namespace faults;
using namespace std::chrono_literals;

namespace {

/// A family and a version of IP: the unspecified address, and two addresses of this machine.
struct over_ipv4 {
    using family = tenon::ipv4;
    static constexpr auto unspecified = "0.0.0.0:0"_v4;
    static constexpr auto one = "127.0.0.1:0"_v4;
    static constexpr auto other = "127.0.0.2:0"_v4;
};
struct over_ipv6 {
    using family = tenon::ipv6;
    static constexpr auto unspecified = "[::]:0"_v6;
    static constexpr auto one = "[::1]:0"_v6;
    static constexpr auto other = "[::1]:0"_v6;
};
/// IPv4 on a socket of IPv6: the endpoints are IPv4-mapped.
struct over_mapped_ipv4 {
    using family = tenon::any_ip;
    static constexpr auto unspecified = "[::]:0"_v6;
    static constexpr auto one = "[::ffff:127.0.0.1]:0"_v6;
    static constexpr auto other = "[::ffff:127.0.0.2]:0"_v6;
};
template <class Version>
struct by_any_ip : Version {
    using family = tenon::any_ip;
};

template <class Protocol, class Version, class Driver = tenon::blocking>
auto bound_to(const typename Version::family::endpoint& local, const Driver& driver = Driver()) {
    return tenon::bind<Protocol>(driver, local).value();
}
template <class Version>
using endpoint_of = typename Version::family::endpoint;

/// Checks the local endpoint after an attempt that was refused at once, refused later, or replaced
/// by another.
template <class Version>
void check_attempts(const endpoint_of<Version>& local) {
    using endpoint = endpoint_of<Version>;
    const endpoint closed = bound_to<tenon::tcp, Version>(Version::one).local_endpoint().value();
    auto listener = tenon::listen<tenon::tcp>(endpoint(Version::other)).value();
    const endpoint remote = listener.local_endpoint().value();
    const auto check_connects = [&](auto&& socket) {
        auto client = connected_to(std::move(socket), remote).value();
        CHECK(client.remote_endpoint().value() == remote);
        return client.local_endpoint().value().port();
    };
    const auto check_refused = [&](const auto&... limits) {
        auto socket = bound_to<tenon::tcp, Version>(local);
        const endpoint before = socket.local_endpoint().value();
        CHECK(std::move(socket).connect(closed, limits...).error() ==
              std::errc::connection_refused);
        CHECK(socket.local_endpoint().value() == before);
        CHECK(check_connects(socket) == before.port());
    };
    SECTION("blocking: the attempt is refused") {
        check_refused();
    }
    SECTION("within: the attempt is refused") {
        check_refused(tenon::within(10s));
    }
    SECTION("nonblocking: the attempt is refused") {
        auto socket = bound_to<tenon::tcp, Version>(local, tenon::nonblocking());
        const endpoint before = socket.local_endpoint().value();
        auto attempt = std::move(socket).connect(closed).value();
        CHECK(wait_and_finish(attempt).error() == std::errc::connection_refused);
        CHECK(attempt.local_endpoint().value() == before);
        CHECK(check_connects(attempt) == before.port());
    }
    SECTION("nonblocking: the attempt is replaced by another") {
        auto socket = bound_to<tenon::tcp, Version>(local, tenon::nonblocking());
        const endpoint before = socket.local_endpoint().value();
        auto attempt = std::move(socket).connect(closed).value();
        CHECK(check_connects(attempt) == before.port());
    }
}

/// Checks the local endpoint of a datagram socket after disconnect.
template <class Version>
void check_disconnect(const endpoint_of<Version>& local) {
    using endpoint = endpoint_of<Version>;
    auto socket = bound_to<tenon::udp, Version>(local);
    const endpoint before = socket.local_endpoint().value();
    auto one = bound_to<tenon::udp, Version>(Version::one);
    auto other = bound_to<tenon::udp, Version>(Version::other);
    std::array<std::byte, 16> buffer;
    for (auto* peer : {&one, &other}) {
        const endpoint remote = peer->local_endpoint().value();
        auto connected = std::move(socket).connect(remote).value();
        CHECK(connected.remote_endpoint().value() == remote);
        socket = std::move(connected).disconnect().value();
        CHECK(socket.local_endpoint().value() == before);
        // The socket receives from both again.
        for (auto* sender : {&one, &other}) {
            const endpoint from = sender->local_endpoint().value();
            const endpoint to(before.address() == endpoint(Version::unspecified).address()
                                  ? from.address()
                                  : before.address(),
                              before.port());
            CHECK(sender->send_to("x"_bytes, to));
            const auto got = socket.receive_from(buffer, tenon::within(10s));
            CHECK((got && got->from == from));
        }
    }
}

/// A link-local address cannot be bound without its zone, and disconnecting clears the zone.
bool check_link_local() {
    HOLDS(enter_network_namespace());
    HOLDS(std::system("ip -6 addr add fe80::7/64 dev lo nodad") == 0);
    const std::uint32_t zone = tenon::interface_named("lo").value().number();
    const tenon::ipv6::endpoint local("fe80::7"_v6_address, 0, zone);
    auto socket = tenon::bind<tenon::udp>(local).value();
    auto peer = tenon::bind<tenon::udp>(local).value();
    const auto before = socket.local_endpoint().value();
    HOLDS(before.scope() == zone);
    auto connected = std::move(socket).connect(peer.local_endpoint().value()).value();
    socket = std::move(connected).disconnect().value();
    HOLDS(socket.local_endpoint().value() == before);
    // The kernel adds the route to a new address some time later, and drops messages until then.
    std::array<std::byte, 4> buffer;
    bool received = false;
    for (int attempt = 0; !received && attempt != 100; ++attempt) {
        HOLDS(peer.send_to("x"_bytes, before).has_value());
        received = socket.receive_from(buffer, tenon::within(100ms)).has_value();
    }
    HOLDS(received);
    return true;
}

}  // namespace

TEST_CASE(
    "disconnect: a socket bound to a link-local address is bound to it again, with its zone") {
    const deadline guard(
        "disconnect: a socket bound to a link-local address is bound to it again, with its zone");
    if (!may_enter_network_namespace())
        SKIP_TEST("needs a network namespace");
    CHECK(in_a_child(check_link_local) == "held");
}

TEST_CASE(
    "connect: a socket bound to the IPv4-mapped unspecified address is bound to it again after a failed attempt") {
    const deadline guard("connect: a socket bound to the IPv4-mapped unspecified address");
    const auto closed_port = closed_endpoint<tenon::tcp, tenon::ipv4>().port();
    const auto unspecified = "[::ffff:0.0.0.0]:0"_v6;
    for (const bool limited : {false, true}) {
        auto socket = tenon::bind<tenon::tcp>(unspecified, tenon::options::v6_only{false}).value();
        const auto before = socket.local_endpoint().value();
        REQUIRE(before == unspecified.with_port(before.port()));
        const auto remote = "[::ffff:127.0.0.1]:0"_v6.with_port(closed_port);
        const auto error = limited ? std::move(socket).connect(remote, tenon::within(10s)).error()
                                   : std::move(socket).connect(remote).error();
        CHECK(error == std::errc::connection_refused);
        CHECK(socket.local_endpoint().value() == before);
    }
}

TEMPLATE_TEST_CASE(
    "connect: a socket bound to an unspecified address is bound to it again after a failed attempt",
    "", over_ipv4, over_ipv6, over_mapped_ipv4, by_any_ip<over_ipv4>, by_any_ip<over_ipv6>) {
    const deadline guard("connect: a bound socket is bound again after a failed attempt");
    check_attempts<TestType>(TestType::unspecified);
}

TEMPLATE_TEST_CASE(
    "connect: a socket bound to an address is bound to it again after a failed attempt", "",
    over_ipv4, over_ipv6, over_mapped_ipv4, by_any_ip<over_ipv4>, by_any_ip<over_ipv6>) {
    const deadline guard("connect: a bound socket is bound again after a failed attempt");
    check_attempts<TestType>(TestType::one);
}

TEMPLATE_TEST_CASE("disconnect: a socket bound to an unspecified address is bound to it again", "",
                   over_ipv4, over_ipv6, over_mapped_ipv4, by_any_ip<over_ipv4>,
                   by_any_ip<over_ipv6>) {
    const deadline guard("disconnect: a bound socket is bound again");
    check_disconnect<TestType>(TestType::unspecified);
}

TEMPLATE_TEST_CASE("disconnect: a socket bound to an address stays bound to it", "", over_ipv4,
                   over_ipv6, over_mapped_ipv4, by_any_ip<over_ipv4>, by_any_ip<over_ipv6>) {
    const deadline guard("disconnect: a bound socket is bound again");
    check_disconnect<TestType>(TestType::one);
}
