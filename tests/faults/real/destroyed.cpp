// SPDX-License-Identifier: BSL-1.0

// An administrator destroys a socket (ss(8), `-K`) while a thread waits on it: the operation
// reports connection_aborted once, and then comes the end. In network namespaces.

#include <support/catch.hpp>

#include "../helpers/asleep.hpp"
#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/destroying.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/network_namespace.hpp"
#include "../helpers/pattern.hpp"
#include "../helpers/ways.hpp"

using namespace faults;

namespace {

constexpr auto aborted = std::errc::connection_aborted;

/// Checks that only the descriptor of a connection is left.
template <class Way, class Socket>
bool is_over(Socket& socket) {
    std::array<std::byte, 16> buffer;
    HOLDS(is_end(receive_by<Way>(socket, buffer).value()));
    HOLDS(send_by<Way>(socket, "more"_bytes).error() == std::errc::broken_pipe);
    HOLDS(socket.remote_endpoint().error() == std::errc::not_connected);
    HOLDS(socket.close().has_value());
    HOLDS(socket.close().error() == std::errc::bad_file_descriptor);
    return true;
}

template <class Way, class Family>
bool destroy_a_receiver() {
    HOLDS(enter_network_namespace());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    const auto local = both.socket.local_endpoint().value();
    std::array<std::byte, 16> buffer;
    std::error_code error;
    sleeper receiver([&] { error = receive_by<Way>(both.socket, buffer).error(); });
    receiver.wait_until_asleep();
    HOLDS(destroy("-t", local));
    receiver.join();
    HOLDS(error == aborted);
    HOLDS(both.peer.receive(buffer).error() == std::errc::connection_reset);
    return is_over<Way>(both.socket);
}

/// Data that has arrived before is received first.
template <class Way, class Family>
bool destroy_with_data_received() {
    HOLDS(enter_network_namespace());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    send_text(both.peer, "came before");
    static_cast<void>(tenon::wait_any(tenon::readable, both.socket).value());
    HOLDS(destroy("-t", both.socket.local_endpoint().value()));
    HOLDS(receive_text(both.socket, 11) == "came before");
    std::array<std::byte, 16> buffer;
    HOLDS(receive_by<Way>(both.socket, buffer).error() == aborted);
    return is_over<Way>(both.socket);
}

template <class Way, class Family>
bool destroy_a_sender() {
    HOLDS(enter_network_namespace());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    const auto local = both.socket.local_endpoint().value();
    const std::string text = pattern(16 << 20);
    tenon::unsent<> rest{tenon::const_bytes(text)};
    const std::size_t sent_before = watched_system::sent_bytes();
    std::error_code error;
    sleeper sender([&] { error = Way::send_all(both.socket, rest).error(); });
    sender.wait_until_asleep();
    HOLDS(destroy("-t", local));
    sender.join();
    HOLDS(error == aborted);
    HOLDS(rest.done() == watched_system::sent_bytes() - sent_before);
    HOLDS(rest.done() > 0 && rest.left() > 0);

    // The peer receives the first bytes, and then a reset.
    std::array<std::byte, 65536> buffer;
    std::string got;
    auto next = both.peer.receive(buffer);
    for (; next && !next->empty(); next = both.peer.receive(buffer))
        got += text_of(*next);
    HOLDS(next.error() == std::errc::connection_reset);
    HOLDS(!got.empty() && got.size() <= rest.done());
    HOLDS(got == text.substr(0, got.size()));
    return is_over<Way>(both.socket);
}

template <class Way, class Family>
bool destroy_a_listener() {
    HOLDS(enter_network_namespace());
    auto listener = tenon::listen<tenon::tcp>(typename Way::driver(), anywhere<Family>()).value();
    const auto remote = listener.local_endpoint().value();
    std::error_code error;
    sleeper acceptor([&] { error = accept_by<Way>(listener).error(); });
    acceptor.wait_until_asleep();
    HOLDS(destroy("-t", remote));
    acceptor.join();
    HOLDS(error == aborted);
    // The error is reported once. Afterwards the listener behaves as if it was shut down.
    HOLDS(accept_by<Way>(listener).error() == std::errc::operation_canceled);
    HOLDS(accept_from_by<Way>(listener).error() == std::errc::operation_canceled);
    HOLDS(tenon::connect<tenon::tcp>(remote).error() == std::errc::connection_refused);
    // Another listener can have the endpoint.
    auto other = tenon::listen<tenon::tcp>(remote).value();
    HOLDS(listener.close().has_value());
    auto client = tenon::connect<tenon::tcp>(remote).value();
    auto peer = other.accept().value();
    return talk(client, peer);
}

/// The iteration yields the error, and then ends.
template <class Family>
bool destroy_an_iterated_listener() {
    HOLDS(enter_network_namespace());
    auto listener = tenon::listen<tenon::tcp>(watched(), anywhere<Family>()).value();
    const auto remote = listener.local_endpoint().value();
    std::vector<std::error_code> errors;
    sleeper acceptor([&] {
        for (auto&& peer : listener)
            errors.push_back(peer.error());
    });
    acceptor.wait_until_asleep();
    HOLDS(destroy("-t", remote));
    acceptor.join();
    HOLDS(errors.size() == 1 && errors[0] == aborted);
    return true;
}

/// A UDP socket loses its peer, and can be connected again.
template <class Way, class Family>
bool destroy_a_connected_udp_socket() {
    HOLDS(enter_network_namespace());
    // The system releases a port that it has chosen, but not this one.
    const typename Family::endpoint local(anywhere<Family>().address(), 7000);
    auto peer = tenon::bind<tenon::udp>(anywhere<Family>()).value();
    const auto remote = peer.local_endpoint().value();
    auto socket =
        tenon::bind<tenon::udp>(typename Way::driver(), local).value().connect(remote).value();
    std::array<std::byte, 16> buffer;
    std::error_code error;
    sleeper receiver([&] { error = receive_by<Way>(socket, buffer).error(); });
    receiver.wait_until_asleep();
    HOLDS(destroy("-u", local));
    receiver.join();
    HOLDS(error == aborted);
    HOLDS(socket.remote_endpoint().error() == std::errc::not_connected);
    HOLDS(socket.send("more"_bytes).error() == std::errc::destination_address_required);

    auto bound = std::move(socket).disconnect().value();
    HOLDS(bound.local_endpoint().value() == local);
    auto again = std::move(bound).connect(remote).value();
    send_text(again, "there");
    const auto got = peer.receive_from(buffer).value();
    HOLDS(text_of(got.data) == "there" && got.from == local);
    static_cast<void>(peer.send_to("back"_bytes, local).value());
    HOLDS(receive_text(again, 4) == "back");
    return true;
}

template <class Way, class Family>
void destroy_each() {
    CHECK(in_a_child(destroy_a_receiver<Way, Family>) == "held");
    CHECK(in_a_child(destroy_with_data_received<Way, Family>) == "held");
    CHECK(in_a_child(destroy_a_sender<Way, Family>) == "held");
    CHECK(in_a_child(destroy_a_listener<Way, Family>) == "held");
    CHECK(in_a_child(destroy_a_connected_udp_socket<Way, Family>) == "held");
}

}  // namespace

TEMPLATE_TEST_CASE(
    "receive, send_all, accept: the socket is destroyed, connection_aborted is reported once", "",
    waits_in_call, waits_with_limit, caller_waits) {
    const deadline guard(
        "receive, send_all, accept: the socket is destroyed, connection_aborted is reported once",
        60);
    if (const std::string missing = missing_for_destroying(); !missing.empty())
        SKIP_TEST(missing);
    destroy_each<TestType, tenon::ipv4>();
    destroy_each<TestType, tenon::ipv6>();
}

TEST_CASE("iteration: the listener is destroyed, connection_aborted is yielded once") {
    const deadline guard(
        "iteration: the listener is destroyed, connection_aborted is yielded once");
    if (const std::string missing = missing_for_destroying(); !missing.empty())
        SKIP_TEST(missing);
    CHECK(in_a_child(destroy_an_iterated_listener<tenon::ipv4>) == "held");
    CHECK(in_a_child(destroy_an_iterated_listener<tenon::ipv6>) == "held");
}
