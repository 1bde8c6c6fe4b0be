// SPDX-License-Identifier: BSL-1.0

// What should begin a connection is dropped on its way (nft(8)): the limits end the waiting, and the socket is what it was
// before. In networks of their own.

#include <chrono>
#include <optional>
#include <support/catch.hpp>

#include "../helpers/asleep.hpp"
#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/destroying.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"
#include "../helpers/packet_filter.hpp"
#include "../helpers/ways.hpp"

using namespace faults;
using namespace std::chrono_literals;

namespace {

constexpr std::uint16_t dropped_port = 7001;

template <class Family>
[[nodiscard]] typename Family::endpoint at_port(std::uint16_t port) {
    return typename Family::endpoint(anywhere<Family>().address(), port);
}

[[nodiscard]] bool drop_what_comes() {
    return filter("tcp dport 7001 drop");
}

/// Two sockets of which attempts were undone, one of them bound to `here`: each connects to a listener that answers, the first
/// under limits, if any are given.
template <class Opened, class Bound, class Listener, class Endpoint, class... Limits>
bool connect_at_once(Opened& opened, Bound& bound, const Endpoint& here, Listener& listener, const Limits&... limits) {
    const auto there = listener.local_endpoint().value();
    auto from_opened = std::move(opened).connect(there, limits...).value();
    auto peer_of_opened = listener.accept().value();
    HOLDS(talk(from_opened, peer_of_opened));
    auto from_bound = std::move(bound).connect(there).value();
    auto peer_of_bound = listener.accept_from().value();
    HOLDS(peer_of_bound.from == here);
    HOLDS(talk(from_bound, peer_of_bound.socket));
    return true;
}

/// An attempt that gets no answer, and afterwards one that gets one.
template <class Family>
bool connect_in_vain() {
    HOLDS(enter_own_network() && drop_what_comes());
    const auto nowhere = at_port<Family>(dropped_port);
    auto silent = tenon::listen<tenon::tcp>(nowhere).value();
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();

    HOLDS(tenon::connect<tenon::tcp>(watched(), nowhere, tenon::within(20ms)).error() == std::errc::timed_out);
    auto opened = tenon::open<tenon::tcp, Family>(watched()).value();
    auto bound = tenon::bind<tenon::tcp>(watched(), anywhere<Family>()).value();
    const auto here = bound.local_endpoint().value();
    for (int attempt = 0; attempt != 2; ++attempt) {
        HOLDS(std::move(opened).connect(nowhere, tenon::within(20ms)).error() == std::errc::timed_out);
        HOLDS(std::move(bound).connect(nowhere, tenon::within(20ms)).error() == std::errc::timed_out);
        HOLDS(bound.local_endpoint().value() == here);
        HOLDS(opened.get(tenon::options::error()).value() == std::error_code());
        HOLDS(bound.get(tenon::options::error()).value() == std::error_code());
    }
    HOLDS(connect_at_once(opened, bound, here, listener, tenon::within(10s)));

    // Nobody came where nobody could come.
    HOLDS(end_filter());
    HOLDS(silent.accept(tenon::within(0s)).error() == std::errc::timed_out);
    return true;
}

/// The socket's own time-out ends an attempt that gets no answer (SO_SNDTIMEO): on a descriptor that blocks, where the system
/// says EINPROGRESS then, and on one that does not, where nothing but we look at it. The attempt is undone.
template <class Family>
bool connect_until_time_out() {
    HOLDS(enter_own_network() && drop_what_comes());
    const auto nowhere = at_port<Family>(dropped_port);
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    for (const bool blocks : {true, false}) {
        auto opened = tenon::open<tenon::tcp, Family>(watched(), tenon::options::send_timeout{50ms}).value();
        auto bound = tenon::bind<tenon::tcp>(watched(), anywhere<Family>(), tenon::options::send_timeout{50ms}).value();
        const auto here = bound.local_endpoint().value();
        if (!blocks) {
            make_nonblocking(opened.native_handle());
            make_nonblocking(bound.native_handle());
        }
        for (int attempt = 0; attempt != 2; ++attempt) {
            HOLDS(std::move(opened).connect(nowhere).error() == std::errc::operation_would_block);
            HOLDS(std::move(bound).connect(nowhere).error() == std::errc::operation_would_block);
            HOLDS(bound.local_endpoint().value() == here);
        }
        // A limit counts in place of the time-out.
        HOLDS(std::move(opened).connect(nowhere, tenon::within(100ms)).error() == std::errc::timed_out);
        HOLDS(std::move(opened).connect(nowhere).error() == std::errc::operation_would_block);
        HOLDS(connect_at_once(opened, bound, here, listener));
    }
    HOLDS(tenon::connect<tenon::tcp>(watched(), nowhere, tenon::options::send_timeout{50ms}).error() ==
          std::errc::operation_would_block);
    return true;
}

/// What is made of the socket afterwards does not remember: a listener is shut down, and was not reset.
template <class Family>
bool listen_instead() {
    HOLDS(enter_own_network() && drop_what_comes());
    auto bound = tenon::bind<tenon::tcp>(watched(), anywhere<Family>()).value();
    HOLDS(std::move(bound).connect(at_port<Family>(dropped_port), tenon::within(20ms)).error() == std::errc::timed_out);
    auto listener = std::move(bound).listen().value();
    auto near = tenon::connect<tenon::tcp>(watched(), listener.local_endpoint().value()).value();
    auto far = listener.accept().value();
    HOLDS(talk(near, far));
    listener.shutdown().value();
    HOLDS(listener.accept().error() == std::errc::operation_canceled);
    return true;
}

/// The same by who does not wait: the attempt goes on until it is given up.
template <class Family>
bool give_up_an_attempt() {
    HOLDS(enter_own_network() && drop_what_comes());
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    auto bound = tenon::bind<tenon::tcp>(watched_nonblocking(), anywhere<Family>()).value();
    const auto here = bound.local_endpoint().value();
    auto connecting = std::move(bound).connect(at_port<Family>(dropped_port)).value();
    HOLDS(tenon::wait_any(tenon::writable, connecting, tenon::within(20ms)).error() == std::errc::timed_out);
    for (int attempt = 0; attempt != 3; ++attempt)
        HOLDS(std::move(connecting).finish().error() == std::errc::operation_would_block);
    auto again = std::move(connecting).connect(listener.local_endpoint().value()).value();
    auto near = decided(again).value();
    HOLDS(near.local_endpoint().value() == here);
    auto far = listener.accept().value();
    return talk(near, far);
}

/// The attempt goes on for long enough to be answered: the first packet is lost, the next is not.
template <class Way, class Family>
bool connect_at_last() {
    HOLDS(enter_own_network() && drop_what_comes());
    const auto there = at_port<Family>(dropped_port);
    auto listener = tenon::listen<tenon::tcp>(there).value();
    auto socket = tenon::open<tenon::tcp, Family>(typename Way::driver()).value();
    std::optional<tenon::connection<tenon::tcp, Family, typename Way::driver>> near;
    sleeper client([&] { near = connected_by<Way>(socket, there).value(); });
    client.wait_until_asleep();
    HOLDS(end_filter());
    auto far = listener.accept().value();
    client.join();
    return talk(*near, far);
}

/// Somebody else ends the attempt, on which a thread waits (ss(8), `-K`).
template <class Way, class Family>
bool destroy_an_attempt() {
    HOLDS(enter_own_network() && drop_what_comes());
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    auto socket = tenon::bind<tenon::tcp>(typename Way::driver(), at_port<Family>(7002)).value();
    std::error_code error;
    sleeper client([&] { error = connected_by<Way>(socket, at_port<Family>(dropped_port)).error(); });
    client.wait_until_asleep();
    HOLDS(destroy("-t", at_port<Family>(7002)));
    client.join();
    HOLDS(error == std::errc::connection_aborted);
    // It is as it was before the attempt.
    HOLDS(socket.local_endpoint().value() == at_port<Family>(7002));
    auto near = connected_by<Way>(socket, listener.local_endpoint().value()).value();
    auto far = listener.accept_from().value();
    HOLDS(far.from == at_port<Family>(7002));
    return talk(near, far.socket);
}

template <class Family>
bool destroy_a_begun_attempt() {
    HOLDS(enter_own_network() && drop_what_comes());
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    const auto here = at_port<Family>(7002);
    auto connecting =
        tenon::bind<tenon::tcp>(watched_nonblocking(), here).value().connect(at_port<Family>(dropped_port)).value();
    HOLDS(destroy("-t", here));
    HOLDS(decided(connecting).error() == std::errc::connection_aborted);
    auto again = std::move(connecting).connect(listener.local_endpoint().value()).value();
    auto near = decided(again).value();
    HOLDS(near.local_endpoint().value() == here);
    auto far = listener.accept().value();
    return talk(near, far);
}

}  // namespace

TEMPLATE_TEST_CASE("nobody answers who connects", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("nobody answers who connects");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    CHECK(in_a_child(connect_in_vain<TestType>) == "held");
    CHECK(in_a_child(connect_until_time_out<TestType>) == "held");
    CHECK(in_a_child(listen_instead<TestType>) == "held");
    CHECK(in_a_child(give_up_an_attempt<TestType>) == "held");
}

TEMPLATE_TEST_CASE("the first packet of who connects is lost", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("the first packet of who connects is lost");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    // At once, for the system sends the packet again after a second.
    child first(connect_at_last<in_the_call, TestType>);
    child second(connect_at_last<within_an_hour, TestType>);
    child third(connect_at_last<when_ready, TestType>);
    CHECK(first.wait() == "held");
    CHECK(second.wait() == "held");
    CHECK(third.wait() == "held");
}

TEMPLATE_TEST_CASE("a socket is destroyed that nobody answers", "", tenon::ipv4, tenon::ipv6) {
    const deadline guard("a socket is destroyed that nobody answers");
    if (const std::string why = no_filter(); !why.empty())
        SKIP_TEST(why);
    if (const std::string why = no_destruction(); !why.empty())
        SKIP_TEST(why);
    CHECK(in_a_child(destroy_an_attempt<in_the_call, TestType>) == "held");
    CHECK(in_a_child(destroy_an_attempt<within_an_hour, TestType>) == "held");
    CHECK(in_a_child(destroy_a_begun_attempt<TestType>) == "held");
}
