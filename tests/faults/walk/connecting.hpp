// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// The transitions up to a connection. If one fails, the socket is unchanged, and a second call
// succeeds.

template <class Protocol, class Family>
void member_bind(trial& t) {
    auto socket = opened_anywhere<Protocol, Family>(t.driver());
    auto next = t.run_with_fault([&] { return std::move(socket).bind(anywhere<Family>()); });
    if (!next)
        next = std::move(socket).bind(anywhere<Family>());
    t.check(next && next->local_endpoint().value() != anywhere<Family>(), "a second call binds");
}

template <class Protocol, class Family>
void member_listen(trial& t) {
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto before = socket.local_endpoint().value();
    auto next = t.run_with_fault([&] { return std::move(socket).listen(); });
    if (!next) {
        t.check(socket.local_endpoint().value() == before, "the socket is still bound");
        next = std::move(socket).listen();
    }
    t.check(next.has_value(), "a second call listens");
    if (!next)
        return;
    auto client = tenon::connect<Protocol>(before).value();
    wait_until_readable(*next);
    auto peer = next->accept().value();
    t.check(talk(client, peer), "a client can connect to the listener");
}

/// Whether data of a connected socket reaches a listener, or a connectionless socket. The queue of
/// the listener may first hold connections of attempts that were undone; they carry no data.
template <class Socket, class Target>
[[nodiscard]] bool reaches(Socket& connected, Target& target) {
    send_text(connected, "there");
    std::array<std::byte, 16> buffer;
    if constexpr (tenon::may_accept<typename Target::state_type>) {
        for (;;) {
            auto peer = target.accept().value();
            if (const auto got = peer.receive(buffer);
                got && text_of(tenon::mutable_bytes(*got)) == "there")
                return true;
        }
    } else {
        return text_of(target.receive_from(buffer).value().data) == "there";
    }
}

/// Opens a socket to connect to: a listener, or a bound socket without connections.
template <class Protocol, class Family>
[[nodiscard]] auto target_socket() {
    if constexpr (tenon::connection_oriented<Protocol>)
        return tenon::listen<Protocol>(anywhere<Family>()).value();
    else
        return tenon::bind<Protocol>(anywhere<Family>()).value();
}

/// Opens a socket in the state that it connects from.
template <class Protocol, class Family, class State>
[[nodiscard]] auto socket_in(const driver_under_test& driver) {
    if constexpr (std::same_as<State, tenon::bound>)
        return tenon::bind<Protocol>(driver, anywhere<Family>()).value();
    else
        return opened_anywhere<Protocol, Family>(driver);
}

/// Connects a socket again after an attempt that failed, and checks the connection.
template <class Socket, class Target, class Endpoint>
void check_reconnects(trial& t, Socket& socket, Target& target, const Endpoint& before) {
    auto connected = connected_to(std::move(socket), target.local_endpoint().value());
    t.check(connected.has_value(), "a second attempt connects");
    if (!connected)
        return;
    if constexpr (tenon::was_bound<typename Socket::state_type>)
        t.check(connected->local_endpoint().value() == before, "the local endpoint is unchanged");
    t.check(reaches(*connected, target), "the connected socket sends to its peer");
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
    auto target = target_socket<Protocol, Family>();
    auto socket = socket_in<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    // An attempt goes on after the call only if the descriptor does not block.
    if (Pace == pace::later)
        make_nonblocking(socket.native_handle());
    auto connected = t.run_with_fault([&] {
        ledger::postpone_connect = Pace == pace::later;
        return std::move(socket).connect(target.local_endpoint().value());
    });
    ledger::postpone_connect = false;
    if (!connected) {
        t.check(!socket.empty(), "the socket keeps its descriptor");
        check_reconnects(t, socket, target, before);
        return;
    }
    if constexpr (std::same_as<State, tenon::bound>)
        t.check(connected->local_endpoint().value() == before, "the local endpoint is unchanged");
    t.check(reaches(*connected, target), "the connected socket sends to its peer");
}

/// The port is closed: the attempt fails and is undone, and the next one succeeds.
template <class Protocol, class Family, class State>
void connect_refused(trial& t) {
    auto target = target_socket<Protocol, Family>();
    auto socket = socket_in<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    const auto closed = closed_endpoint<Protocol, Family>();
    const auto connected = t.run_with_fault([&] { return std::move(socket).connect(closed); });
    t.check(!connected && !socket.empty(), "the socket keeps its descriptor");
    // If the attempt cannot be undone, the socket cannot connect again.
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind))
        check_reconnects(t, socket, target, before);
}

/// A socket that connects to its own endpoint.
template <class Protocol, class Family>
void connect_to_itself(trial& t) {
    auto target = target_socket<Protocol, Family>();
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto before = socket.local_endpoint().value();
    const auto connected = t.run_with_fault([&] { return std::move(socket).connect(before); });
    // If the check for a self-connection fails, the socket connects.
    if (connected)
        return;
    t.check(!socket.empty(), "the socket keeps its descriptor");
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind))
        check_reconnects(t, socket, target, before);
}

template <class Protocol, class Family>
void member_disconnect(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto local = both.socket.local_endpoint().value();
    const auto remote = both.socket.remote_endpoint().value();
    auto free = t.run_with_fault([&] { return std::move(both.socket).disconnect(); });
    if (!free) {
        const auto peer = both.socket.remote_endpoint();
        t.check(peer && *peer == remote, "the socket keeps its peer");
        if (t.fails(call_name::bind)) {
            // disconnect released the local endpoint, and could not bind it again.
            local = both.socket.local_endpoint().value();
        } else {
            t.check(both.socket.local_endpoint().value() == local,
                    "the local endpoint is unchanged");
            t.check(talk(both.socket, both.peer), "the socket still exchanges data with its peer");
        }
        free = std::move(both.socket).disconnect();
    }
    t.check(free.has_value(), "a second call disconnects");
    if (!free)
        return;
    t.check(free->local_endpoint().value() == local, "the local endpoint is unchanged");
    auto other = tenon::bind<Protocol>(anywhere<Family>()).value();
    static_cast<void>(other.send_to("hello"_bytes, local).value());
    std::array<std::byte, 16> buffer;
    wait_until_readable(*free);
    t.check(free->receive_from(buffer).value().from == other.local_endpoint().value(),
            "the socket receives from others");
}

template <class Protocol, class Family>
void add_transitions(scenarios& all) {
    all.push_back({"bind", member_bind<Protocol, Family>});
    if constexpr (tenon::may_listen<Protocol>)
        all.push_back({"listen", member_listen<Protocol, Family>});
    if constexpr (tenon::may_disconnect<Protocol>)
        all.push_back({"disconnect", member_disconnect<Protocol, Family>});
}

/// For drivers that wait, and for connectionless protocols. Attempts that are only begun are in
/// finishing.hpp.
template <class Protocol, class Family>
void add_connecting(scenarios& all) {
    using tenon::bound;
    using tenon::opened;
    all.push_back({"connect: opened", member_connect<Protocol, Family, opened, pace::at_once>});
    all.push_back({"connect: bound", member_connect<Protocol, Family, bound, pace::at_once>});
    if constexpr (tenon::connection_oriented<Protocol>) {
        all.push_back(
            {"connect: refused", connect_refused<Protocol, Family, opened>, ECONNREFUSED});
        all.push_back(
            {"connect: refused, bound", connect_refused<Protocol, Family, bound>, ECONNREFUSED});
    }
    if constexpr (tenon::connection_oriented<Protocol> && tenon::internet<Family>) {
        constexpr int self_connection = static_cast<int>(tenon::errc::self_connection);
        all.push_back(
            {"connect: opened, later", member_connect<Protocol, Family, opened, pace::later>});
        all.push_back(
            {"connect: bound, later", member_connect<Protocol, Family, bound, pace::later>});
        all.push_back(
            {"connect: self-connection", connect_to_itself<Protocol, Family>, self_connection});
    }
}

}  // namespace faults
