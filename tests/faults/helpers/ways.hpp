// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <tenon.hpp>

#include "loopback.hpp"
#include "watched_system.hpp"

namespace faults {

// Ways to run an operation until it is done. Each has a driver, and a place where it waits.

/// The blocking driver without a limit: the call itself waits.
struct waits_in_call {
    using driver = watched;
    template <class Event, class Socket, class Operation>
    static auto run(Event, Socket&, Operation operation) {
        return operation();
    }
    template <class Socket>
    static tenon::result<void> send_all(Socket& socket, tenon::unsent<>& rest) {
        return socket.send_all(rest);
    }
};

/// The blocking driver with a limit of an hour: poll(2) waits.
struct waits_with_limit {
    using driver = watched;
    template <class Event, class Socket, class Operation>
    static auto run(Event, Socket&, Operation operation) {
        return operation(tenon::within(std::chrono::hours(1)));
    }
    template <class Socket>
    static tenon::result<void> send_all(Socket& socket, tenon::unsent<>& rest) {
        return socket.send_all(rest, tenon::within(std::chrono::hours(1)));
    }
};

/// The nonblocking driver: the caller waits with `wait_any`, and repeats the operation.
struct caller_waits {
    using driver = watched_nonblocking;
    template <class Event, class Socket, class Operation>
    static auto run(Event event, Socket& socket, Operation operation) {
        for (;;) {
            static_cast<void>(tenon::wait_any(event, socket).value());
            auto outcome = operation();
            if (outcome || outcome.error() != std::errc::operation_would_block)
                return outcome;
        }
    }
    template <class Socket>
    static tenon::result<void> send_all(Socket& socket, tenon::unsent<>& rest) {
        while (!rest.empty()) {
            const auto sent =
                run(tenon::writable, socket, [&] { return socket.send(rest.rest()); });
            if (!sent)
                return sent.why();
            rest.advance(*sent);
        }
        return {};
    }
};

/// Receives the next bytes of a stream, or one message.
template <class Way, class Socket>
[[nodiscard]] auto receive_by(Socket& socket, tenon::mutable_bytes buffer) {
    return Way::run(tenon::readable, socket,
                    [&](const auto&... limits) { return socket.receive(buffer, limits...); });
}
template <class Way, class Socket>
[[nodiscard]] auto send_by(Socket& socket, tenon::const_bytes data) {
    return Way::run(tenon::writable, socket,
                    [&](const auto&... limits) { return socket.send(data, limits...); });
}
template <class Way, class Socket>
[[nodiscard]] auto accept_by(Socket& listener) {
    return Way::run(tenon::readable, listener,
                    [&](const auto&... limits) { return listener.accept(limits...); });
}

template <class Way, class Socket>
[[nodiscard]] auto accept_from_by(Socket& listener) {
    return Way::run(tenon::readable, listener,
                    [&](const auto&... limits) { return listener.accept_from(limits...); });
}

template <class Way, class Socket, class Endpoint>
[[nodiscard]] auto connected_by(Socket& socket, const Endpoint& peer) {
    if constexpr (tenon::waits<typename Way::driver>)
        return Way::run(tenon::writable, socket, [&](const auto&... limits) {
            return std::move(socket).connect(peer, limits...);
        });
    else
        return connected_to(std::move(socket), peer);
}

/// Whether a value that `receive` returned is the end of the connection.
template <class Received>
[[nodiscard]] bool is_end(const Received& received) {
    if constexpr (requires { received.end; })
        return received.end;
    else
        return received.empty();
}

}  // namespace faults
