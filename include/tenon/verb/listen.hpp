// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

/// The number of connections that may wait to be accepted (listen(2)). An argument of the verb
/// `listen`, beside the options.
struct backlog {
    constexpr explicit backlog(int count) noexcept : connections(count) {}
    int connections;  ///< the number of connections
};

/// \concept listening_argument
/// The argument may follow the endpoint in `listen`: it is an option that can be set on the new
/// socket, the settings of a layer, or a `backlog`.
/// Models: `options::no_delay` for `tcp`, `backlog`. Near miss: `within`, since listen(2) does not
/// wait.
template <class Argument, class Protocol, class Family>
concept listening_argument = settable_on<Argument, Protocol, Family, opened> ||
                             setting_of<Argument, Protocol> || std::same_as<Argument, backlog>;

namespace detail {

/// The implementation that the overloads of `listen` share.
template <class Protocol, class Driver, class Endpoint, class... Arguments>
result<basic_socket<Protocol, family_of<Endpoint>, listening, Driver>> listen_under(
    const Driver& driver, const Endpoint& local, const Arguments&... arguments) {
    using family = family_of<Endpoint>;
    auto socket = detail::create_in<Protocol, family>(driver, detail::domain_for(local));
    if (!socket)
        return socket.why();
    static_assert(
        before_listening_takes_socket<family, basic_socket<Protocol, family, opened, Driver>>,
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

/// Creates a socket of the endpoint's family, sets the options that follow, binds it, and listens
/// for connections (socket(2), setsockopt(2), bind(2), listen(2)). On IP it first sets
/// SO_REUSEADDR, so that connections of an earlier listener do not occupy the endpoint. The default
/// `backlog` is `os::longest_backlog`.
/// Errors: those of these calls.
template <protocol Protocol, endpoint Endpoint,
          listening_argument<Protocol, family_of<Endpoint>>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Arguments...> && may_listen<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, listening, blocking>> listen(
    const Endpoint& local, const Arguments&... arguments) {
    return detail::listen_under<Protocol>(blocking(), local, arguments...);
}

/// As above, under the driver that is given.
template <protocol Protocol, driver Driver, endpoint Endpoint,
          listening_argument<Protocol, family_of<Endpoint>>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Arguments...> && may_listen<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, listening, Driver>> listen(
    const Driver& driver, const Endpoint& local, const Arguments&... arguments) {
    return detail::listen_under<Protocol>(driver, local, arguments...);
}

/// As above, under the driver of an event loop.
template <protocol Protocol, event_loop Loop, endpoint Endpoint,
          listening_argument<Protocol, family_of<Endpoint>>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Arguments...> && may_listen<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, listening, driver_of<Loop>>> listen(
    Loop& loop, const Endpoint& local, const Arguments&... arguments) {
    return detail::listen_under<Protocol>(loop.driver(), local, arguments...);
}

}  // namespace v0
}  // namespace tenon
