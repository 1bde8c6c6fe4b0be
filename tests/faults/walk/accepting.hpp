// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// A connection that waits is accepted, now or by the next attempt: no fault loses it.

template <class Protocol, class Family, pace Pace>
void member_accept(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    std::optional<tenon::connection<Protocol, Family>> client;
    const auto there = listener.local_endpoint().value();
    const auto arrive = [&] { client = tenon::connect<Protocol>(there).value(); };
    if constexpr (Pace == pace::later) {
        make_nonblocking(listener.native_handle());
        ledger::before_poll = arrive;
    } else {
        arrive();
        arrived(listener);
    }
    auto peer = t.run_with_fault([&] { return listener.accept(); });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    if (!peer) {
        arrived(listener);
        peer = listener.accept();
    }
    t.check(peer && talk(*client, *peer), "the connection is accepted");
}

template <class Protocol, class Family>
void member_accept_from(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    auto client = tenon::bind<Protocol>(anywhere<Family>()).value().connect(listener.local_endpoint().value()).value();
    arrived(listener);
    auto peer = t.run_with_fault([&] { return listener.accept_from(); });
    if (!peer)
        peer = listener.accept_from();
    t.check(peer && talk(client, peer->socket), "the connection is accepted");
    t.check(peer && peer->from == client.local_endpoint().value(), "it comes from the client");
}

template <class Protocol, class Family>
void accept_shut_down(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    listener.shutdown().value();
    static_cast<void>(t.run_with_fault([&] { return listener.accept(); }));
    t.check(listener.accept().error() == std::errc::operation_canceled, "shut down for good");
}

/// A shortage is yielded once, and then the loop goes on; any other error ends it.
template <class Protocol, class Family>
void iterate(trial& t) {
    auto listener = tenon::listen<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto there = listener.local_endpoint().value();
    auto one = tenon::connect<Protocol>(there).value();
    auto other = tenon::connect<Protocol>(there).value();
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
        t.check(accepted == 2, "after a shortage, or a time-out, it goes on");
    for (; accepted < 2; ++accepted)
        t.check(listener.accept().has_value(), "the connection is accepted afterwards");
}

template <class Protocol, class Family>
void add_accepting(scenarios& all) {
    all.push_back({"accept", member_accept<Protocol, Family, pace::at_once>});
    all.push_back({"accept: waiting", member_accept<Protocol, Family, pace::later>, would_wait});
    all.push_back({"accept: shut down", accept_shut_down<Protocol, Family>, ECANCELED});
    all.push_back({"accept_from", member_accept_from<Protocol, Family>});
    // On IP a connection may be on its way still when the one before it has come: a range that does not wait ends there.
    if constexpr (tenon::waits<driver_under_test> || !tenon::internet<Family>)
        all.push_back({"iterate", iterate<Protocol, Family>});
}

}  // namespace faults
