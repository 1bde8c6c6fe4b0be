// SPDX-License-Identifier: BSL-1.0

// A privilege is missing (capabilities(7)): an operation that needs it fails, and existing sockets
// are unchanged. In child processes, which drop the privilege, and in network namespaces.

#include <support/catch.hpp>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"
#include "../helpers/pinging.hpp"
#include "../helpers/privileges.hpp"
#include "../helpers/watched_system.hpp"

using namespace faults;

namespace {

constexpr auto not_permitted = std::errc::operation_not_permitted;
constexpr auto denied = std::errc::permission_denied;

bool set_ping_groups(const char* groups) {
    return write_network_setting("net/ipv4/ping_group_range", groups);
}

/// A socket that was opened before stays usable; no other can be opened.
template <class Protocol, class Family, class Driver>
bool lose_raw(const Driver& driver) {
    auto before = tenon::open<Protocol, Family>(driver).value();
    HOLDS(drop_capabilities({CAP_NET_RAW}));
    HOLDS((tenon::open<Protocol, Family>(driver).error() == not_permitted));
    HOLDS((tenon::open<Protocol, Family>(driver, tenon::options::send_buffer_size{8192}).error() ==
           not_permitted));
    HOLDS(tenon::bind<Protocol>(driver, anywhere<Family>()).error() == not_permitted);
    HOLDS(tenon::connect<Protocol>(driver, anywhere<Family>()).error() == not_permitted);
    HOLDS(receives_its_echo(before));
    auto duplicate = before.duplicate().value();
    auto connected = std::move(before).connect(anywhere<Family>()).value();
    HOLDS(receives_its_echo(connected));
    return true;
}
template <class Pair, class Driver>
bool lose_raw_in_network_namespace() {
    HOLDS(enter_network_namespace());
    return lose_raw<typename Pair::protocol, typename Pair::family>(Driver());
}

/// The groups in ping_group_range decide, with the privilege and without it.
template <class Family, class Driver>
bool ping(bool with_privilege) {
    HOLDS(enter_network_namespace());
    HOLDS(set_ping_groups("1 0"));  // No group: the default of the system.
    HOLDS(with_privilege || drop_capabilities({CAP_NET_RAW}));
    const Driver driver;
    HOLDS((tenon::open<tenon::icmp_echo, Family>(driver).error() == denied));
    HOLDS(tenon::bind<tenon::icmp_echo>(driver, anywhere<Family>()).error() == denied);
    HOLDS(tenon::connect<tenon::icmp_echo>(driver, anywhere<Family>()).error() == denied);
    HOLDS(set_ping_groups("0 0"));  // The group of this process.
    auto bound = tenon::bind<tenon::icmp_echo>(driver, anywhere<Family>()).value();
    auto connected = tenon::connect<tenon::icmp_echo>(driver, anywhere<Family>()).value();
    HOLDS(set_ping_groups("1 0"));
    HOLDS(receives_its_echo(bound));
    HOLDS(receives_its_echo(connected));
    return true;
}

template <class Protocol, class Family, class Driver>
bool bind_to_privileged_ports() {
    HOLDS(enter_network_namespace());
    HOLDS(drop_capabilities({CAP_NET_BIND_SERVICE}));
    const Driver driver;
    for (const std::uint16_t port : {std::uint16_t(1), std::uint16_t(80), std::uint16_t(1023)}) {
        const typename Family::endpoint privileged(anywhere<Family>().address(), port);
        HOLDS(tenon::bind<Protocol>(driver, privileged).error() == denied);
        if constexpr (tenon::may_listen<Protocol>)
            HOLDS(tenon::listen<Protocol>(driver, privileged).error() == denied);
        auto opened = tenon::open<Protocol, Family>(driver).value();
        HOLDS(std::move(opened).bind(privileged).error() == denied);
        auto bound = std::move(opened)
                         .bind(typename Family::endpoint(anywhere<Family>().address(), 1024))
                         .value();
        HOLDS(bound.local_endpoint().value().port() == 1024);
    }
    // A setting of the network determines the first port that needs no privilege.
    HOLDS(write_network_setting("net/ipv4/ip_unprivileged_port_start", "80"));
    HOLDS(tenon::bind<Protocol>(driver, typename Family::endpoint(anywhere<Family>().address(), 80))
              .has_value());
    return true;
}

/// Checks that an option is refused by `set` and by the verbs, and that its value is unchanged.
template <class Option>
bool refused(const Option& option, std::errc expected) {
    auto both = joined<tenon::tcp, tenon::ipv4>(watched());
    if constexpr (requires {
                      both.socket.get(option).value() == both.socket.get(option).value();
                  }) {
        const auto before = both.socket.get(option).value();
        HOLDS(both.socket.set(option).error() == expected);
        HOLDS(both.socket.get(option).value() == before);
    } else {
        HOLDS(both.socket.set(option).error() == expected);
    }
    HOLDS(talk(both.socket, both.peer));

    auto listener = tenon::listen<tenon::tcp>(watched(), "127.0.0.1:0"_v4).value();
    const auto remote = listener.local_endpoint().value();
    HOLDS((tenon::open<tenon::tcp, tenon::ipv4>(watched(), option).error() == expected));
    HOLDS(tenon::bind<tenon::tcp>(watched(), "127.0.0.1:0"_v4, option).error() == expected);
    HOLDS(tenon::listen<tenon::tcp>(watched(), "127.0.0.1:0"_v4, option).error() == expected);
    HOLDS(tenon::connect<tenon::tcp>(watched(), remote, option).error() == expected);
    HOLDS(tenon::connect<tenon::tcp>(watched_nonblocking(), remote, option).error() == expected);
    // No connection was made.
    HOLDS(listener.accept(tenon::within(std::chrono::seconds(0))).error() == std::errc::timed_out);

    auto opened = tenon::open<tenon::tcp, tenon::ipv4>(watched()).value();
    HOLDS(opened.set(option).error() == expected);
    auto connected = std::move(opened).connect(remote).value();
    auto accepted = listener.accept().value();
    HOLDS(talk(connected, accepted));
    return true;
}

/// Whether a socket can be opened with an option.
template <class Option>
bool allowed(const Option& option) {
    return tenon::open<tenon::tcp, tenon::ipv4>(watched(), option).has_value();
}

}  // namespace

TEMPLATE_TEST_CASE(
    "open: without CAP_NET_RAW no raw socket is opened, and an open one stays usable", "",
    (over<tenon::raw_ip<253>, tenon::ipv4>), (over<tenon::raw_ip<253>, tenon::ipv6>),
    (over<tenon::icmp, tenon::ipv4>), (over<tenon::icmp, tenon::ipv6>)) {
    const deadline guard(
        "open: without CAP_NET_RAW no raw socket is opened, and an open one stays usable");
    if (!may_enter_network_namespace())
        SKIP_TEST("needs a network namespace and CAP_NET_RAW");
    CHECK(in_a_child(lose_raw_in_network_namespace<TestType, watched>) == "held");
    CHECK(in_a_child(lose_raw_in_network_namespace<TestType, watched_nonblocking>) == "held");
}

TEMPLATE_TEST_CASE(
    "icmp_echo: ping_group_range decides which processes may open it, and not CAP_NET_RAW", "",
    tenon::ipv4, tenon::ipv6) {
    const deadline guard(
        "icmp_echo: ping_group_range decides which processes may open it, and not CAP_NET_RAW");
    if (!may_enter_network_namespace())
        SKIP_TEST("needs a network namespace");
    for (const bool with_privilege : {true, false}) {
        CHECK(in_a_child([&] { return ping<TestType, watched>(with_privilege); }) == "held");
        CHECK(in_a_child([&] { return ping<TestType, watched_nonblocking>(with_privilege); }) ==
              "held");
    }
}

TEMPLATE_TEST_CASE(
    "bind: without CAP_NET_BIND_SERVICE the low ports are denied, and others are not", "",
    tcp_over_ipv4, tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6) {
    const deadline guard(
        "bind: without CAP_NET_BIND_SERVICE the low ports are denied, and others are not");
    if (!may_enter_network_namespace())
        SKIP_TEST("needs a network namespace");
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    CHECK(in_a_child(bind_to_privileged_ports<protocol, family, watched>) == "held");
    CHECK(in_a_child(bind_to_privileged_ports<protocol, family, watched_nonblocking>) == "held");
}

TEST_CASE(
    "set: without CAP_NET_ADMIN the options that need it are refused, and the socket is unchanged") {
    const deadline guard(
        "set: without CAP_NET_ADMIN the options that need it are refused, and the socket is unchanged");
    if (!may_enter_network_namespace())
        SKIP_TEST("needs a network namespace");
    CHECK(in_a_child([] {
              using namespace tenon::options;
              HOLDS(enter_network_namespace());
              const mark marked{7};
              const priority urgent{7};
              const debug debugged{true};
              const send_buffer_size_forced large{1 << 24};
              const receive_buffer_size_forced large_receive{1 << 24};
              const transparent transparent_bind{true};
              HOLDS(allowed(marked) && allowed(urgent) && allowed(debugged));
              HOLDS(allowed(large) && allowed(large_receive) && allowed(transparent_bind));
              HOLDS(drop_capabilities({CAP_NET_ADMIN, CAP_NET_RAW}));
              HOLDS(refused(marked, not_permitted));
              HOLDS(refused(urgent, not_permitted));
              HOLDS(refused(debugged, denied));
              HOLDS(refused(large, not_permitted));
              HOLDS(refused(large_receive, not_permitted));
              HOLDS(refused(transparent_bind, not_permitted));
              // Lower values need no privilege.
              HOLDS(allowed(priority{6}) && allowed(debug{false}));
              return true;
          }) == "held");
}
