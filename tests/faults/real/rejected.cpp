// SPDX-License-Identifier: BSL-1.0

// Packets are rejected (nft(8), `reject`): each ICMP type is reported once as the error of the
// manual page (icmp(7), ip(7), ipv6(7)), and the socket is in its earlier state. In network
// namespaces.

#include <list>
#include <support/catch.hpp>
#include <vector>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"
#include "../helpers/packet_filter.hpp"
#include "../helpers/ways.hpp"

using namespace faults;

namespace {

/// A rejection as nft(8) spells it, and the error that the system makes of it.
struct rejection {
    const char* rule;
    std::errc connecting;  ///< the error of the attempt to connect
};

template <class Family>
[[nodiscard]] std::vector<rejection> rejections();
template <>
std::vector<rejection> rejections<tenon::ipv4>() {
    using enum std::errc;
    return {
        {"tcp reset", connection_refused},
        {"icmp type port-unreachable", connection_refused},
        {"icmp type host-unreachable", host_unreachable},
        {"icmp type net-unreachable", network_unreachable},
        {"icmp type prot-unreachable", no_protocol_option},
        {"icmp type net-prohibited", network_unreachable},
        {"icmp type host-prohibited", host_unreachable},
        {"icmp type admin-prohibited", host_unreachable},
    };
}
template <>
std::vector<rejection> rejections<tenon::ipv6>() {
    using enum std::errc;
    return {
        {"tcp reset", connection_refused},
        {"icmpv6 type port-unreachable", connection_refused},
        {"icmpv6 type addr-unreachable", host_unreachable},
        {"icmpv6 type no-route", network_unreachable},
        {"icmpv6 type admin-prohibited", permission_denied},
        {"icmpv6 type policy-fail", permission_denied},
        {"icmpv6 type reject-route", permission_denied},
    };
}

template <class Family>
[[nodiscard]] typename Family::endpoint rejected_endpoint() {
    return typename Family::endpoint(anywhere<Family>().address(), 7001);
}
[[nodiscard]] bool reject(const char* protocol, const char* rule) {
    return filter(std::string(protocol) + " dport 7001 reject with " + rule);
}

/// An attempt from a bound socket is rejected. Afterwards the socket connects.
template <class Way, class Family>
bool connect_to_rejection(const rejection& one) {
    HOLDS(enter_network_namespace() && reject("tcp", one.rule));
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    const typename Way::driver driver;
    auto socket = tenon::bind<tenon::tcp>(driver, anywhere<Family>()).value();
    const auto local = socket.local_endpoint().value();
    const auto remote = listener.local_endpoint().value();
    if constexpr (tenon::waits<typename Way::driver>) {
        HOLDS(connected_by<Way>(socket, rejected_endpoint<Family>()).error() == one.connecting);
        HOLDS(socket.get(tenon::options::error()).value() == std::error_code());
        HOLDS(socket.local_endpoint().value() == local);
        auto client = connected_by<Way>(socket, remote).value();
        auto peer = listener.accept_from().value();
        HOLDS(peer.from == local);
        return talk(client, peer.socket);
    } else {
        auto connecting = std::move(socket).connect(rejected_endpoint<Family>());
        // If the rejection has already arrived, `connect` fails, and the socket keeps its
        // descriptor.
        if (!connecting) {
            HOLDS(connecting.error() == one.connecting);
            connecting = std::move(socket).connect(remote);
        } else {
            HOLDS(wait_and_finish(*connecting).error() == one.connecting);
            connecting = std::move(*connecting).connect(remote);
        }
        auto client = wait_and_finish(*connecting).value();
        HOLDS(client.local_endpoint().value() == local);
        auto peer = listener.accept().value();
        return talk(client, peer);
    }
}

template <class Way, class Family>
void connect_to_all_rejections() {
    const auto all = rejections<Family>();
    std::list<child> attempts;
    // At the same time: over IPv6 the attempt fails only by the rejection of the second packet,
    // which is sent after a second.
    for (const rejection& one : all)
        attempts.emplace_back([one] { return connect_to_rejection<Way, Family>(one); });
    auto next = all.begin();
    for (child& attempt : attempts) {
        INFO(next->rule);
        CHECK(attempt.wait() == "held");
        ++next;
    }
}

/// A message is rejected: a connected socket reports the error once, and stays usable.
template <class Way, class Family>
bool send_to_rejection(const char* rule, std::errc expected) {
    HOLDS(enter_network_namespace());
    auto peer = tenon::bind<tenon::udp>(rejected_endpoint<Family>()).value();
    const typename Way::driver driver;
    auto socket = tenon::connect<tenon::udp>(driver, rejected_endpoint<Family>()).value();
    auto unconnected = tenon::bind<tenon::udp>(driver, anywhere<Family>()).value();
    std::array<std::byte, 16> buffer;
    for (int round = 0; round != 2; ++round) {
        HOLDS(reject("udp", rule));
        HOLDS(send_by<Way>(socket, "refused"_bytes).value() == 7);
        HOLDS(receive_by<Way>(socket, buffer).error() == expected);
        // A send reports the error of the message before it, and sends nothing.
        HOLDS(socket.send("refused"_bytes).value() == 7);
        static_cast<void>(tenon::wait_any(tenon::readable, socket).value());
        HOLDS(socket.send("never sent"_bytes).error() == expected);
        HOLDS(socket.get(tenon::options::error()).value() == std::error_code());
        // An unconnected socket does not report the error.
        HOLDS(unconnected.send_to("refused"_bytes, rejected_endpoint<Family>()).value() == 7);
        HOLDS(unconnected.send_to("refused"_bytes, rejected_endpoint<Family>()).value() == 7);
        HOLDS(unconnected.get(tenon::options::error()).value() == std::error_code());

        HOLDS(remove_filter());
        HOLDS(peer.available().value() == 0);
        HOLDS(send_by<Way>(socket, "there"_bytes).value() == 5);
        const auto got = peer.receive_from(buffer).value();
        HOLDS(text_of(got.data) == "there" && got.from == socket.local_endpoint().value());
        static_cast<void>(peer.send_to("back"_bytes, got.from).value());
        HOLDS(receive_text(socket, 4) == "back");
        HOLDS(peer.available().value() == 0);
    }
    return true;
}

/// A rejection that does not concern the port counts as temporary: the socket does not report it
/// without `receive_errors`.
template <class Family>
bool send_to_temporary_rejection(const char* rule) {
    HOLDS(enter_network_namespace());
    auto peer = tenon::bind<tenon::udp>(rejected_endpoint<Family>()).value();
    auto socket = tenon::connect<tenon::udp>(watched(), rejected_endpoint<Family>()).value();
    HOLDS(reject("udp", rule));
    HOLDS(socket.send("refused"_bytes).value() == 7);
    HOLDS(socket.send("refused"_bytes).value() == 7);
    HOLDS(socket.get(tenon::options::error()).value() == std::error_code());
    HOLDS(remove_filter());
    send_text(socket, "there");
    std::array<std::byte, 16> buffer;
    HOLDS(text_of(peer.receive_from(buffer).value().data) == "there");
    return true;
}

/// The packets of an established connection are rejected.
template <class Way, class Family>
bool reject_established() {
    HOLDS(enter_network_namespace());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    HOLDS(talk(both.socket, both.peer));
    const auto port = std::to_string(both.peer.local_endpoint().value().port());
    HOLDS(filter("tcp dport " + port + " reject with tcp reset"));
    std::array<std::byte, 16> buffer;
    HOLDS(send_by<Way>(both.socket, "refused"_bytes).value() == 7);
    HOLDS(receive_by<Way>(both.socket, buffer).error() == std::errc::connection_reset);
    HOLDS(is_end(receive_by<Way>(both.socket, buffer).value()));
    HOLDS(send_by<Way>(both.socket, "more"_bytes).error() == std::errc::broken_pipe);
    // The peer has received nothing.
    HOLDS(both.peer.available().value() == 0);
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("connect: a packet is rejected, the error of its ICMP type is reported", "",
                   waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard("connect: a packet is rejected, the error of its ICMP type is reported",
                         60);
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    connect_to_all_rejections<TestType, tenon::ipv4>();
    connect_to_all_rejections<TestType, tenon::ipv6>();
}

TEMPLATE_TEST_CASE("send, receive: a datagram is rejected, the error is reported once", "",
                   waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard("send, receive: a datagram is rejected, the error is reported once");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    const auto refused = std::errc::connection_refused;
    CHECK(in_a_child([&] {
              return send_to_rejection<TestType, tenon::ipv4>("icmp type port-unreachable",
                                                              refused);
          }) == "held");
    CHECK(in_a_child([&] {
              return send_to_rejection<TestType, tenon::ipv6>("icmpv6 type port-unreachable",
                                                              refused);
          }) == "held");
    const auto denied = std::errc::permission_denied;
    CHECK(in_a_child([&] {
              return send_to_rejection<TestType, tenon::ipv6>("icmpv6 type admin-prohibited",
                                                              denied);
          }) == "held");
    const auto unreachable = std::errc::host_unreachable;
    CHECK(in_a_child([&] {
              return send_to_rejection<TestType, tenon::ipv4>("icmp type admin-prohibited",
                                                              unreachable);
          }) == "held");
}

TEST_CASE("send: a datagram is rejected as unreachable, no error is reported") {
    const deadline guard("send: a datagram is rejected as unreachable, no error is reported");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    for (const char* const rule : {"icmp type net-unreachable", "icmp type host-unreachable"})
        CHECK(in_a_child([&] { return send_to_temporary_rejection<tenon::ipv4>(rule); }) == "held");
    for (const char* const rule : {"icmpv6 type no-route", "icmpv6 type addr-unreachable"})
        CHECK(in_a_child([&] { return send_to_temporary_rejection<tenon::ipv6>(rule); }) == "held");
}

TEMPLATE_TEST_CASE(
    "send, receive: packets of a connection are rejected, connection_reset is reported", "",
    waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard(
        "send, receive: packets of a connection are rejected, connection_reset is reported");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    CHECK(in_a_child(reject_established<TestType, tenon::ipv4>) == "held");
    CHECK(in_a_child(reject_established<TestType, tenon::ipv6>) == "held");
}
