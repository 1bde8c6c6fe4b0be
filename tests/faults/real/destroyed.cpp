// SPDX-License-Identifier: BSL-1.0

// An administrator destroys a socket (ss(8), `-K`) on which somebody waits: he is told that it was aborted, once, and what
// comes after that is the end. In networks of their own.

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

/// Nothing is left of a connection but the descriptor.
template <class Way, class Socket>
bool is_over(Socket& near) {
    std::array<std::byte, 16> buffer;
    HOLDS(is_end(receive_by<Way>(near, buffer).value()));
    HOLDS(send_by<Way>(near, "more"_bytes).error() == std::errc::broken_pipe);
    HOLDS(near.remote_endpoint().error() == std::errc::not_connected);
    HOLDS(near.close().has_value());
    HOLDS(near.close().error() == std::errc::bad_file_descriptor);
    return true;
}

template <class Way, class Family>
bool destroy_a_receiver() {
    HOLDS(enter_own_network());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    const auto here = both.near.local_endpoint().value();
    std::array<std::byte, 16> buffer;
    std::error_code error;
    sleeper receiver([&] { error = receive_by<Way>(both.near, buffer).error(); });
    receiver.wait_until_asleep();
    HOLDS(destroy("-t", here));
    receiver.join();
    HOLDS(error == aborted);
    HOLDS(both.far.receive(buffer).error() == std::errc::connection_reset);
    return is_over<Way>(both.near);
}

/// What had come before is received first.
template <class Way, class Family>
bool destroy_what_has_received() {
    HOLDS(enter_own_network());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    send_text(both.far, "came before");
    static_cast<void>(tenon::wait_any(tenon::readable, both.near).value());
    HOLDS(destroy("-t", both.near.local_endpoint().value()));
    HOLDS(receive_text(both.near, 11) == "came before");
    std::array<std::byte, 16> buffer;
    HOLDS(receive_by<Way>(both.near, buffer).error() == aborted);
    return is_over<Way>(both.near);
}

template <class Way, class Family>
bool destroy_a_sender() {
    HOLDS(enter_own_network());
    auto both = joined<tenon::tcp, Family>(typename Way::driver());
    const auto here = both.near.local_endpoint().value();
    const std::string text = pattern(16 << 20);
    tenon::unsent<> rest{tenon::const_bytes(text)};
    const std::size_t taken_before = watched_system::taken();
    std::error_code error;
    sleeper sender([&] { error = Way::send_all(both.near, rest).error(); });
    sender.wait_until_asleep();
    HOLDS(destroy("-t", here));
    sender.join();
    HOLDS(error == aborted);
    HOLDS(rest.done() == watched_system::taken() - taken_before);
    HOLDS(rest.done() > 0 && rest.left() > 0);

    // The peer has the beginning, and is told that there is no end.
    std::array<std::byte, 65536> buffer;
    std::string got;
    auto next = both.far.receive(buffer);
    for (; next && !next->empty(); next = both.far.receive(buffer))
        got += text_of(*next);
    HOLDS(next.error() == std::errc::connection_reset);
    HOLDS(!got.empty() && got.size() <= rest.done());
    HOLDS(got == text.substr(0, got.size()));
    return is_over<Way>(both.near);
}

template <class Way, class Family>
bool destroy_a_listener() {
    HOLDS(enter_own_network());
    auto listener = tenon::listen<tenon::tcp>(typename Way::driver(), anywhere<Family>()).value();
    const auto there = listener.local_endpoint().value();
    std::error_code error;
    sleeper acceptor([&] { error = accept_by<Way>(listener).error(); });
    acceptor.wait_until_asleep();
    HOLDS(destroy("-t", there));
    acceptor.join();
    HOLDS(error == aborted);
    // It was told. From then on it is like one that was shut down.
    HOLDS(accept_by<Way>(listener).error() == std::errc::operation_canceled);
    HOLDS(accept_from_by<Way>(listener).error() == std::errc::operation_canceled);
    HOLDS(tenon::connect<tenon::tcp>(there).error() == std::errc::connection_refused);
    // Another takes the place.
    auto other = tenon::listen<tenon::tcp>(there).value();
    HOLDS(listener.close().has_value());
    auto client = tenon::connect<tenon::tcp>(there).value();
    auto peer = other.accept().value();
    return talk(client, peer);
}

/// The iteration yields it, and then ends.
template <class Family>
bool destroy_what_is_iterated_over() {
    HOLDS(enter_own_network());
    auto listener = tenon::listen<tenon::tcp>(watched(), anywhere<Family>()).value();
    const auto there = listener.local_endpoint().value();
    std::vector<std::error_code> errors;
    sleeper acceptor([&] {
        for (auto&& peer : listener)
            errors.push_back(peer.error());
    });
    acceptor.wait_until_asleep();
    HOLDS(destroy("-t", there));
    acceptor.join();
    HOLDS(errors.size() == 1 && errors[0] == aborted);
    return true;
}

/// A socket that loses its peer so is as one without a peer, and can be given another.
template <class Way, class Family>
bool destroy_what_has_a_peer() {
    HOLDS(enter_own_network());
    // A port that the system has chosen is given back; this one was not.
    const typename Family::endpoint here(anywhere<Family>().address(), 7000);
    auto far = tenon::bind<tenon::udp>(anywhere<Family>()).value();
    const auto there = far.local_endpoint().value();
    auto near = tenon::bind<tenon::udp>(typename Way::driver(), here).value().connect(there).value();
    std::array<std::byte, 16> buffer;
    std::error_code error;
    sleeper receiver([&] { error = receive_by<Way>(near, buffer).error(); });
    receiver.wait_until_asleep();
    HOLDS(destroy("-u", here));
    receiver.join();
    HOLDS(error == aborted);
    HOLDS(near.remote_endpoint().error() == std::errc::not_connected);
    HOLDS(near.send("more"_bytes).error() == std::errc::destination_address_required);

    auto bound = std::move(near).disconnect().value();
    HOLDS(bound.local_endpoint().value() == here);
    auto again = std::move(bound).connect(there).value();
    send_text(again, "there");
    const auto got = far.receive_from(buffer).value();
    HOLDS(text_of(got.data) == "there" && got.from == here);
    static_cast<void>(far.send_to("back"_bytes, here).value());
    HOLDS(receive_text(again, 4) == "back");
    return true;
}

template <class Way, class Family>
void destroy_each() {
    CHECK(in_a_child(destroy_a_receiver<Way, Family>) == "held");
    CHECK(in_a_child(destroy_what_has_received<Way, Family>) == "held");
    CHECK(in_a_child(destroy_a_sender<Way, Family>) == "held");
    CHECK(in_a_child(destroy_a_listener<Way, Family>) == "held");
    CHECK(in_a_child(destroy_what_has_a_peer<Way, Family>) == "held");
}

}  // namespace

TEMPLATE_TEST_CASE("a socket is destroyed on which somebody waits", "", in_the_call, within_an_hour, when_ready) {
    const deadline guard("a socket is destroyed on which somebody waits", 60);
    if (const std::string why = no_destruction(); !why.empty())
        SKIP_TEST(why);
    destroy_each<TestType, tenon::ipv4>();
    destroy_each<TestType, tenon::ipv6>();
}

TEST_CASE("a listener is destroyed over which somebody iterates") {
    const deadline guard("a listener is destroyed over which somebody iterates");
    if (const std::string why = no_destruction(); !why.empty())
        SKIP_TEST(why);
    CHECK(in_a_child(destroy_what_is_iterated_over<tenon::ipv4>) == "held");
    CHECK(in_a_child(destroy_what_is_iterated_over<tenon::ipv6>) == "held");
}
