// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <tenon.hpp>

#include "loopback.hpp"
#include "watched_system.hpp"

namespace faults {

// The ways in which operations are carried out. Each has its driver, and waits until the operation is done.

/// Waits in the call itself.
struct in_the_call {
    using driver = watched;
    template <class Event, class Socket, class Operation>
    static auto carry_out(Event, Socket&, Operation operation) {
        return operation();
    }
    template <class Socket>
    static tenon::result<void> send_all(Socket& socket, tenon::unsent<>& rest) {
        return socket.send_all(rest);
    }
};

/// Waits in poll(2), for no longer than an hour.
struct within_an_hour {
    using driver = watched;
    template <class Event, class Socket, class Operation>
    static auto carry_out(Event, Socket&, Operation operation) {
        return operation(tenon::within(std::chrono::hours(1)));
    }
    template <class Socket>
    static tenon::result<void> send_all(Socket& socket, tenon::unsent<>& rest) {
        return socket.send_all(rest, tenon::within(std::chrono::hours(1)));
    }
};

/// Does not wait: the caller does.
struct when_ready {
    using driver = watched_nonblocking;
    template <class Event, class Socket, class Operation>
    static auto carry_out(Event wanted, Socket& socket, Operation operation) {
        for (;;) {
            static_cast<void>(tenon::wait_any(wanted, socket).value());
            auto outcome = operation();
            if (outcome || outcome.error() != std::errc::operation_would_block)
                return outcome;
        }
    }
    template <class Socket>
    static tenon::result<void> send_all(Socket& socket, tenon::unsent<>& rest) {
        while (!rest.empty()) {
            const auto sent = carry_out(tenon::writable, socket, [&] { return socket.send(rest.rest()); });
            if (!sent)
                return sent.why();
            rest.advance(*sent);
        }
        return {};
    }
};

/// Receives what comes next.
template <class Way, class Socket>
[[nodiscard]] auto receive_by(Socket& socket, tenon::mutable_bytes buffer) {
    return Way::carry_out(tenon::readable, socket, [&](const auto&... bounds) { return socket.receive(buffer, bounds...); });
}
template <class Way, class Socket>
[[nodiscard]] auto send_by(Socket& socket, tenon::const_bytes data) {
    return Way::carry_out(tenon::writable, socket, [&](const auto&... bounds) { return socket.send(data, bounds...); });
}
template <class Way, class Socket>
[[nodiscard]] auto accept_by(Socket& listener) {
    return Way::carry_out(tenon::readable, listener, [&](const auto&... bounds) { return listener.accept(bounds...); });
}

template <class Way, class Socket>
[[nodiscard]] auto accept_from_by(Socket& listener) {
    return Way::carry_out(tenon::readable, listener, [&](const auto&... bounds) { return listener.accept_from(bounds...); });
}

template <class Way, class Socket, class Endpoint>
[[nodiscard]] auto connected_by(Socket& socket, const Endpoint& peer) {
    if constexpr (tenon::waits<typename Way::driver>)
        return Way::carry_out(tenon::writable, socket,
                              [&](const auto&... bounds) { return std::move(socket).connect(peer, bounds...); });
    else
        return connected_to(std::move(socket), peer);
}

/// Whether what was received is the end of the connection.
template <class Received>
[[nodiscard]] bool is_end(const Received& got) {
    if constexpr (requires { got.end; })
        return got.end;
    else
        return got.empty();
}

}  // namespace faults
