// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// What the forms of `bind` have in common.
template <class Protocol, class Driver, class Endpoint, class... Options>
result<basic_socket<Protocol, family_of<Endpoint>, bound, Driver>> bind_under(const Driver& driver, const Endpoint& local,
                                                                              const Options&... options) {
    auto socket = detail::open_in<Protocol, family_of<Endpoint>>(driver, detail::domain_for(local), options...);
    if (!socket)
        return socket.why();
    return (*std::move(socket)).bind(local);
}

}  // namespace detail

/// Makes a socket, sets the options that follow, and binds it (socket(2), bind(2)). The family is the endpoint's.
template <protocol Protocol, endpoint Endpoint, settable_on<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, bound, blocking>> bind(const Endpoint& local, const Options&... options) {
    return detail::bind_under<Protocol>(blocking(), local, options...);
}

/// The same under a driver of the caller's.
template <protocol Protocol, driver Driver, endpoint Endpoint, settable_on<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, bound, Driver>> bind(const Driver& driver, const Endpoint& local,
                                                                        const Options&... options) {
    return detail::bind_under<Protocol>(driver, local, options...);
}

/// The same for a socket of an event loop.
template <protocol Protocol, event_loop Loop, endpoint Endpoint, settable_on<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol>
result<basic_socket<Protocol, family_of<Endpoint>, bound, driver_of<Loop>>> bind(Loop& loop, const Endpoint& local,
                                                                                 const Options&... options) {
    return detail::bind_under<Protocol>(loop.driver(), local, options...);
}

}  // namespace v0
}  // namespace tenon
