// SPDX-License-Identifier: BSL-1.0

// The first packets of connections are dropped (nft(8)): limits end the attempt, and the socket is
// in its earlier state. In network namespaces.

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

[[nodiscard]] bool drop_incoming() {
    return filter("tcp dport 7001 drop");
}

/// Connects two sockets whose attempts were undone, one of them bound to `local`, to a listener
/// that is reachable; the first socket under `limits`.
template <class Opened, class Bound, class Listener, class Endpoint, class... Limits>
bool connect_both(Opened& opened, Bound& bound, const Endpoint& local, Listener& listener,
                  const Limits&... limits) {
    const auto remote = listener.local_endpoint().value();
    auto from_opened = std::move(opened).connect(remote, limits...).value();
    auto peer_of_opened = listener.accept().value();
    HOLDS(talk(from_opened, peer_of_opened));
    auto from_bound = std::move(bound).connect(remote).value();
    auto peer_of_bound = listener.accept_from().value();
    HOLDS(peer_of_bound.from == local);
    HOLDS(talk(from_bound, peer_of_bound.socket));
    return true;
}

/// Attempts that get no reply end by a limit. Afterwards the sockets connect.
template <class Family>
bool connect_without_reply() {
    HOLDS(enter_network_namespace() && drop_incoming());
    const auto dropped_endpoint = at_port<Family>(dropped_port);
    auto unreachable_listener = tenon::listen<tenon::tcp>(dropped_endpoint).value();
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();

    HOLDS(tenon::connect<tenon::tcp>(watched(), dropped_endpoint, tenon::within(20ms)).error() ==
          std::errc::timed_out);
    auto opened = tenon::open<tenon::tcp, Family>(watched()).value();
    auto bound = tenon::bind<tenon::tcp>(watched(), anywhere<Family>()).value();
    const auto local = bound.local_endpoint().value();
    for (int attempt = 0; attempt != 2; ++attempt) {
        HOLDS(std::move(opened).connect(dropped_endpoint, tenon::within(20ms)).error() ==
              std::errc::timed_out);
        HOLDS(std::move(bound).connect(dropped_endpoint, tenon::within(20ms)).error() ==
              std::errc::timed_out);
        HOLDS(bound.local_endpoint().value() == local);
        HOLDS(opened.get(tenon::options::error()).value() == std::error_code());
        HOLDS(bound.get(tenon::options::error()).value() == std::error_code());
    }
    HOLDS(connect_both(opened, bound, local, listener, tenon::within(10s)));

    // The listener behind the filter has received no connection.
    HOLDS(remove_filter());
    HOLDS(unreachable_listener.accept(tenon::within(0s)).error() == std::errc::timed_out);
    return true;
}

/// The socket's own time-out (SO_SNDTIMEO) ends an attempt that gets no reply. On a blocking
/// descriptor connect(2) returns EINPROGRESS then; on a nonblocking one only the library measures
/// the time-out. The attempt is undone.
template <class Family>
bool connect_until_time_out() {
    HOLDS(enter_network_namespace() && drop_incoming());
    const auto dropped_endpoint = at_port<Family>(dropped_port);
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    for (const bool blocks : {true, false}) {
        auto opened =
            tenon::open<tenon::tcp, Family>(watched(), tenon::options::send_timeout{50ms}).value();
        auto bound = tenon::bind<tenon::tcp>(watched(), anywhere<Family>(),
                                             tenon::options::send_timeout{50ms})
                         .value();
        const auto local = bound.local_endpoint().value();
        if (!blocks) {
            make_nonblocking(opened.native_handle());
            make_nonblocking(bound.native_handle());
        }
        for (int attempt = 0; attempt != 2; ++attempt) {
            HOLDS(std::move(opened).connect(dropped_endpoint).error() ==
                  std::errc::operation_would_block);
            HOLDS(std::move(bound).connect(dropped_endpoint).error() ==
                  std::errc::operation_would_block);
            HOLDS(bound.local_endpoint().value() == local);
        }
        // A limit replaces the time-out.
        HOLDS(std::move(opened).connect(dropped_endpoint, tenon::within(100ms)).error() ==
              std::errc::timed_out);
        HOLDS(std::move(opened).connect(dropped_endpoint).error() ==
              std::errc::operation_would_block);
        HOLDS(connect_both(opened, bound, local, listener));
    }
    HOLDS(
        tenon::connect<tenon::tcp>(watched(), dropped_endpoint, tenon::options::send_timeout{50ms})
            .error() == std::errc::operation_would_block);
    return true;
}

/// A listener that is made of the socket afterwards reports its shutdown, and not the earlier
/// attempt.
template <class Family>
bool listen_instead() {
    HOLDS(enter_network_namespace() && drop_incoming());
    auto bound = tenon::bind<tenon::tcp>(watched(), anywhere<Family>()).value();
    HOLDS(std::move(bound).connect(at_port<Family>(dropped_port), tenon::within(20ms)).error() ==
          std::errc::timed_out);
    auto listener = std::move(bound).listen().value();
    auto client = tenon::connect<tenon::tcp>(watched(), listener.local_endpoint().value()).value();
    auto peer = listener.accept().value();
    HOLDS(talk(client, peer));
    listener.shutdown().value();
    HOLDS(listener.accept().error() == std::errc::operation_canceled);
    return true;
}

/// A nonblocking attempt is pending until another attempt replaces it.
template <class Family>
bool give_up_an_attempt() {
    HOLDS(enter_network_namespace() && drop_incoming());
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    auto bound = tenon::bind<tenon::tcp>(watched_nonblocking(), anywhere<Family>()).value();
    const auto local = bound.local_endpoint().value();
    auto connecting = std::move(bound).connect(at_port<Family>(dropped_port)).value();
    HOLDS(tenon::wait_any(tenon::writable, connecting, tenon::within(20ms)).error() ==
          std::errc::timed_out);
    for (int attempt = 0; attempt != 3; ++attempt)
        HOLDS(std::move(connecting).finish().error() == std::errc::operation_would_block);
    auto second_attempt = std::move(connecting).connect(listener.local_endpoint().value()).value();
    auto client = wait_and_finish(second_attempt).value();
    HOLDS(client.local_endpoint().value() == local);
    auto peer = listener.accept().value();
    return talk(client, peer);
}

/// The first packet is dropped, the retransmission is not, and the attempt succeeds.
template <class Way, class Family>
bool connect_by_retransmission() {
    HOLDS(enter_network_namespace() && drop_incoming());
    const auto remote = at_port<Family>(dropped_port);
    auto listener = tenon::listen<tenon::tcp>(remote).value();
    auto socket = tenon::open<tenon::tcp, Family>(typename Way::driver()).value();
    std::optional<tenon::connection<tenon::tcp, Family, typename Way::driver>> client;
    sleeper thread([&] { client = connected_by<Way>(socket, remote).value(); });
    thread.wait_until_asleep();
    HOLDS(remove_filter());
    auto peer = listener.accept().value();
    thread.join();
    return talk(*client, peer);
}

/// An administrator ends the attempt (ss(8), `-K`), for which a thread waits.
template <class Way, class Family>
bool destroy_an_attempt() {
    HOLDS(enter_network_namespace() && drop_incoming());
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    auto socket = tenon::bind<tenon::tcp>(typename Way::driver(), at_port<Family>(7002)).value();
    std::error_code error;
    sleeper thread(
        [&] { error = connected_by<Way>(socket, at_port<Family>(dropped_port)).error(); });
    thread.wait_until_asleep();
    HOLDS(destroy("-t", at_port<Family>(7002)));
    thread.join();
    HOLDS(error == std::errc::connection_aborted);
    // The socket is in the state before the attempt.
    HOLDS(socket.local_endpoint().value() == at_port<Family>(7002));
    auto client = connected_by<Way>(socket, listener.local_endpoint().value()).value();
    auto peer = listener.accept_from().value();
    HOLDS(peer.from == at_port<Family>(7002));
    return talk(client, peer.socket);
}

template <class Family>
bool destroy_a_begun_attempt() {
    HOLDS(enter_network_namespace() && drop_incoming());
    auto listener = tenon::listen<tenon::tcp>(anywhere<Family>()).value();
    const auto local = at_port<Family>(7002);
    auto connecting = tenon::bind<tenon::tcp>(watched_nonblocking(), local)
                          .value()
                          .connect(at_port<Family>(dropped_port))
                          .value();
    HOLDS(destroy("-t", local));
    HOLDS(wait_and_finish(connecting).error() == std::errc::connection_aborted);
    auto second_attempt = std::move(connecting).connect(listener.local_endpoint().value()).value();
    auto client = wait_and_finish(second_attempt).value();
    HOLDS(client.local_endpoint().value() == local);
    auto peer = listener.accept().value();
    return talk(client, peer);
}

}  // namespace

TEMPLATE_TEST_CASE("connect: without a reply, limits and time-outs end the attempt", "",
                   tenon::ipv4, tenon::ipv6) {
    const deadline guard("connect: without a reply, limits and time-outs end the attempt");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    CHECK(in_a_child(connect_without_reply<TestType>) == "held");
    CHECK(in_a_child(connect_until_time_out<TestType>) == "held");
    CHECK(in_a_child(listen_instead<TestType>) == "held");
    CHECK(in_a_child(give_up_an_attempt<TestType>) == "held");
}

TEMPLATE_TEST_CASE("connect: the first packet is lost, the retransmission connects", "",
                   tenon::ipv4, tenon::ipv6) {
    const deadline guard("connect: the first packet is lost, the retransmission connects");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    // At the same time, because the retransmission comes only after a second.
    child first(connect_by_retransmission<waits_in_call, TestType>);
    child second(connect_by_retransmission<waits_with_limit, TestType>);
    child third(connect_by_retransmission<caller_waits, TestType>);
    CHECK(first.wait() == "held");
    CHECK(second.wait() == "held");
    CHECK(third.wait() == "held");
}

TEMPLATE_TEST_CASE(
    "connect: the socket is destroyed during the attempt, connection_aborted is reported", "",
    tenon::ipv4, tenon::ipv6) {
    const deadline guard(
        "connect: the socket is destroyed during the attempt, connection_aborted is reported");
    if (const std::string missing = missing_for_filtering(); !missing.empty())
        SKIP_TEST(missing);
    if (const std::string missing = missing_for_destroying(); !missing.empty())
        SKIP_TEST(missing);
    CHECK(in_a_child(destroy_an_attempt<waits_in_call, TestType>) == "held");
    CHECK(in_a_child(destroy_an_attempt<waits_with_limit, TestType>) == "held");
    CHECK(in_a_child(destroy_a_begun_attempt<TestType>) == "held");
}
