// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <chrono>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// The verbs: a socket that was not made leaves nothing behind.

inline constexpr tenon::options::receive_buffer_size some_option{8192};

template <class Protocol, class Family>
void verb_open(trial& t) {
    auto socket = t.run_with_fault([&] { return tenon::open<Protocol, Family>(t.driver(), some_option); });
    t.check(!socket || (*std::move(socket)).bind(anywhere<Family>()).has_value(), "what was opened can be bound");
}

template <class Protocol, class Family>
void verb_bind(trial& t) {
    auto socket = t.run_with_fault([&] { return tenon::bind<Protocol>(t.driver(), anywhere<Family>(), some_option); });
    t.check(!socket || socket->local_endpoint().value() != anywhere<Family>(), "what was bound has an endpoint");
}

template <class Protocol, class Family>
void verb_listen(trial& t) {
    auto listener = t.run_with_fault(
        [&] { return tenon::listen<Protocol>(t.driver(), anywhere<Family>(), some_option, tenon::backlog(4)); });
    if (!listener)
        return;
    auto client = tenon::connect<Protocol>(listener->local_endpoint().value()).value();
    arrived(*listener);
    auto peer = listener->accept().value();
    t.check(talk(client, peer), "what listens can be reached");
}

template <class Protocol, class Family, class... Limits>
void verb_connect(trial& t, const Limits&... bounds) {
    if constexpr (tenon::connection_oriented<Protocol>) {
        auto listener = tenon::listen<Protocol>(anywhere<Family>()).value();
        const auto there = listener.local_endpoint().value();
        auto near = t.run_with_fault([&] { return tenon::connect<Protocol>(t.driver(), there, some_option, bounds...); });
        if (!near)
            return;
        if constexpr (tenon::waits<driver_under_test>) {
            auto far = listener.accept().value();
            t.check(talk(*near, far), "what was connected has a peer");
        } else {
            auto whole = decided(*near);
            t.check(whole.has_value() || t.fails(call_name::connect), "what was begun is connected");
            if (!whole)
                return;
            auto far = listener.accept().value();
            t.check(talk(*whole, far), "what was begun has a peer");
        }
    } else {
        auto there = tenon::bind<Protocol>(anywhere<Family>()).value();
        auto near = t.run_with_fault(
            [&] { return tenon::connect<Protocol>(t.driver(), there.local_endpoint().value(), some_option, bounds...); });
        if (!near)
            return;
        send_text(*near, "there");
        std::array<std::byte, 16> buffer;
        t.check(text_of(there.receive_from(buffer).value().data) == "there", "what was connected has a peer");
    }
}

template <class Protocol, class Family>
void verb_connected_pair(trial& t) {
    auto both = t.run_with_fault([&] { return tenon::connected_pair<Protocol, Family>(t.driver(), some_option); });
    t.check(!both || talk(both->first, both->second), "a pair is connected");
}

// adopt: what is refused stays the caller's, as it was.

template <class Protocol, class Family, class State>
void verb_adopt(trial& t) {
    const auto taken = [&](tenon::os::descriptor foreign) {
        ::fcntl(foreign, F_SETFD, 0);
        const bool wanted = driver_under_test::type_flags != 0;
        if (!wanted)
            make_nonblocking(foreign);
        auto socket = t.run_with_fault([&] { return tenon::adopt<Protocol, Family, State>(t.driver(), foreign); });
        if (!socket) {
            t.check(is_open(foreign), "the caller's descriptor is open");
            t.check(!is_close_on_exec(foreign), "the caller's descriptor is not close-on-exec");
            t.check(is_nonblocking(foreign) != wanted || t.fails(call_name::set_close_on_exec),
                    "the caller's descriptor is as nonblocking as it was");
            socket = tenon::adopt<Protocol, Family, State>(t.driver(), foreign);
        }
        t.check(socket.has_value(), "the descriptor is adopted when nothing fails");
        if (!socket)
            return;
        ledger::give(foreign);
        t.check(socket->native_handle() == foreign, "the descriptor is the one that was given");
        t.check(is_close_on_exec(foreign) && is_nonblocking(foreign) == wanted, "the flags are the driver's");
    };
    if constexpr (std::same_as<State, tenon::opened>) {
        taken(opened_anywhere<Protocol, Family>().release());
    } else if constexpr (std::same_as<State, tenon::bound>) {
        taken(tenon::bind<Protocol>(anywhere<Family>()).value().release());
    } else if constexpr (std::same_as<State, tenon::listening>) {
        taken(tenon::listen<Protocol>(anywhere<Family>()).value().release());
    } else {
        auto both = joined<Protocol, Family>();
        taken(both.near.release());
    }
}

template <class Protocol, class Family>
void add_making(scenarios& all) {
    if constexpr (tenon::has_one_domain<Family>)
        all.push_back({"verb open", verb_open<Protocol, Family>});
    all.push_back({"verb bind", verb_bind<Protocol, Family>});
    all.push_back({"verb connect", [](trial& t) { verb_connect<Protocol, Family>(t); }});
    if constexpr (tenon::takes_limits<driver_under_test, tenon::within>)
        all.push_back({"verb connect: limits",
                       [](trial& t) { verb_connect<Protocol, Family>(t, tenon::within(std::chrono::hours(1))); }});
    if constexpr (tenon::may_listen<Protocol>) {
        all.push_back({"verb listen", verb_listen<Protocol, Family>});
        all.push_back({"adopt: listening", verb_adopt<Protocol, Family, tenon::listening>});
    }
    if constexpr (tenon::makes_pairs<Family>)
        all.push_back({"verb connected_pair", verb_connected_pair<Protocol, Family>});
    all.push_back({"adopt: opened", verb_adopt<Protocol, Family, tenon::opened>});
    all.push_back({"adopt: bound", verb_adopt<Protocol, Family, tenon::bound>});
    all.push_back({"adopt: connected", verb_adopt<Protocol, Family, tenon::connected>});
}

}  // namespace faults
