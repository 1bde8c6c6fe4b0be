// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>

#include "../helpers/loopback.hpp"
#include "connecting.hpp"
#include "trial.hpp"

namespace faults {

// Connecting under a driver that does not wait. After an attempt that failed, the socket can
// connect again. If `finish` cannot query the attempt, it can be called again.

/// Checks that a socket connects, by the current attempt or by another one.
template <class Socket, class Target, class Endpoint>
void check_connects(trial& t, Socket& connecting, Target& target, const Endpoint& before) {
    const auto check_connected = [&](auto& connected) {
        if constexpr (tenon::was_bound<typename Socket::state_type>)
            t.check(connected.local_endpoint().value() == before,
                    "the local endpoint is unchanged");
        t.check(reaches(connected, target), "the connected socket sends to its peer");
    };
    auto connected = wait_and_finish(connecting);
    if (connected) {
        check_connected(*connected);
        return;
    }
    t.check(!connecting.empty(), "the socket keeps its descriptor");
    auto again = connected_to(std::move(connecting), target.local_endpoint().value());
    t.check(again.has_value(), "a second attempt connects");
    if (again)
        check_connected(*again);
}

template <class Protocol, class Family, class State>
void begin_connect(trial& t) {
    auto target = target_socket<Protocol, Family>();
    auto socket = socket_in<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    auto attempt = t.run_with_fault(
        [&] { return std::move(socket).connect(target.local_endpoint().value()); });
    if (attempt) {
        t.check(socket.empty(), "the descriptor has moved to the new socket");
        check_connects(t, *attempt, target, before);
    } else {
        t.check(!socket.empty(), "the socket keeps its descriptor");
        check_reconnects(t, socket, target, before);
    }
}

/// Whether the current attempt connects.
template <class Socket, class Target>
[[nodiscard]] bool finishes(Socket& connecting, Target& target) {
    auto connected = wait_and_finish(connecting);
    return connected && reaches(*connected, target);
}

/// Finishes an attempt that has succeeded.
template <class Protocol, class Family, class State>
void member_finish(trial& t) {
    auto target = target_socket<Protocol, Family>();
    auto socket = socket_in<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    auto attempt = std::move(socket).connect(target.local_endpoint().value()).value();
    static_cast<void>(tenon::wait_any(tenon::writable, attempt).value());
    auto connected = t.run_with_fault([&] { return std::move(attempt).finish(); });
    if (connected) {
        t.check(attempt.empty() && reaches(*connected, target),
                "the connected socket sends to its peer");
        return;
    }
    // If only poll(2) failed, the attempt has succeeded, and the next `finish` reports that.
    if (t.fails(call_name::poll) || t.has_short_count())
        t.check(finishes(attempt, target), "the attempt is not given up");
    else
        check_connects(t, attempt, target, before);
}

template <class Protocol, class Family, class State>
void finish_refused(trial& t) {
    auto target = target_socket<Protocol, Family>();
    auto socket = socket_in<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    auto attempt = std::move(socket).connect(closed_endpoint<Protocol, Family>()).value();
    static_cast<void>(tenon::wait_any(tenon::writable, attempt).value());
    const auto connected = t.run_with_fault([&] { return std::move(attempt).finish(); });
    t.check(!connected && !attempt.empty(), "the socket keeps its descriptor");
    if (t.fails(call_name::poll) || t.has_short_count())
        t.check(wait_and_finish(attempt).error() == std::errc::connection_refused,
                "a second call reports the refusal");
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind))
        check_connects(t, attempt, target, before);
}

template <class Protocol, class Family>
void finish_self_connection(trial& t) {
    auto target = target_socket<Protocol, Family>();
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto before = socket.local_endpoint().value();
    auto attempt = std::move(socket).connect(before).value();
    static_cast<void>(tenon::wait_any(tenon::writable, attempt).value());
    const auto connected = t.run_with_fault([&] { return std::move(attempt).finish(); });
    // If the check for a self-connection fails, the socket connects.
    if (connected)
        return;
    t.check(!attempt.empty(), "the socket keeps its descriptor");
    if (t.fails(call_name::poll) || t.has_short_count() || t.fails(call_name::getpeername))
        return;
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind) &&
        !t.fails(call_name::getsockname))
        check_connects(t, attempt, target, before);
}

/// An attempt that stays pending: the queue of the listener is full, and no connection is accepted.
template <class Protocol, class Family, class State>
class pending_attempt {
public:
    explicit pending_attempt(trial& t)
        : full_(tenon::listen<Protocol>(anywhere<Family>(), tenon::backlog(0)).value()),
          filling_(tenon::connect<Protocol>(full_.local_endpoint().value()).value()),
          socket(socket_in<Protocol, Family, State>(t.driver())
                     .connect(full_.local_endpoint().value())
                     .value()) {}

private:
    tenon::listener<Protocol, Family> full_;
    tenon::connection<Protocol, Family> filling_;

public:
    decltype(socket_in<Protocol, Family, State>(std::declval<const driver_under_test&>())
                 .connect(std::declval<const typename Family::endpoint&>()))::value_type socket;
};

template <class Protocol, class Family, class State>
void finish_early(trial& t) {
    auto target = target_socket<Protocol, Family>();
    pending_attempt<Protocol, Family, State> attempt(t);
    const auto before = endpoint_before(attempt.socket);
    const auto connected = t.run_with_fault([&] { return std::move(attempt.socket).finish(); });
    t.check(!connected && !attempt.socket.empty(), "the attempt is still pending");
    check_reconnects(t, attempt.socket, target, before);
}

/// Begins an attempt to another endpoint while the first is pending.
template <class Protocol, class Family, class State>
void connect_again(trial& t) {
    auto target = target_socket<Protocol, Family>();
    pending_attempt<Protocol, Family, State> attempt(t);
    const auto before = endpoint_before(attempt.socket);
    auto again = t.run_with_fault(
        [&] { return std::move(attempt.socket).connect(target.local_endpoint().value()); });
    if (again)
        check_connects(t, *again, target, before);
    else
        check_reconnects(t, attempt.socket, target, before);
}

template <class Protocol, class Family>
void add_finishing(scenarios& all) {
    using tenon::bound;
    using tenon::opened;
    all.push_back({"connect: begun, opened", begin_connect<Protocol, Family, opened>});
    all.push_back({"connect: begun, bound", begin_connect<Protocol, Family, bound>});
    all.push_back({"finish: opened", member_finish<Protocol, Family, opened>});
    all.push_back({"finish: bound", member_finish<Protocol, Family, bound>});
    if constexpr (tenon::internet<Family>) {
        constexpr int self_connection = static_cast<int>(tenon::errc::self_connection);
        all.push_back({"finish: refused", finish_refused<Protocol, Family, opened>, ECONNREFUSED});
        all.push_back(
            {"finish: refused, bound", finish_refused<Protocol, Family, bound>, ECONNREFUSED});
        all.push_back(
            {"finish: self-connection", finish_self_connection<Protocol, Family>, self_connection});
        all.push_back({"finish: early", finish_early<Protocol, Family, opened>, EAGAIN});
        all.push_back({"finish: early, bound", finish_early<Protocol, Family, bound>, EAGAIN});
        all.push_back({"connect: again", connect_again<Protocol, Family, opened>});
        all.push_back({"connect: again, bound", connect_again<Protocol, Family, bound>});
    }
}

}  // namespace faults
