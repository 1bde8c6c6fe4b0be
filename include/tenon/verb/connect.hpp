// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/verb/open.hpp>

namespace tenon::inline v0 {

/// The operation that connects a new socket.
template <class Protocol, class Driver, class Endpoint>
using connecting = operation::connect<basic_socket<Protocol, family_of<Endpoint>, connected, Driver>, Endpoint>;

/// Makes a socket, sets the options that follow, and connects it (socket(2), connect(2)). The family is the endpoint's.
/// A connectionless protocol fixes its peer. Errors: those of the calls, and `errc::self_connection`.
template <protocol Protocol, endpoint Endpoint, settable_on<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>>
result<basic_socket<Protocol, family_of<Endpoint>, connected, blocking>> connect(const Endpoint& peer,
                                                                                 const Options&... options) {
    return connect<Protocol>(blocking(), peer, options...);
}

/// The same under a driver of the caller's.
template <protocol Protocol, driver Driver, endpoint Endpoint, settable_on<Protocol, family_of<Endpoint>, opened>... Options>
    requires runs_over<Protocol, family_of<Endpoint>>
outcome_t<Driver, connecting<Protocol, Driver, Endpoint>, handle<Driver>> connect(const Driver& driver, const Endpoint& peer,
                                                                                  const Options&... options) {
    auto socket = open_in<Protocol, family_of<Endpoint>>(driver, domain_for(peer), options...);
    if (!socket)
        return socket.why();
    return driver.perform(socket->release_handle(), connecting<Protocol, Driver, Endpoint>(peer));
}

}  // namespace tenon::inline v0
