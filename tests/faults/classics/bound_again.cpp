// SPDX-License-Identifier: BSL-1.0

// A socket that was bound to an unspecified address, or to one by name, is bound to the same endpoint when its peer has gone.

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

/// A family, by the version that is spoken: what it is bound to, and two places to talk to.
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
/// IPv4 by a socket of IPv6, whose endpoints are IPv4-mapped.
struct over_both {
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

/// What a socket of TCP is after each way to lose an attempt: refused at once, refused later, given up.
template <class Version>
void check_attempts(const endpoint_of<Version>& local) {
    using endpoint = endpoint_of<Version>;
    const endpoint nobody = bound_to<tenon::tcp, Version>(Version::one).local_endpoint().value();
    auto listener = tenon::listen<tenon::tcp>(endpoint(Version::other)).value();
    const endpoint there = listener.local_endpoint().value();
    const auto check_connects = [&](auto&& socket) {
        auto near = connected_to(std::move(socket), there).value();
        CHECK(near.remote_endpoint().value() == there);
        return near.local_endpoint().value().port();
    };
    const auto check_refused = [&](const auto&... limits) {
        auto socket = bound_to<tenon::tcp, Version>(local);
        const endpoint before = socket.local_endpoint().value();
        CHECK(std::move(socket).connect(nobody, limits...).error() == std::errc::connection_refused);
        CHECK(socket.local_endpoint().value() == before);
        CHECK(check_connects(socket) == before.port());
    };
    SECTION("blocking, refused") {
        check_refused();
    }
    SECTION("under a limit, refused") {
        check_refused(tenon::within(10s));
    }
    SECTION("nonblocking, refused") {
        auto socket = bound_to<tenon::tcp, Version>(local, tenon::nonblocking());
        const endpoint before = socket.local_endpoint().value();
        auto attempt = std::move(socket).connect(nobody).value();
        CHECK(decided(attempt).error() == std::errc::connection_refused);
        CHECK(attempt.local_endpoint().value() == before);
        CHECK(check_connects(attempt) == before.port());
    }
    SECTION("nonblocking, given up for another") {
        auto socket = bound_to<tenon::tcp, Version>(local, tenon::nonblocking());
        const endpoint before = socket.local_endpoint().value();
        auto attempt = std::move(socket).connect(nobody).value();
        CHECK(check_connects(attempt) == before.port());
    }
}

/// What a datagram socket is when its peer is no longer fixed.
template <class Version>
void check_disconnect(const endpoint_of<Version>& local) {
    using endpoint = endpoint_of<Version>;
    auto socket = bound_to<tenon::udp, Version>(local);
    const endpoint before = socket.local_endpoint().value();
    auto one = bound_to<tenon::udp, Version>(Version::one);
    auto other = bound_to<tenon::udp, Version>(Version::other);
    std::array<std::byte, 16> buffer;
    for (auto* peer : {&one, &other}) {
        const endpoint there = peer->local_endpoint().value();
        auto near = std::move(socket).connect(there).value();
        CHECK(near.remote_endpoint().value() == there);
        socket = std::move(near).disconnect().value();
        CHECK(socket.local_endpoint().value() == before);
        // From either, whichever was the peer.
        for (auto* sender : {&one, &other}) {
            const endpoint from = sender->local_endpoint().value();
            const endpoint to(before.address() == endpoint(Version::unspecified).address() ? from.address() : before.address(),
                              before.port());
            CHECK(sender->send_to("x"_bytes, to));
            const auto got = socket.receive_from(buffer, tenon::within(10s));
            CHECK((got && got->from == from));
        }
    }
}

/// An address without its zone cannot be bound, and the system forgets the zone with the peer.
bool check_link_local() {
    HOLDS(enter_own_network());
    HOLDS(std::system("ip -6 addr add fe80::7/64 dev lo nodad") == 0);
    const std::uint32_t zone = tenon::interface_named("lo").value().number();
    const tenon::ipv6::endpoint here("fe80::7"_v6_address, 0, zone);
    auto socket = tenon::bind<tenon::udp>(here).value();
    auto peer = tenon::bind<tenon::udp>(here).value();
    const auto before = socket.local_endpoint().value();
    HOLDS(before.scope() == zone);
    auto near = std::move(socket).connect(peer.local_endpoint().value()).value();
    socket = std::move(near).disconnect().value();
    HOLDS(socket.local_endpoint().value() == before);
    // The kernel makes the route to a new address when it comes to it, and drops what is sent before.
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

TEST_CASE("disconnect: a socket bound to a link-local address is bound to it again, with its zone") {
    const deadline guard("a link-local address");
    if (!may_have_own_network())
        SKIP_TEST("needs a network of its own");
    CHECK(in_a_child(check_link_local) == "held");
}

TEST_CASE("connect: a socket bound to the IPv4-mapped unspecified address is bound to it again after a failed attempt") {
    const deadline guard("the mapped unspecified address");
    const auto nobody = deserted<tenon::tcp, tenon::ipv4>().port();
    const auto everywhere = "[::ffff:0.0.0.0]:0"_v6;
    for (const bool limited : {false, true}) {
        auto socket = tenon::bind<tenon::tcp>(everywhere, tenon::options::v6_only{false}).value();
        const auto before = socket.local_endpoint().value();
        REQUIRE(before == everywhere.with_port(before.port()));
        const auto there = "[::ffff:127.0.0.1]:0"_v6.with_port(nobody);
        const auto error =
            limited ? std::move(socket).connect(there, tenon::within(10s)).error() : std::move(socket).connect(there).error();
        CHECK(error == std::errc::connection_refused);
        CHECK(socket.local_endpoint().value() == before);
    }
}

TEMPLATE_TEST_CASE("connect: a socket bound to an unspecified address is bound to it again after a failed attempt", "",
                   over_ipv4, over_ipv6, over_both, by_any_ip<over_ipv4>, by_any_ip<over_ipv6>) {
    const deadline guard("bound again after an attempt");
    check_attempts<TestType>(TestType::unspecified);
}

TEMPLATE_TEST_CASE("connect: a socket bound to an address is bound to it again after a failed attempt", "", over_ipv4,
                   over_ipv6, over_both, by_any_ip<over_ipv4>, by_any_ip<over_ipv6>) {
    const deadline guard("bound again after an attempt");
    check_attempts<TestType>(TestType::one);
}

TEMPLATE_TEST_CASE("disconnect: a socket bound to an unspecified address is bound to it again", "", over_ipv4, over_ipv6,
                   over_both, by_any_ip<over_ipv4>, by_any_ip<over_ipv6>) {
    const deadline guard("bound again after disconnect");
    check_disconnect<TestType>(TestType::unspecified);
}

TEMPLATE_TEST_CASE("disconnect: a socket bound to an address stays bound to it", "", over_ipv4, over_ipv6, over_both,
                   by_any_ip<over_ipv4>, by_any_ip<over_ipv6>) {
    const deadline guard("bound again after disconnect");
    check_disconnect<TestType>(TestType::one);
}
