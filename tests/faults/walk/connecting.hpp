// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// The transitions before there is a peer: one that fails leaves the socket as it was, and works when it is repeated.

template <class Protocol, class Family>
void member_bind(trial& t) {
    auto socket = opened_anywhere<Protocol, Family>(t.driver());
    auto next = t.run_with_fault([&] { return std::move(socket).bind(anywhere<Family>()); });
    if (!next)
        next = std::move(socket).bind(anywhere<Family>());
    t.check(next && next->local_endpoint().value() != anywhere<Family>(), "binds when nothing fails");
}

template <class Protocol, class Family>
void member_listen(trial& t) {
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto before = socket.local_endpoint().value();
    auto next = t.run_with_fault([&] { return std::move(socket).listen(); });
    if (!next) {
        t.check(socket.local_endpoint().value() == before, "bound still");
        next = std::move(socket).listen();
    }
    t.check(next.has_value(), "listens when nothing fails");
    if (!next)
        return;
    auto client = tenon::connect<Protocol>(before).value();
    arrived(*next);
    auto peer = next->accept().value();
    t.check(talk(client, peer), "what listens can be reached");
}

/// Whether a connected socket has its peer at a listener, or at a socket without connections. An attempt that was undone may
/// wait to be accepted, dead, before it.
template <class Socket, class Place>
[[nodiscard]] bool meets(Socket& near, Place& place) {
    send_text(near, "there");
    std::array<std::byte, 16> buffer;
    if constexpr (tenon::may_accept<typename Place::state_type>) {
        for (;;) {
            auto far = place.accept().value();
            if (const auto got = far.receive(buffer); got && text_of(tenon::mutable_bytes(*got)) == "there")
                return true;
        }
    } else {
        return text_of(place.receive_from(buffer).value().data) == "there";
    }
}

template <class Protocol, class Family>
[[nodiscard]] auto meeting_place() {
    if constexpr (tenon::connection_oriented<Protocol>)
        return tenon::listen<Protocol>(anywhere<Family>()).value();
    else
        return tenon::bind<Protocol>(anywhere<Family>()).value();
}

/// Where a connecting socket begins, and what is known of it.
template <class Protocol, class Family, class State>
[[nodiscard]] auto beginning(const driver_under_test& driver) {
    if constexpr (std::same_as<State, tenon::bound>)
        return tenon::bind<Protocol>(driver, anywhere<Family>()).value();
    else
        return opened_anywhere<Protocol, Family>(driver);
}

/// Connects the socket that an attempt has left behind, and looks whether it is whole.
template <class Socket, class Place, class Endpoint>
void goes_on(trial& t, Socket& socket, Place& place, const Endpoint& before) {
    auto near = connected_to(std::move(socket), place.local_endpoint().value());
    t.check(near.has_value(), "connects when nothing fails");
    if (!near)
        return;
    if constexpr (tenon::was_bound<typename Socket::state_type>)
        t.check(near->local_endpoint().value() == before, "has the local endpoint that it was bound to");
    t.check(meets(*near, place), "has a peer");
}

template <class Socket>
[[nodiscard]] auto endpoint_before(const Socket& socket) {
    if constexpr (tenon::has_local_endpoint<typename Socket::state_type>)
        return socket.local_endpoint().value();
    else
        return typename Socket::endpoint_type();
}

template <class Protocol, class Family, class State, pace Pace>
void member_connect(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    auto socket = beginning<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    // An attempt goes on after the call only if the descriptor does not block.
    if (Pace == pace::later)
        make_nonblocking(socket.native_handle());
    auto near = t.run_with_fault([&] {
        ledger::postpone_connect = Pace == pace::later;
        return std::move(socket).connect(place.local_endpoint().value());
    });
    ledger::postpone_connect = false;
    if (!near) {
        t.check(!socket.empty(), "the socket has its descriptor");
        goes_on(t, socket, place, before);
        return;
    }
    if constexpr (std::same_as<State, tenon::bound>)
        t.check(near->local_endpoint().value() == before, "has the local endpoint that it was bound to");
    t.check(meets(*near, place), "has a peer");
}

/// Nobody is there: the attempt is undone, and the next one succeeds.
template <class Protocol, class Family, class State>
void connect_refused(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    auto socket = beginning<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    const auto nobody = deserted<Protocol, Family>();
    const auto near = t.run_with_fault([&] { return std::move(socket).connect(nobody); });
    t.check(!near && !socket.empty(), "the socket has its descriptor");
    // What could not be undone is lost.
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind))
        goes_on(t, socket, place, before);
}

/// A socket that would be its own peer.
template <class Protocol, class Family>
void connect_itself(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto before = socket.local_endpoint().value();
    const auto near = t.run_with_fault([&] { return std::move(socket).connect(before); });
    // Where it could not be seen, it was not refused.
    if (near)
        return;
    t.check(!socket.empty(), "the socket has its descriptor");
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind))
        goes_on(t, socket, place, before);
}

template <class Protocol, class Family>
void member_disconnect(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto here = both.near.local_endpoint().value();
    const auto there = both.near.remote_endpoint().value();
    auto free = t.run_with_fault([&] { return std::move(both.near).disconnect(); });
    if (!free) {
        const auto peer = both.near.remote_endpoint();
        t.check(peer && *peer == there, "has its peer still");
        if (t.fails(call_name::bind)) {
            // The local endpoint had been let go, and could not be had again.
            here = both.near.local_endpoint().value();
        } else {
            t.check(both.near.local_endpoint().value() == here, "has its local endpoint still");
            t.check(talk(both.near, both.far), "hears its peer still");
        }
        free = std::move(both.near).disconnect();
    }
    t.check(free.has_value(), "disconnects when nothing fails");
    if (!free)
        return;
    t.check(free->local_endpoint().value() == here, "has its local endpoint still");
    auto stranger = tenon::bind<Protocol>(anywhere<Family>()).value();
    static_cast<void>(stranger.send_to("hello"_bytes, here).value());
    std::array<std::byte, 16> buffer;
    arrived(*free);
    t.check(free->receive_from(buffer).value().from == stranger.local_endpoint().value(), "hears others");
}

template <class Protocol, class Family>
void add_transitions(scenarios& all) {
    all.push_back({"bind", member_bind<Protocol, Family>});
    if constexpr (tenon::may_listen<Protocol>)
        all.push_back({"listen", member_listen<Protocol, Family>});
    if constexpr (tenon::may_disconnect<Protocol>)
        all.push_back({"disconnect", member_disconnect<Protocol, Family>});
}

/// Under a driver that waits, or without a connection; what is only begun is in finishing.hpp.
template <class Protocol, class Family>
void add_connecting(scenarios& all) {
    using tenon::bound;
    using tenon::opened;
    all.push_back({"connect: opened", member_connect<Protocol, Family, opened, pace::at_once>});
    all.push_back({"connect: bound", member_connect<Protocol, Family, bound, pace::at_once>});
    if constexpr (tenon::connection_oriented<Protocol>) {
        all.push_back({"connect: refused", connect_refused<Protocol, Family, opened>, ECONNREFUSED});
        all.push_back({"connect: refused, bound", connect_refused<Protocol, Family, bound>, ECONNREFUSED});
    }
    if constexpr (tenon::connection_oriented<Protocol> && tenon::internet<Family>) {
        constexpr int itself = static_cast<int>(tenon::errc::self_connection);
        all.push_back({"connect: opened, later", member_connect<Protocol, Family, opened, pace::later>});
        all.push_back({"connect: bound, later", member_connect<Protocol, Family, bound, pace::later>});
        all.push_back({"connect: itself", connect_itself<Protocol, Family>, itself});
    }
}

}  // namespace faults
