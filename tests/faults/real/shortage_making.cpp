// SPDX-License-Identifier: BSL-1.0

// No descriptor is left (RLIMIT_NOFILE, EMFILE) for what makes one: it is said, nothing is left behind, and the sockets that
// were there are what they were. In processes of their own, for the limit is the process's.

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

/// Where a socket of a pair can be connected to before it is looked for.
template <class Protocol, class Family>
[[nodiscard]] auto somewhere() {
    if constexpr (tenon::internet<Family>)
        return typename Family::endpoint(anywhere<Family>().address(), 9);
    else
        return tenon::unix_domain::abstract("nobody").value();
}

template <class Protocol, class Family, class Driver>
bool verbs_make_nothing(const Driver& driver) {
    const shortage lasts;
    HOLDS((tenon::open<Protocol, Family>(driver).error() == too_many));
    HOLDS((tenon::open<Protocol, Family>(driver, tenon::options::send_buffer_size{8192}).error() == too_many));
    HOLDS(tenon::bind<Protocol>(driver, anywhere<Family>()).error() == too_many);
    HOLDS(tenon::connect<Protocol>(driver, somewhere<Protocol, Family>()).error() == too_many);
    if constexpr (tenon::waits<Driver>)
        HOLDS(tenon::connect<Protocol>(driver, somewhere<Protocol, Family>(), tenon::within(std::chrono::hours(1))).error() ==
              too_many);
    if constexpr (tenon::may_listen<Protocol>)
        HOLDS(tenon::listen<Protocol>(driver, anywhere<Family>()).error() == too_many);
    if constexpr (tenon::makes_pairs<Family>)
        HOLDS((tenon::connected_pair<Protocol, Family>(driver).error() == too_many));
    return true;
}

/// What a socket makes of itself, and what it is afterwards.
template <class Protocol, class Family, class Driver>
bool sockets_make_nothing(const Driver& driver) {
    auto opened = tenon::open<Protocol, Family>(driver).value();
    auto bound = tenon::bind<Protocol>(driver, anywhere<Family>()).value();
    const auto here = bound.local_endpoint().value();
    {
        const shortage lasts;
        HOLDS(opened.duplicate().error() == too_many);
        HOLDS(bound.duplicate().error() == too_many);
    }
    HOLDS(bound.duplicate().value().local_endpoint().value() == here);
    HOLDS(std::move(opened).bind(anywhere<Family>()).has_value());
    HOLDS(opened.empty());
    return true;
}

template <class Protocol, class Family, class Driver>
bool connections_make_nothing(const Driver& driver) {
    auto both = joined<Protocol, Family>(driver);
    std::array<std::byte, 8> buffer;
    {
        const shortage lasts;
        HOLDS(both.near.duplicate().error() == too_many);
        HOLDS(std::move(both.near).split().error() == too_many);
        HOLDS(!both.near.empty());
        if constexpr (tenon::waits<Driver>) {
            // A source of stops needs a descriptor when an operation waits for it.
            const tenon::stop_source source;
            HOLDS(both.near.receive(buffer, source.token()).error() == too_many);
        }
        HOLDS(talk(both.near, both.far));
    }
    auto halves = std::move(both.near).split().value();
    HOLDS(both.near.empty());
    send_text(halves.second, "there");
    HOLDS(receive_text(both.far, 5) == "there");
    send_text(both.far, "back");
    HOLDS(receive_text(halves.first, 4) == "back");
    return true;
}

template <class Protocol, class Family, class Driver>
bool nothing_is_made_by(const Driver& driver) {
    return verbs_make_nothing<Protocol, Family>(driver) && sockets_make_nothing<Protocol, Family>(driver) &&
           connections_make_nothing<Protocol, Family>(driver);
}
template <class Pair>
bool nothing_is_made() {
    return nothing_is_made_by<typename Pair::protocol, typename Pair::family>(watched()) &&
           nothing_is_made_by<typename Pair::protocol, typename Pair::family>(watched_nonblocking());
}

template <class Protocol, class Family, class Driver>
bool no_echo_is_lost_by(const Driver& driver) {
    HOLDS((verbs_make_nothing<Protocol, Family>(driver) && sockets_make_nothing<Protocol, Family>(driver)));
    auto bound = tenon::bind<Protocol>(driver, anywhere<Family>()).value();
    auto connected = tenon::connect<Protocol>(driver, anywhere<Family>()).value();
    {
        const shortage lasts;
        HOLDS(bound.duplicate().error() == too_many);
        HOLDS(std::move(connected).split().error() == too_many);
        HOLDS(hears_its_echo(bound));
        HOLDS(hears_its_echo(connected));
    }
    return true;
}
template <class Pair>
bool no_echo_is_lost() {
    HOLDS(!may_have_own_network() || enter_own_network());
    HOLDS(!may_have_own_network() || set_of_network("net/ipv4/ping_group_range", "0 0"));
    return no_echo_is_lost_by<typename Pair::protocol, typename Pair::family>(watched()) &&
           no_echo_is_lost_by<typename Pair::protocol, typename Pair::family>(watched_nonblocking());
}

}  // namespace

TEMPLATE_TEST_CASE("nothing is made, and nothing is lost", "", tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6,
                   stream_over_unix, datagram_over_unix, seqpacket_over_unix) {
    const deadline guard("nothing is made, and nothing is lost");
    CHECK(in_a_child(nothing_is_made<TestType>) == "held");
}

TEMPLATE_TEST_CASE("nothing is made, and no echo is lost", "", (over<tenon::raw_ip<253>, tenon::ipv4>),
                   (over<tenon::raw_ip<253>, tenon::ipv6>), (over<tenon::icmp, tenon::ipv4>), (over<tenon::icmp, tenon::ipv6>),
                   (over<tenon::icmp_echo, tenon::ipv4>), (over<tenon::icmp_echo, tenon::ipv6>)) {
    const deadline guard("nothing is made, and no echo is lost");
    if (!may_have_own_network())
        SKIP_TEST("needs a network of its own, and CAP_NET_RAW");
    CHECK(in_a_child(no_echo_is_lost<TestType>) == "held");
}

TEST_CASE("nothing is made of either version of IP") {
    const deadline guard("nothing is made of either version of IP");
    CHECK(in_a_child([] {
              const shortage lasts;
              for (const tenon::any_ip::endpoint& either : {tenon::any_ip::endpoint("127.0.0.1:0"_v4),  //
                                                            tenon::any_ip::endpoint("[::1]:0"_v6)}) {
                  HOLDS(tenon::bind<tenon::udp>(watched(), either).error() == too_many);
                  HOLDS(tenon::listen<tenon::tcp>(watched(), either).error() == too_many);
                  HOLDS(tenon::connect<tenon::tcp>(watched(), either).error() == too_many);
              }
              return true;
          }) == "held");
}

TEMPLATE_TEST_CASE("a pair needs two descriptors, and one that is left is not lost", "", tenon::stream, tenon::datagram,
                   tenon::seqpacket) {
    const deadline guard("a pair needs two descriptors, and one that is left is not lost");
    CHECK(in_a_child([] {
              const int held = ::dup(STDERR_FILENO);
              const shortage lasts;
              ::close(held);
              HOLDS((tenon::connected_pair<TestType, tenon::unix_domain>(watched()).error() == too_many));
              HOLDS((tenon::open<tenon::tcp, tenon::ipv4>(watched()).has_value()));
              return true;
          }) == "held");
}

TEST_CASE("what is adopted needs no descriptor") {
    const deadline guard("what is adopted needs no descriptor");
    CHECK(in_a_child([] {
              const int foreign = tenon::open<tenon::tcp, tenon::ipv4>().value().release();
              const shortage lasts;
              auto socket = tenon::adopt<tenon::tcp, tenon::ipv4, tenon::opened>(watched(), foreign).value();
              HOLDS(std::move(socket).bind("127.0.0.1:0"_v4).has_value());
              return true;
          }) == "held");
}
