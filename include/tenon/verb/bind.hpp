// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// The implementation that the overloads of `bind` share.
template <class Protocol, class Driver, class Endpoint, class... Options>
result<basic_socket<Protocol, family_of<Endpoint>, bound, Driver>> bind_under(
    const Driver& driver, const Endpoint& local, const Options&... options) {
    auto socket = detail::open_in<Protocol, family_of<Endpoint>>(driver, detail::domain_for(local),
                                                                 options...);
    if (!socket)
        return socket.why();
    return (*std::move(socket)).bind(local);
}

}  // namespace detail

/// Creates a socket of the endpoint's family, sets the options that follow, and binds it
/// (socket(2), setsockopt(2), bind(2)).
/// Errors: those of these calls.
template <protocol Protocol, endpoint Endpoint,
          opening_argument<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...>
result<basic_socket<Protocol, family_of<Endpoint>, bound, blocking>> bind(
    const Endpoint& local, const Options&... options) {
    return detail::bind_under<Protocol>(blocking(), local, options...);
}

/// As above, under the driver that is given.
template <protocol Protocol, driver Driver, endpoint Endpoint,
          opening_argument<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...>
result<basic_socket<Protocol, family_of<Endpoint>, bound, Driver>> bind(const Driver& driver,
                                                                        const Endpoint& local,
                                                                        const Options&... options) {
    return detail::bind_under<Protocol>(driver, local, options...);
}

/// As above, under the driver of an event loop.
template <protocol Protocol, event_loop Loop, endpoint Endpoint,
          opening_argument<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...>
result<basic_socket<Protocol, family_of<Endpoint>, bound, driver_of<Loop>>> bind(
    Loop& loop, const Endpoint& local, const Options&... options) {
    return detail::bind_under<Protocol>(loop.driver(), local, options...);
}

}  // namespace v0
}  // namespace tenon
