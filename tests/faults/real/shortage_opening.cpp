// SPDX-License-Identifier: BSL-1.0

// No descriptor is free (RLIMIT_NOFILE, EMFILE) for an operation that needs one: the error is
// reported, no descriptor is lost, and existing sockets are unchanged. In child processes, because
// the limit is that of a process.

#include <unistd.h>

#include <support/catch.hpp>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"
#include "../helpers/pinging.hpp"
#include "../helpers/shortage.hpp"
#include "../helpers/watched_system.hpp"

using namespace faults;

namespace {

constexpr auto too_many = std::errc::too_many_files_open;

/// An endpoint to connect to that needs no listener: the verb fails before it calls connect(2).
template <class Protocol, class Family>
[[nodiscard]] auto closed_remote() {
    if constexpr (tenon::internet<Family>)
        return typename Family::endpoint(anywhere<Family>().address(), 9);
    else
        return tenon::unix_domain::abstract("closed").value();
}

template <class Protocol, class Family, class Driver>
bool check_verbs(const Driver& driver) {
    const shortage no_descriptors;
    HOLDS((tenon::open<Protocol, Family>(driver).error() == too_many));
    HOLDS((tenon::open<Protocol, Family>(driver, tenon::options::send_buffer_size{8192}).error() ==
           too_many));
    HOLDS(tenon::bind<Protocol>(driver, anywhere<Family>()).error() == too_many);
    HOLDS(tenon::connect<Protocol>(driver, closed_remote<Protocol, Family>()).error() == too_many);
    if constexpr (tenon::waits<Driver>)
        HOLDS(tenon::connect<Protocol>(driver, closed_remote<Protocol, Family>(),
                                       tenon::within(std::chrono::hours(1)))
                  .error() == too_many);
    if constexpr (tenon::may_listen<Protocol>)
        HOLDS(tenon::listen<Protocol>(driver, anywhere<Family>()).error() == too_many);
    if constexpr (tenon::makes_pairs<Family>)
        HOLDS((tenon::connected_pair<Protocol, Family>(driver).error() == too_many));
    return true;
}

/// The members of a socket that open a descriptor, and the socket afterwards.
template <class Protocol, class Family, class Driver>
bool check_sockets(const Driver& driver) {
    auto opened = tenon::open<Protocol, Family>(driver).value();
    auto bound = tenon::bind<Protocol>(driver, anywhere<Family>()).value();
    const auto local = bound.local_endpoint().value();
    {
        const shortage no_descriptors;
        HOLDS(opened.duplicate().error() == too_many);
        HOLDS(bound.duplicate().error() == too_many);
    }
    HOLDS(bound.duplicate().value().local_endpoint().value() == local);
    HOLDS(std::move(opened).bind(anywhere<Family>()).has_value());
    HOLDS(opened.empty());
    return true;
}

template <class Protocol, class Family, class Driver>
bool check_connections(const Driver& driver) {
    auto both = joined<Protocol, Family>(driver);
    std::array<std::byte, 8> buffer;
    {
        const shortage no_descriptors;
        HOLDS(both.socket.duplicate().error() == too_many);
        HOLDS(std::move(both.socket).split().error() == too_many);
        HOLDS(!both.socket.empty());
        if constexpr (tenon::waits<Driver>) {
            // A stop source opens its descriptor when an operation waits for its token.
            const tenon::stop_source source;
            HOLDS(both.socket.receive(buffer, source.token()).error() == too_many);
        }
        HOLDS(talk(both.socket, both.peer));
    }
    auto halves = std::move(both.socket).split().value();
    HOLDS(both.socket.empty());
    send_text(halves.second, "there");
    HOLDS(receive_text(both.peer, 5) == "there");
    send_text(both.peer, "back");
    HOLDS(receive_text(halves.first, 4) == "back");
    return true;
}

template <class Protocol, class Family, class Driver>
bool check_all_under(const Driver& driver) {
    return check_verbs<Protocol, Family>(driver) && check_sockets<Protocol, Family>(driver) &&
           check_connections<Protocol, Family>(driver);
}
template <class Pair>
bool check_all() {
    return check_all_under<typename Pair::protocol, typename Pair::family>(watched()) &&
           check_all_under<typename Pair::protocol, typename Pair::family>(watched_nonblocking());
}

template <class Protocol, class Family, class Driver>
bool check_raw_under(const Driver& driver) {
    HOLDS((check_verbs<Protocol, Family>(driver) && check_sockets<Protocol, Family>(driver)));
    auto bound = tenon::bind<Protocol>(driver, anywhere<Family>()).value();
    auto connected = tenon::connect<Protocol>(driver, anywhere<Family>()).value();
    {
        const shortage no_descriptors;
        HOLDS(bound.duplicate().error() == too_many);
        HOLDS(std::move(connected).split().error() == too_many);
        HOLDS(receives_its_echo(bound));
        HOLDS(receives_its_echo(connected));
    }
    return true;
}
template <class Pair>
bool check_raw() {
    HOLDS(!may_enter_network_namespace() || enter_network_namespace());
    HOLDS(!may_enter_network_namespace() ||
          write_network_setting("net/ipv4/ping_group_range", "0 0"));
    return check_raw_under<typename Pair::protocol, typename Pair::family>(watched()) &&
           check_raw_under<typename Pair::protocol, typename Pair::family>(watched_nonblocking());
}

}  // namespace

TEMPLATE_TEST_CASE("verbs, duplicate, split: EMFILE is reported, and existing sockets stay usable",
                   "", tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6, stream_over_unix,
                   datagram_over_unix, seqpacket_over_unix) {
    const deadline guard(
        "verbs, duplicate, split: EMFILE is reported, and existing sockets stay usable");
    CHECK(in_a_child(check_all<TestType>) == "held");
}

TEMPLATE_TEST_CASE(
    "verbs, duplicate, split: EMFILE is reported, and existing raw sockets stay usable", "",
    (over<tenon::raw_ip<253>, tenon::ipv4>), (over<tenon::raw_ip<253>, tenon::ipv6>),
    (over<tenon::icmp, tenon::ipv4>), (over<tenon::icmp, tenon::ipv6>),
    (over<tenon::icmp_echo, tenon::ipv4>), (over<tenon::icmp_echo, tenon::ipv6>)) {
    const deadline guard(
        "verbs, duplicate, split: EMFILE is reported, and existing raw sockets stay usable");
    if (!may_enter_network_namespace())
        SKIP_TEST("needs a network namespace and CAP_NET_RAW");
    CHECK(in_a_child(check_raw<TestType>) == "held");
}

TEST_CASE("bind, listen, connect: EMFILE is reported for any_ip") {
    const deadline guard("bind, listen, connect: EMFILE is reported for any_ip");
    CHECK(in_a_child([] {
              const shortage no_descriptors;
              for (const tenon::any_ip::endpoint& either :
                   {tenon::any_ip::endpoint("127.0.0.1:0"_v4),  //
                    tenon::any_ip::endpoint("[::1]:0"_v6)}) {
                  HOLDS(tenon::bind<tenon::udp>(watched(), either).error() == too_many);
                  HOLDS(tenon::listen<tenon::tcp>(watched(), either).error() == too_many);
                  HOLDS(tenon::connect<tenon::tcp>(watched(), either).error() == too_many);
              }
              return true;
          }) == "held");
}

TEMPLATE_TEST_CASE(
    "connected_pair: with one free descriptor EMFILE is reported, and the descriptor stays free",
    "", tenon::stream, tenon::datagram, tenon::seqpacket) {
    const deadline guard(
        "connected_pair: with one free descriptor EMFILE is reported, and the descriptor stays free");
    CHECK(in_a_child([] {
              const int free_descriptor = ::dup(STDERR_FILENO);
              const shortage no_descriptors;
              ::close(free_descriptor);
              HOLDS((tenon::connected_pair<TestType, tenon::unix_domain>(watched()).error() ==
                     too_many));
              HOLDS((tenon::open<tenon::tcp, tenon::ipv4>(watched()).has_value()));
              return true;
          }) == "held");
}

TEST_CASE("adopt: it opens no descriptor") {
    const deadline guard("adopt: it opens no descriptor");
    CHECK(in_a_child([] {
              const int foreign = tenon::open<tenon::tcp, tenon::ipv4>().value().release();
              const shortage no_descriptors;
              auto socket =
                  tenon::adopt<tenon::tcp, tenon::ipv4, tenon::opened>(watched(), foreign).value();
              HOLDS(std::move(socket).bind("127.0.0.1:0"_v4).has_value());
              return true;
          }) == "held");
}
