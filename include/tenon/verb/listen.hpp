// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

/// How many connections may wait to be accepted: an argument of `listen`, among its options.
struct backlog {
    constexpr explicit backlog(int count) noexcept : connections(count) {}
    int connections;  ///< how many
};

/// \concept listening_argument
/// What may follow the endpoint in `listen`: an option that can be set on the new socket, or a `backlog`.
template <class Argument, class Protocol, class Family>
concept listening_argument = settable_on<Argument, Protocol, Family, opened> || std::same_as<Argument, backlog>;

namespace detail {

/// What the forms of `listen` have in common.
template <class Protocol, class Driver, class Endpoint, class... Arguments>
result<basic_socket<Protocol, family_of<Endpoint>, listening, Driver>> listen_under(const Driver& driver, const Endpoint& local,
                                                                                    const Arguments&... arguments) {
    using family = family_of<Endpoint>;
    auto socket = detail::open_in<Protocol, family>(driver, detail::domain_for(local));
    if (!socket)
        return socket.why();
    static_assert(before_listening_takes_socket<family, basic_socket<Protocol, family, opened, Driver>>,
                  "a family's before_listening is `template <class Socket> static result<void> before_listening(Socket&)`");
    if constexpr (requires { family::before_listening(*socket); })
        if (const result<void> prepared = family::before_listening(*socket); !prepared)
            return prepared.why();

    int connections = os::longest_backlog;
    const auto take_backlog = [&](const backlog& queue) { connections = queue.connections; };
    if (const result<void> set = detail::take_tail(*socket, take_backlog, arguments...); !set)
        return set.why();

    auto bound_socket = (*std::move(socket)).bind(local);
    if (!bound_socket)
        return bound_socket.why();
    return (*std::move(bound_socket)).listen(connections);
}

}  // namespace detail

/// Makes a socket, sets the options that follow, binds it and lets it take connections (socket(2), bind(2), listen(2)). The
/// family is the endpoint's. On IP the endpoint is claimed first, from connections that have ended (SO_REUSEADDR).
template <protocol Protocol, endpoint Endpoint, listening_argument<Protocol, family_of<Endpoint>>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> && may_listen<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, listening, blocking>> listen(const Endpoint& local,
                                                                                const Arguments&... arguments) {
    return detail::listen_under<Protocol>(blocking(), local, arguments...);
}

/// The same under a driver of the caller's.
template <protocol Protocol, driver Driver, endpoint Endpoint, listening_argument<Protocol, family_of<Endpoint>>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> && may_listen<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, listening, Driver>> listen(const Driver& driver, const Endpoint& local,
                                                                              const Arguments&... arguments) {
    return detail::listen_under<Protocol>(driver, local, arguments...);
}

/// The same for a socket of an event loop.
template <protocol Protocol, event_loop Loop, endpoint Endpoint, listening_argument<Protocol, family_of<Endpoint>>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> && may_listen<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, listening, driver_of<Loop>>> listen(Loop& loop, const Endpoint& local,
                                                                                       const Arguments&... arguments) {
    return detail::listen_under<Protocol>(loop.driver(), local, arguments...);
}

}  // namespace v0
}  // namespace tenon
