// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// A connection in the queue is accepted by this call or by the next one. No fault loses it.

template <class Protocol, class Family, pace Pace>
void member_accept(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    std::optional<tenon::connection<Protocol, Family>> client;
    const auto endpoint = listener.local_endpoint().value();
    const auto connect = [&] { client = tenon::connect<Protocol>(endpoint).value(); };
    if constexpr (Pace == pace::later) {
        make_nonblocking(listener.native_handle());
        ledger::before_poll = connect;
    } else {
        connect();
        wait_until_readable(listener);
    }
    auto peer = t.run_with_fault([&] { return listener.accept(); });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    if (!peer) {
        wait_until_readable(listener);
        peer = listener.accept();
    }
    t.check(peer && talk(*client, *peer), "the connection is accepted");
}

template <class Protocol, class Family>
void member_accept_from(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    auto client = tenon::bind<Protocol>(anywhere<Family>())
                      .value()
                      .connect(listener.local_endpoint().value())
                      .value();
    wait_until_readable(listener);
    auto peer = t.run_with_fault([&] { return listener.accept_from(); });
    if (!peer)
        peer = listener.accept_from();
    t.check(peer && talk(client, peer->socket), "the connection is accepted");
    t.check(peer && peer->from == client.local_endpoint().value(), "the peer is the client");
}

template <class Protocol, class Family>
void accept_shut_down(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    listener.shutdown().value();
    static_cast<void>(t.run_with_fault([&] { return listener.accept(); }));
    t.check(listener.accept().error() == std::errc::operation_canceled,
            "the listener stays shut down");
}

/// The range yields a shortage once and goes on. Any other error ends it.
template <class Protocol, class Family>
void iterate(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto endpoint = listener.local_endpoint().value();
    auto one = tenon::connect<Protocol>(endpoint).value();
    auto other = tenon::connect<Protocol>(endpoint).value();
    int accepted = 0;
    int failed = 0;
    const auto outcome = t.run_with_fault([&] {
        tenon::result<void> first;
        for (auto&& peer : listener) {
            accepted += peer ? 1 : 0;
            failed += peer ? 0 : 1;
            if (!peer && first)
                first = peer.why();
            if (accepted == 2)
                break;
        }
        return first;
    });
    t.check(failed == (outcome ? 0 : 1), "an error is yielded once");
    const int error = outcome ? 0 : outcome.why().number();
    if (tenon::detail::is_shortage(error) || (tenon::waits<driver_under_test> && error == EAGAIN))
        t.check(accepted == 2, "the range goes on after a shortage or a time-out");
    for (; accepted < 2; ++accepted)
        t.check(listener.accept().has_value(), "the connection is accepted afterwards");
}

template <class Protocol, class Family>
void add_accepting(scenarios& all) {
    all.push_back({"accept", member_accept<Protocol, Family, pace::at_once>});
    all.push_back({"accept: waiting", member_accept<Protocol, Family, pace::later>, would_wait});
    all.push_back({"accept: shut down", accept_shut_down<Protocol, Family>, ECANCELED});
    all.push_back({"accept_from", member_accept_from<Protocol, Family>});
    // Over IP the second connection may arrive later than the first; a range that does not wait
    // ends before it.
    if constexpr (tenon::waits<driver_under_test> || !tenon::internet<Family>)
        all.push_back({"iterate", iterate<Protocol, Family>});
}

}  // namespace faults
