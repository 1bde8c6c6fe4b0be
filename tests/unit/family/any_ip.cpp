// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/refused_text.hpp>

#include <sys/socket.h>

#include <array>
#include <compare>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

using tenon::any_ip;
using tenon::errc;
using tenon::ipv4;
using tenon::ipv6;
using tenon::parse;
using tenon::tcp;
using tenon::udp;
using namespace tenon::literals;

namespace {

using any_endpoint = any_ip::endpoint;

bool has_ipv6() {
    return tenon::bind<udp>("[::1]:0"_v6).has_value();
}

template <class Socket>
int domain_of(const Socket& socket) {
    int domain = 0;
    socklen_t size = sizeof domain;
    REQUIRE(::getsockopt(socket.native_handle(), SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0);
    return domain;
}
template <class Socket>
int v6_only_of(const Socket& socket) {
    int on = -1;
    socklen_t size = sizeof on;
    REQUIRE(::getsockopt(socket.native_handle(), IPPROTO_IPV6, IPV6_V6ONLY, &on, &size) == 0);
    return on;
}

/// Checks that bytes can be sent in both directions.
template <class Local, class Peer>
void check_stream(Local& local, Peer& peer) {
    std::array<std::byte, 4> buffer;
    local.send_all(std::string_view("ping")).value();
    CHECK(tenon::as_text(peer.receive_exactly(buffer).value()) == "ping");
    peer.send_all(std::string_view("pong")).value();
    CHECK(tenon::as_text(local.receive_exactly(buffer).value()) == "pong");
}

/// Sends a message to `endpoint`, receives it at the peer, and sends a reply to its sender.
/// Returns the endpoint of the sender as the peer received it.
template <class Local, class Peer, class Endpoint>
any_endpoint check_datagrams(Local& local, Peer& peer, const Endpoint& endpoint) {
    std::array<std::byte, 16> buffer;
    local.send_to(std::string_view("ping"), endpoint).value();
    const auto received = peer.receive_from(buffer).value();
    CHECK(tenon::as_text(received.data) == "ping");
    peer.send_to(std::string_view("pong!"), received.from).value();
    CHECK(tenon::as_text(local.receive_from(buffer).value().data) == "pong!");
    return received.from;
}

}  // namespace

TEST_CASE("any_ip::address: has one version, and the accessor of the other version fails") {
    constexpr any_ip::address four = "192.0.2.1"_v4_address;
    constexpr any_ip::address six = "2001:db8::1"_v6_address;
    STATIC_REQUIRE((four.is_v4() && !four.is_v6() && six.is_v6() && !six.is_v4()));
    STATIC_REQUIRE(*four.v4() == "192.0.2.1"_v4_address);
    STATIC_REQUIRE(*six.v6() == "2001:db8::1"_v6_address);
    CHECK(four.v6().error() == errc::not_an_ipv6_address);
    CHECK(six.v4().error() == errc::not_an_ipv4_address);
    CHECK(any_ip::address("::ffff:192.0.2.1"_v6_address).v4().error() == errc::not_an_ipv4_address);
    CHECK(any_ip::address() == ipv6::address::any());
}

TEST_CASE(
    "any_ip::address: an IPv4-mapped address differs from the IPv4 address, unmapped converts it") {
    constexpr any_ip::address four = "192.0.2.1"_v4_address;
    constexpr any_ip::address mapped = "::ffff:192.0.2.1"_v6_address;
    STATIC_REQUIRE(four != mapped);
    STATIC_REQUIRE(mapped.unmapped() == four);
    STATIC_REQUIRE(four.mapped() == mapped);
    STATIC_REQUIRE(four.unmapped() == four);
    STATIC_REQUIRE(mapped.mapped() == mapped);
    STATIC_REQUIRE(any_ip::address("::1"_v6_address).unmapped() == "::1"_v6_address);
    STATIC_REQUIRE(four.as_v6() == mapped.as_v6());
    CHECK(to_string(four) == "192.0.2.1");
    CHECK(to_string(mapped) == "::ffff:192.0.2.1");
    const any_endpoint endpoint(mapped, 80);
    CHECK(endpoint.unmapped() == "192.0.2.1:80"_v4);
    CHECK(endpoint.unmapped().mapped() == endpoint);
    CHECK(any_endpoint("[fe80::1%3]:80"_v6).unmapped() == "[fe80::1%3]:80"_v6);
    CHECK(any_endpoint("[fe80::1%3]:80"_v6).mapped() == "[fe80::1%3]:80"_v6);
}

TEST_CASE("any_ip::address: the predicates are those of the version") {
    for (const char* const loopback : {"127.0.0.1", "::1"})
        CHECK(parse<any_ip::address>(loopback)->is_loopback());
    for (const char* const unspecified : {"0.0.0.0", "::"})
        CHECK(parse<any_ip::address>(unspecified)->is_unspecified());
    for (const char* const link_local : {"169.254.1.1", "fe80::1"})
        CHECK(parse<any_ip::address>(link_local)->is_link_local());
    for (const char* const multicast : {"224.0.0.1", "ff02::1"})
        CHECK(parse<any_ip::address>(multicast)->is_multicast());
    for (const char* const global : {"8.8.8.8", "2606:4700::1"}) {
        const auto address = parse<any_ip::address>(global).value();
        CHECK(address.is_global());
        CHECK_FALSE((address.is_loopback() || address.is_unspecified() || address.is_link_local() ||
                     address.is_multicast()));
    }
    // The predicates do not unmap an IPv4-mapped address.
    CHECK_FALSE(parse<any_ip::address>("::ffff:8.8.8.8")->is_global());
    CHECK_FALSE(parse<any_ip::address>("::ffff:127.0.0.1")->is_loopback());
}

TEST_CASE("any_ip::endpoint: has the sockaddr of its version") {
    const any_endpoint four = "192.0.2.1:80"_v4;
    CHECK(four.domain() == AF_INET);
    CHECK(four.size() == sizeof(sockaddr_in));
    CHECK(four.with_port(443).v4().value() == "192.0.2.1:443"_v4);
    CHECK((four.port() == 80 && four.address() == "192.0.2.1"_v4_address && four.scope() == 0));
    CHECK(four.v4().value() == "192.0.2.1:80"_v4);
    CHECK(four.v6().error() == errc::not_an_ipv6_address);
    const any_endpoint six = "[fe80::1%7]:81"_v6;
    CHECK(six.with_port(443) == any_endpoint("[fe80::1%7]:443"_v6));
    CHECK(six.domain() == AF_INET6);
    CHECK(six.size() == sizeof(sockaddr_in6));
    CHECK((six.port() == 81 && six.address() == "fe80::1"_v6_address && six.scope() == 7));
    CHECK(six.v6().value() == "[fe80::1%7]:81"_v6);
    CHECK(six.v4().error() == errc::not_an_ipv4_address);
    CHECK(any_endpoint() == "[::]:0"_v6);
    CHECK(any_endpoint(any_ip::address("fe80::1"_v6_address), 81, 7) == six);
    CHECK(any_endpoint(any_ip::address("192.0.2.1"_v4_address), 80) == four);
    CHECK(any_endpoint::capacity() == sizeof(sockaddr_in6));
    STATIC_REQUIRE(sizeof(any_endpoint) == sizeof(sockaddr_in6));
}

TEST_CASE("any_ip::endpoint, any_ip::address: are parsed and printed in both versions") {
    for (const char* const text :
         {"127.0.0.1:80", "0.0.0.0:0", "[::1]:80", "[fe80::1%2]:65535", "[::ffff:1.2.3.4]:1"})
        CHECK(to_string(parse<any_endpoint>(text).value()) == text);
    CHECK(parse<any_endpoint>("127.0.0.1:80")->is_v4());
    CHECK(parse<any_endpoint>("[::1]:80")->is_v6());
    unit::check_refused<any_endpoint>({
        {"", errc::text_is_empty},
        {"127.0.0.1", errc::port_missing},
        {"[::1]", errc::port_missing},
        {"::1:80", errc::ipv6_bracket_missing},
        {"[127.0.0.1]:80", errc::not_an_ipv6_address},
        {"127.0.0.256:80", errc::ipv4_octet_exceeds_255},
        {"localhost:80", errc::not_an_ip_address},
    });
    for (const char* const text : {"127.0.0.1", "::1", "::", "::ffff:1.2.3.4"})
        CHECK(to_string(parse<any_ip::address>(text).value()) == text);
    unit::check_refused<any_ip::address>({
        {"", errc::text_is_empty},
        {"1.2.3", errc::ipv4_has_not_four_octets},
        {":1", errc::ipv6_group_missing},
        {"[::1]", errc::unexpected_character},
        {"127.0.0.1:80", errc::unexpected_character},
    });
}

TEST_CASE("any_ip::endpoint, any_ip::address: IPv4 is less than IPv6") {
    const std::vector<any_endpoint> ascending = {"1.0.0.0:9"_v4,   "255.0.0.0:1"_v4,
                                                 "255.0.0.0:2"_v4, "[::]:0"_v6,
                                                 "[::1]:1"_v6,     "[::ffff:1.0.0.0]:9"_v6};
    for (std::size_t left = 0; left != ascending.size(); ++left)
        for (std::size_t right = 0; right != ascending.size(); ++right) {
            CHECK((ascending[left] == ascending[right]) == (left == right));
            CHECK((ascending[left] < ascending[right]) == (left < right));
            if (ascending[left].address() != ascending[right].address())
                CHECK((ascending[left].address() < ascending[right].address()) == (left < right));
        }
}

TEST_CASE("any_ip::endpoint: resize accepts a sockaddr of either version, and no other") {
    any_endpoint endpoint;
    CHECK(endpoint.resize(sizeof(sockaddr_in6)));
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_in)));
    endpoint = "1.2.3.4:5"_v4;
    CHECK(endpoint.resize(sizeof(sockaddr_in)));
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_in6)));
    CHECK_FALSE(endpoint.resize(0));
    endpoint.data()->sa_family = AF_UNIX;
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_in)));
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_in6)));
}

TEST_CASE("listen: any_ip on [::] accepts both versions, IPv4 peers are IPv4-mapped") {
    if (!has_ipv6())
        SKIP_TEST("the machine has no IPv6");
    auto listener = tenon::listen<tcp>(any_endpoint("[::]:0"_v6)).value();
    CHECK(domain_of(listener) == AF_INET6);
    CHECK(v6_only_of(listener) == 0);
    const std::uint16_t port = listener.local_endpoint().value().port();

    auto four = tenon::connect<tcp>(ipv4::endpoint(ipv4::address::loopback(), port)).value();
    auto [from_four, four_endpoint] = listener.accept_from().value();
    CHECK(four_endpoint.is_v6());
    CHECK(four_endpoint.unmapped() == four.local_endpoint().value());
    CHECK(from_four.remote_endpoint().value() == four_endpoint);
    check_stream(four, from_four);

    auto six = tenon::connect<tcp>(ipv6::endpoint(ipv6::address::loopback(), port)).value();
    auto from_six = listener.accept().value();
    CHECK(from_six.remote_endpoint().value() == six.local_endpoint().value());
    check_stream(six, from_six);

    for (const any_endpoint& endpoint :
         {any_endpoint(ipv4::address::loopback(), port),
          any_endpoint(ipv6::address::loopback(), port),
          any_endpoint(any_ip::address(ipv4::address::loopback()).mapped(), port)}) {
        INFO(endpoint);
        auto local = tenon::connect<tcp>(endpoint).value();
        CHECK(domain_of(local) == endpoint.domain());
        CHECK(local.remote_endpoint().value() == endpoint);
        auto peer = listener.accept().value();
        check_stream(local, peer);
    }
}

TEST_CASE("listen: ipv6 on [::] refuses IPv4, any_ip on 0.0.0.0 refuses IPv6") {
    if (!has_ipv6())
        SKIP_TEST("the machine has no IPv6");
    const auto only_six = tenon::listen<tcp>("[::]:0"_v6).value();
    CHECK(v6_only_of(only_six) == 1);
    const auto only_four = tenon::listen<tcp>(any_endpoint("0.0.0.0:0"_v4)).value();
    CHECK(domain_of(only_four) == AF_INET);
    const any_endpoint endpoint(ipv6::address::loopback(),
                                only_four.local_endpoint().value().port());
    CHECK(tenon::connect<tcp>(endpoint).error() == std::errc::connection_refused);
}

TEST_CASE("bind: udp over any_ip uses the version of the endpoint, and both on [::]") {
    if (!has_ipv6())
        SKIP_TEST("the machine has no IPv6");
    auto four = tenon::bind<udp>(any_endpoint("127.0.0.1:0"_v4)).value();
    auto other_four = tenon::bind<udp>(any_endpoint("127.0.0.1:0"_v4)).value();
    CHECK(check_datagrams(four, other_four, other_four.local_endpoint().value()) ==
          four.local_endpoint().value());
    auto six = tenon::bind<udp>(any_endpoint("[::1]:0"_v6)).value();
    auto other_six = tenon::bind<udp>(any_endpoint("[::1]:0"_v6)).value();
    CHECK(check_datagrams(six, other_six, other_six.local_endpoint().value()) ==
          six.local_endpoint().value());

    auto both = tenon::bind<udp>(any_endpoint("[::]:0"_v6)).value();
    CHECK(v6_only_of(both) == 0);
    const std::uint16_t port = both.local_endpoint().value().port();
    const any_endpoint seen_four =
        check_datagrams(four, both, any_endpoint(ipv4::address::loopback(), port));
    CHECK((seen_four.is_v6() && seen_four.unmapped() == four.local_endpoint().value()));
    CHECK(check_datagrams(six, both, any_endpoint(ipv6::address::loopback(), port)) ==
          six.local_endpoint().value());
    // From the socket of both versions to an IPv4-mapped endpoint.
    const any_endpoint seen_mapped =
        check_datagrams(both, four, four.local_endpoint().value().mapped());
    CHECK(seen_mapped == any_endpoint(ipv4::address::loopback(), port));
    CHECK(check_datagrams(both, six, six.local_endpoint().value()) ==
          any_endpoint(ipv6::address::loopback(), port));
    // Connected, and disconnected again.
    auto fixed = std::move(both).connect(four.local_endpoint().value().mapped()).value();
    CHECK(fixed.remote_endpoint().value().unmapped() == four.local_endpoint().value());
    auto free = std::move(fixed).disconnect().value();
    CHECK(free.local_endpoint().value().port() == port);

    // From [::] to an IPv4 endpoint that is not mapped.
    auto fresh = tenon::bind<udp>(any_endpoint("[::]:0"_v6)).value();
    const any_endpoint plain = four.local_endpoint().value();
    REQUIRE(plain.is_v4());
    const any_endpoint seen_plain = check_datagrams(fresh, four, plain);
    CHECK(seen_plain ==
          any_endpoint(ipv4::address::loopback(), fresh.local_endpoint().value().port()));
    CHECK(std::move(fresh).connect(plain).value().remote_endpoint().value().unmapped() == plain);
}

TEST_CASE("adopt: any_ip accepts sockets of both versions, and refuses other families") {
    const auto adopted = [](int domain) {
        return tenon::adopt<tcp, any_ip, tenon::opened>(
            ::socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0));
    };
    CHECK(adopted(AF_INET).has_value());
    if (has_ipv6())
        CHECK(adopted(AF_INET6).has_value());
    const unit::owned foreign(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto refused = tenon::adopt<tenon::stream, any_ip, tenon::opened>(foreign);
    CHECK(refused.error() == errc::wrong_family);
    // An adopted socket can be bound.
    auto bound = adopted(AF_INET).value();
    CHECK(std::move(bound).bind("127.0.0.1:0"_v4).value().local_endpoint().value().address() ==
          ipv4::address::loopback());
}

TEST_CASE("bind: if IPV6_V6ONLY cannot be cleared, fails and leaks no descriptor") {
    if (!has_ipv6())
        SKIP_TEST("the machine has no IPv6");
    const auto refused = [](const any_endpoint& endpoint) {
        tenon::os::fault_plan plan({.call = tenon::os::call_name::setsockopt, .error = EINVAL});
        const auto socket = tenon::bind<udp>(
            tenon::basic_blocking<tenon::os::faulty>(tenon::os::faulty(plan)), endpoint);
        CHECK(plan.seen(tenon::os::call_name::close) == plan.applied());
        return !socket && socket.error() == std::errc::invalid_argument;
    };
    CHECK(refused("[::1]:0"_v6));
    // An IPv4 socket is opened without setsockopt(2), so it does not fail.
    CHECK_FALSE(refused("127.0.0.1:0"_v4));
}
