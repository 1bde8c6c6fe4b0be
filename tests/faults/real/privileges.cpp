// SPDX-License-Identifier: BSL-1.0

// A privilege is missing (capabilities(7)): who asks for what needs it is told, and what he has is as it was. In processes of
// their own, which give the privilege up, and in networks of their own.

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

bool ping_for(const char* groups) {
    return set_of_network("net/ipv4/ping_group_range", groups);
}

/// What was opened before goes on; nothing more is opened.
template <class Protocol, class Family, class Driver>
bool lose_raw(const Driver& driver) {
    auto before = tenon::open<Protocol, Family>(driver).value();
    HOLDS(drop_capabilities({CAP_NET_RAW}));
    HOLDS((tenon::open<Protocol, Family>(driver).error() == not_permitted));
    HOLDS((tenon::open<Protocol, Family>(driver, tenon::options::send_buffer_size{8192}).error() == not_permitted));
    HOLDS(tenon::bind<Protocol>(driver, anywhere<Family>()).error() == not_permitted);
    HOLDS(tenon::connect<Protocol>(driver, anywhere<Family>()).error() == not_permitted);
    HOLDS(hears_its_echo(before));
    auto duplicate = before.duplicate().value();
    auto connected = std::move(before).connect(anywhere<Family>()).value();
    HOLDS(hears_its_echo(connected));
    return true;
}
template <class Pair, class Driver>
bool lose_raw_in_own_network() {
    HOLDS(enter_own_network());
    return lose_raw<typename Pair::protocol, typename Pair::family>(Driver());
}

/// The groups of the setting decide, with the privilege and without.
template <class Family, class Driver>
bool ping(bool with_privilege) {
    HOLDS(enter_own_network());
    HOLDS(ping_for("1 0"));  // Nobody: the default of the system.
    HOLDS(with_privilege || drop_capabilities({CAP_NET_RAW}));
    const Driver driver;
    HOLDS((tenon::open<tenon::icmp_echo, Family>(driver).error() == denied));
    HOLDS(tenon::bind<tenon::icmp_echo>(driver, anywhere<Family>()).error() == denied);
    HOLDS(tenon::connect<tenon::icmp_echo>(driver, anywhere<Family>()).error() == denied);
    HOLDS(ping_for("0 0"));  // This process's.
    auto bound = tenon::bind<tenon::icmp_echo>(driver, anywhere<Family>()).value();
    auto connected = tenon::connect<tenon::icmp_echo>(driver, anywhere<Family>()).value();
    HOLDS(ping_for("1 0"));
    HOLDS(hears_its_echo(bound));
    HOLDS(hears_its_echo(connected));
    return true;
}

template <class Protocol, class Family, class Driver>
bool bind_to_privileged_ports() {
    HOLDS(enter_own_network());
    HOLDS(drop_capabilities({CAP_NET_BIND_SERVICE}));
    const Driver driver;
    for (const std::uint16_t port : {std::uint16_t(1), std::uint16_t(80), std::uint16_t(1023)}) {
        const typename Family::endpoint privileged(anywhere<Family>().address(), port);
        HOLDS(tenon::bind<Protocol>(driver, privileged).error() == denied);
        if constexpr (tenon::may_listen<Protocol>)
            HOLDS(tenon::listen<Protocol>(driver, privileged).error() == denied);
        auto opened = tenon::open<Protocol, Family>(driver).value();
        HOLDS(std::move(opened).bind(privileged).error() == denied);
        auto bound = std::move(opened).bind(typename Family::endpoint(anywhere<Family>().address(), 1024)).value();
        HOLDS(bound.local_endpoint().value().port() == 1024);
    }
    // The network says where privilege begins.
    HOLDS(set_of_network("net/ipv4/ip_unprivileged_port_start", "80"));
    HOLDS(tenon::bind<Protocol>(driver, typename Family::endpoint(anywhere<Family>().address(), 80)).has_value());
    return true;
}

/// An option that is refused, to a socket and to a verb. What it was stays.
template <class Option>
bool refused(const Option& option, std::errc why) {
    auto both = joined<tenon::tcp, tenon::ipv4>(watched());
    if constexpr (requires { both.near.get(option).value() == both.near.get(option).value(); }) {
        const auto before = both.near.get(option).value();
        HOLDS(both.near.set(option).error() == why);
        HOLDS(both.near.get(option).value() == before);
    } else {
        HOLDS(both.near.set(option).error() == why);
    }
    HOLDS(talk(both.near, both.far));

    auto listener = tenon::listen<tenon::tcp>(watched(), "127.0.0.1:0"_v4).value();
    const auto there = listener.local_endpoint().value();
    HOLDS((tenon::open<tenon::tcp, tenon::ipv4>(watched(), option).error() == why));
    HOLDS(tenon::bind<tenon::tcp>(watched(), "127.0.0.1:0"_v4, option).error() == why);
    HOLDS(tenon::listen<tenon::tcp>(watched(), "127.0.0.1:0"_v4, option).error() == why);
    HOLDS(tenon::connect<tenon::tcp>(watched(), there, option).error() == why);
    HOLDS(tenon::connect<tenon::tcp>(watched_nonblocking(), there, option).error() == why);
    // Nobody has connected.
    HOLDS(listener.accept(tenon::within(std::chrono::seconds(0))).error() == std::errc::timed_out);

    auto opened = tenon::open<tenon::tcp, tenon::ipv4>(watched()).value();
    HOLDS(opened.set(option).error() == why);
    auto connected = std::move(opened).connect(there).value();
    auto accepted = listener.accept().value();
    HOLDS(talk(connected, accepted));
    return true;
}

/// It is not the option that is refused.
template <class Option>
bool allowed(const Option& option) {
    return tenon::open<tenon::tcp, tenon::ipv4>(watched(), option).has_value();
}

}  // namespace

TEMPLATE_TEST_CASE("without CAP_NET_RAW no raw socket is opened, and one that is open goes on", "",
                   (over<tenon::raw_ip<253>, tenon::ipv4>), (over<tenon::raw_ip<253>, tenon::ipv6>),
                   (over<tenon::icmp, tenon::ipv4>), (over<tenon::icmp, tenon::ipv6>)) {
    const deadline guard("without CAP_NET_RAW no raw socket is opened");
    if (!may_have_own_network())
        SKIP_TEST("needs a network of its own, and CAP_NET_RAW to give up");
    CHECK(in_a_child(lose_raw_in_own_network<TestType, watched>) == "held");
    CHECK(in_a_child(lose_raw_in_own_network<TestType, watched_nonblocking>) == "held");
}

TEMPLATE_TEST_CASE("who may ping is decided by groups, and not by CAP_NET_RAW", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("who may ping is decided by groups");
    if (!may_have_own_network())
        SKIP_TEST("needs a network of its own");
    for (const bool with_privilege : {true, false}) {
        CHECK(in_a_child([&] { return ping<TestType, watched>(with_privilege); }) == "held");
        CHECK(in_a_child([&] { return ping<TestType, watched_nonblocking>(with_privilege); }) == "held");
    }
}

TEMPLATE_TEST_CASE("without CAP_NET_BIND_SERVICE the low ports are denied, and others are not", "", tcp_over_ipv4,
                   tcp_over_ipv6, udp_over_ipv4, udp_over_ipv6) {
    const deadline guard("without CAP_NET_BIND_SERVICE the low ports are denied");
    if (!may_have_own_network())
        SKIP_TEST("needs a network of its own");
    using protocol = typename TestType::protocol;
    using family = typename TestType::family;
    CHECK(in_a_child(bind_to_privileged_ports<protocol, family, watched>) == "held");
    CHECK(in_a_child(bind_to_privileged_ports<protocol, family, watched_nonblocking>) == "held");
}

TEST_CASE("without CAP_NET_ADMIN its options are refused, and the socket is as it was") {
    const deadline guard("without CAP_NET_ADMIN its options are refused");
    if (!may_have_own_network())
        SKIP_TEST("needs a network of its own");
    CHECK(in_a_child([] {
              using namespace tenon::options;
              HOLDS(enter_own_network());
              const mark marked{7};
              const priority urgent{7};
              const debug debugged{true};
              const send_buffer_size_forced large{1 << 24};
              const receive_buffer_size_forced large_too{1 << 24};
              const transparent disguised{true};
              HOLDS(allowed(marked) && allowed(urgent) && allowed(debugged));
              HOLDS(allowed(large) && allowed(large_too) && allowed(disguised));
              HOLDS(drop_capabilities({CAP_NET_ADMIN, CAP_NET_RAW}));
              HOLDS(refused(marked, not_permitted));
              HOLDS(refused(urgent, not_permitted));
              HOLDS(refused(debugged, denied));
              HOLDS(refused(large, not_permitted));
              HOLDS(refused(large_too, not_permitted));
              HOLDS(refused(disguised, not_permitted));
              // What is less needs no privilege.
              HOLDS(allowed(priority{6}) && allowed(debug{false}));
              return true;
          }) == "held");
}
