// SPDX-License-Identifier: BSL-1.0

// Packets are answered by a refusal (nft(8), `reject`): each kind is the error that the manual says (icmp(7), ip(7), ipv6(7)),
// told once, and the socket is what it was before. In networks of their own.

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

/// A way to refuse, in the words of nft(8), and what the system makes of it.
struct refusal {
    const char* words;
    std::errc connecting;  ///< what the attempt to connect fails with
};

template <class Family>
[[nodiscard]] std::vector<refusal> refusals();
template <>
std::vector<refusal> refusals<tenon::ipv4>() {
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
std::vector<refusal> refusals<tenon::ipv6>() {
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
[[nodiscard]] typename Family::endpoint closed_place() {
    return typename Family::endpoint(anywhere<Family>().address(), 7001);
}
[[nodiscard]] bool reject(const char* protocol, const char* words) {
    return filter(std::string(protocol) + " dport 7001 reject with " + words);
}

/// An attempt that is refused, from a socket that has a port; and one afterwards that is not.
template <class Way, class Family>
bool connect_to_refusal(const refusal& one) {
    HOLDS(enter_own_network() && reject("tcp", one.words));
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    const typename Way::driver driver;
    auto socket = tenon::bind<tenon::tcp>(driver, anywhere<Family>()).value();
    const auto here = socket.local_endpoint().value();
    const auto there = listener.local_endpoint().value();
    if constexpr (tenon::waits<typename Way::driver>) {
        HOLDS(connected_by<Way>(socket, closed_place<Family>()).error() == one.connecting);
        HOLDS(socket.get(tenon::options::error()).value() == std::error_code());
        HOLDS(socket.local_endpoint().value() == here);
        auto near = connected_by<Way>(socket, there).value();
        auto far = listener.accept_from().value();
        HOLDS(far.from == here);
        return talk(near, far.socket);
    } else {
        auto connecting = std::move(socket).connect(closed_place<Family>());
        // Where the refusal is there already, it is said at once, and the socket is the caller's still.
        if (!connecting) {
            HOLDS(connecting.error() == one.connecting);
            connecting = std::move(socket).connect(there);
        } else {
            HOLDS(decided(*connecting).error() == one.connecting);
            connecting = std::move(*connecting).connect(there);
        }
        auto near = decided(*connecting).value();
        HOLDS(near.local_endpoint().value() == here);
        auto far = listener.accept().value();
        return talk(near, far);
    }
}

template <class Way, class Family>
void meet_all_refusals() {
    const auto all = refusals<Family>();
    std::list<child> attempts;
    // At once: over IPv6 the system believes only the refusal of the second packet, which leaves after a second.
    for (const refusal& one : all)
        attempts.emplace_back([one] { return connect_to_refusal<Way, Family>(one); });
    auto next = all.begin();
    for (child& attempt : attempts) {
        INFO(next->words);
        CHECK(attempt.wait() == "held");
        ++next;
    }
}

/// A message that is refused: who has this peer and no other is told, once, and goes on.
template <class Way, class Family>
bool send_to_refusal(const char* words, std::errc why) {
    HOLDS(enter_own_network());
    auto far = tenon::bind<tenon::udp>(closed_place<Family>()).value();
    const typename Way::driver driver;
    auto near = tenon::connect<tenon::udp>(driver, closed_place<Family>()).value();
    auto anybody = tenon::bind<tenon::udp>(driver, anywhere<Family>()).value();
    std::array<std::byte, 16> buffer;
    for (int round = 0; round != 2; ++round) {
        HOLDS(reject("udp", words));
        HOLDS(send_by<Way>(near, "refused"_bytes).value() == 7);
        HOLDS(receive_by<Way>(near, buffer).error() == why);
        // The sending is told too, of the message before it; that was not sent.
        HOLDS(near.send("refused"_bytes).value() == 7);
        static_cast<void>(tenon::wait_any(tenon::readable, near).value());
        HOLDS(near.send("never sent"_bytes).error() == why);
        HOLDS(near.get(tenon::options::error()).value() == std::error_code());
        // Who may send to others is not told.
        HOLDS(anybody.send_to("refused"_bytes, closed_place<Family>()).value() == 7);
        HOLDS(anybody.send_to("refused"_bytes, closed_place<Family>()).value() == 7);
        HOLDS(anybody.get(tenon::options::error()).value() == std::error_code());

        HOLDS(end_filter());
        HOLDS(far.available().value() == 0);
        HOLDS(send_by<Way>(near, "there"_bytes).value() == 5);
        const auto got = far.receive_from(buffer).value();
        HOLDS(text_of(got.data) == "there" && got.from == near.local_endpoint().value());
        static_cast<void>(far.send_to("back"_bytes, got.from).value());
        HOLDS(receive_text(near, 4) == "back");
        HOLDS(far.available().value() == 0);
    }
    return true;
}

/// A refusal that is no word about the port is not the last: the socket is not told, unless it asks for all.
template <class Family>
bool send_to_a_soft_refusal(const char* words) {
    HOLDS(enter_own_network());
    auto far = tenon::bind<tenon::udp>(closed_place<Family>()).value();
    auto near = tenon::connect<tenon::udp>(watched(), closed_place<Family>()).value();
    HOLDS(reject("udp", words));
    HOLDS(near.send("refused"_bytes).value() == 7);
    HOLDS(near.send("refused"_bytes).value() == 7);
    HOLDS(near.get(tenon::options::error()).value() == std::error_code());
    HOLDS(end_filter());
    send_text(near, "there");
    std::array<std::byte, 16> buffer;
    HOLDS(text_of(far.receive_from(buffer).value().data) == "there");
    return true;
}

/// A connection that stands, and whose packets are refused from then on.
template <class Way, class Family>
bool reset_in_the_middle() {
    HOLDS(enter_own_network());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    HOLDS(talk(both.near, both.far));
    const auto port = std::to_string(both.far.local_endpoint().value().port());
    HOLDS(filter("tcp dport " + port + " reject with tcp reset"));
    std::array<std::byte, 16> buffer;
    HOLDS(send_by<Way>(both.near, "refused"_bytes).value() == 7);
    HOLDS(receive_by<Way>(both.near, buffer).error() == std::errc::connection_reset);
    HOLDS(is_end(receive_by<Way>(both.near, buffer).value()));
    HOLDS(send_by<Way>(both.near, "more"_bytes).error() == std::errc::broken_pipe);
    // The other end knows nothing of it, and has got nothing.
    HOLDS(both.far.available().value() == 0);
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("who connects is refused", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("who connects is refused", 60);
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    meet_all_refusals<TestType, tenon::ipv4>();
    meet_all_refusals<TestType, tenon::ipv6>();
}

TEMPLATE_TEST_CASE("a message is refused", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("a message is refused");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    const auto refused = std::errc::connection_refused;
    CHECK(in_a_child([&] { return send_to_refusal<TestType, tenon::ipv4>("icmp type port-unreachable", refused); }) == "held");
    CHECK(in_a_child([&] { return send_to_refusal<TestType, tenon::ipv6>("icmpv6 type port-unreachable", refused); }) ==
          "held");
    const auto denied = std::errc::permission_denied;
    CHECK(in_a_child([&] { return send_to_refusal<TestType, tenon::ipv6>("icmpv6 type admin-prohibited", denied); }) == "held");
    const auto unreachable = std::errc::host_unreachable;
    CHECK(in_a_child([&] { return send_to_refusal<TestType, tenon::ipv4>("icmp type admin-prohibited", unreachable); }) ==
          "held");
}

TEST_CASE("a message is refused, for now") {
    const deadline guard("a message is refused, for now");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    for (const char* const words : {"icmp type net-unreachable", "icmp type host-unreachable"})
        CHECK(in_a_child([&] { return send_to_a_soft_refusal<tenon::ipv4>(words); }) == "held");
    for (const char* const words : {"icmpv6 type no-route", "icmpv6 type addr-unreachable"})
        CHECK(in_a_child([&] { return send_to_a_soft_refusal<tenon::ipv6>(words); }) == "held");
}

TEMPLATE_TEST_CASE("a connection is refused in its middle", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("a connection is refused in its middle");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    CHECK(in_a_child(reset_in_the_middle<TestType, tenon::ipv4>) == "held");
    CHECK(in_a_child(reset_in_the_middle<TestType, tenon::ipv6>) == "held");
}
