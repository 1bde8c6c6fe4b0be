// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>

#include "../helpers/loopback.hpp"
#include "connecting.hpp"
#include "trial.hpp"

namespace faults {

// A connection that is only begun, under a driver that does not wait for it. An attempt that cannot be begun, or that has
// failed, leaves a socket that is ready for another; a question that failed leaves one that can be asked again.

/// Whatever was said of an attempt before: the socket comes to a peer, now or with another attempt.
template <class Socket, class Place, class Endpoint>
void comes_to(trial& t, Socket& connecting, Place& place, const Endpoint& before) {
    const auto look = [&](auto& near) {
        if constexpr (tenon::was_bound<typename Socket::state_type>)
            t.check(near.local_endpoint().value() == before, "has the local endpoint that it was bound to");
        t.check(meets(near, place), "has a peer");
    };
    auto near = decided(connecting);
    if (near) {
        look(*near);
        return;
    }
    t.check(!connecting.empty(), "the socket has its descriptor");
    auto again = connected_to(std::move(connecting), place.local_endpoint().value());
    t.check(again.has_value(), "connects when nothing fails");
    if (again)
        look(*again);
}

template <class Protocol, class Family, class State>
void begin_connect(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    auto socket = beginning<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    auto begun = t.run_with_fault([&] { return std::move(socket).connect(place.local_endpoint().value()); });
    if (begun) {
        t.check(socket.empty(), "the descriptor went on");
        comes_to(t, *begun, place, before);
    } else {
        t.check(!socket.empty(), "the socket has its descriptor");
        goes_on(t, socket, place, before);
    }
}

/// Whether an attempt has led to a peer, without another.
template <class Socket, class Place>
[[nodiscard]] bool finishes(Socket& connecting, Place& place) {
    auto near = decided(connecting);
    return near && meets(*near, place);
}

/// Asks what has become of an attempt that is decided.
template <class Protocol, class Family, class State>
void member_finish(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    auto socket = beginning<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    auto begun = std::move(socket).connect(place.local_endpoint().value()).value();
    static_cast<void>(tenon::wait_any(tenon::writable, begun).value());
    auto near = t.run_with_fault([&] { return std::move(begun).finish(); });
    if (near) {
        t.check(begun.empty() && meets(*near, place), "has a peer");
        return;
    }
    // What only could not be asked has gone well, and says so.
    if (t.fails(call_name::poll) || t.cuts())
        t.check(finishes(begun, place), "the attempt was not given up");
    else
        comes_to(t, begun, place, before);
}

template <class Protocol, class Family, class State>
void finish_refused(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    auto socket = beginning<Protocol, Family, State>(t.driver());
    const auto before = endpoint_before(socket);
    auto begun = std::move(socket).connect(deserted<Protocol, Family>()).value();
    static_cast<void>(tenon::wait_any(tenon::writable, begun).value());
    const auto near = t.run_with_fault([&] { return std::move(begun).finish(); });
    t.check(!near && !begun.empty(), "the socket has its descriptor");
    if (t.fails(call_name::poll) || t.cuts())
        t.check(decided(begun).error() == std::errc::connection_refused, "the refusal is told when it is asked for");
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind))
        comes_to(t, begun, place, before);
}

template <class Protocol, class Family>
void finish_itself(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto before = socket.local_endpoint().value();
    auto begun = std::move(socket).connect(before).value();
    static_cast<void>(tenon::wait_any(tenon::writable, begun).value());
    const auto near = t.run_with_fault([&] { return std::move(begun).finish(); });
    // Where it could not be seen, it was not refused.
    if (near)
        return;
    t.check(!begun.empty(), "the socket has its descriptor");
    if (t.fails(call_name::poll) || t.cuts() || t.fails(call_name::getpeername))
        return;
    if (!t.fails(call_name::disconnect) && !t.fails(call_name::bind) && !t.fails(call_name::getsockname))
        comes_to(t, begun, place, before);
}

/// An attempt that goes on for as long as nobody accepts: the queue of its listener is full.
template <class Protocol, class Family, class State>
class under_way {
public:
    explicit under_way(trial& t)
        : full_(tenon::listen<Protocol>(anywhere<Family>(), tenon::backlog(0)).value()),
          filling_(tenon::connect<Protocol>(full_.local_endpoint().value()).value()),
          begun(beginning<Protocol, Family, State>(t.driver()).connect(full_.local_endpoint().value()).value()) {}

private:
    tenon::listener<Protocol, Family> full_;
    tenon::connection<Protocol, Family> filling_;

public:
    decltype(beginning<Protocol, Family, State>(std::declval<const driver_under_test&>())
                 .connect(std::declval<const typename Family::endpoint&>()))::value_type begun;
};

template <class Protocol, class Family, class State>
void finish_early(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    under_way<Protocol, Family, State> attempt(t);
    const auto before = endpoint_before(attempt.begun);
    const auto near = t.run_with_fault([&] { return std::move(attempt.begun).finish(); });
    t.check(!near && !attempt.begun.empty(), "it is not decided");
    goes_on(t, attempt.begun, place, before);
}

/// Another attempt, to another place, while the first goes on.
template <class Protocol, class Family, class State>
void connect_again(trial& t) {
    auto place = meeting_place<Protocol, Family>();
    under_way<Protocol, Family, State> attempt(t);
    const auto before = endpoint_before(attempt.begun);
    auto begun = t.run_with_fault([&] { return std::move(attempt.begun).connect(place.local_endpoint().value()); });
    if (begun)
        comes_to(t, *begun, place, before);
    else
        goes_on(t, attempt.begun, place, before);
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
        constexpr int itself = static_cast<int>(tenon::errc::self_connection);
        all.push_back({"finish: refused", finish_refused<Protocol, Family, opened>, ECONNREFUSED});
        all.push_back({"finish: refused, bound", finish_refused<Protocol, Family, bound>, ECONNREFUSED});
        all.push_back({"finish: itself", finish_itself<Protocol, Family>, itself});
        all.push_back({"finish: early", finish_early<Protocol, Family, opened>, EAGAIN});
        all.push_back({"finish: early, bound", finish_early<Protocol, Family, bound>, EAGAIN});
        all.push_back({"connect: again", connect_again<Protocol, Family, opened>});
        all.push_back({"connect: again, bound", connect_again<Protocol, Family, bound>});
    }
}

}  // namespace faults
