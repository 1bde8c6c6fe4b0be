// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// What the forms of `adopt` have in common.
template <class Protocol, class Family, class State, class Driver>
result<basic_socket<Protocol, Family, State, Driver>> adopt_under(const Driver& driver, os::descriptor foreign) {
    const auto& system = driver.system();

    const std::ptrdiff_t type = system.type(foreign);
    if (type < 0)
        return failure::from_returned(type);
    if (type != Protocol::socket_type)
        return failure(errc::wrong_socket_type);

    const std::ptrdiff_t domain = system.domain(foreign);
    if (domain < 0 && domain != -ENOPROTOOPT)
        return failure::from_returned(domain);
    if (domain >= 0 && !tenon::has_domain<Family>(detail::narrow_cast<int>(domain)))
        return failure(errc::wrong_family);

    constexpr int number = tenon::protocol_number<Protocol, Family>();
    if constexpr (number != 0) {
        const std::ptrdiff_t protocol = system.protocol(foreign);
        if (protocol < 0 && protocol != -ENOPROTOOPT)
            return failure::from_returned(protocol);
        if (protocol >= 0 && protocol != number)
            return failure(errc::wrong_protocol);
    }

    const std::ptrdiff_t listens = system.listening(foreign);
    if (listens < 0)
        return failure::from_returned(listens);
    if ((listens != 0) != may_accept<State>)
        return failure(errc::wrong_state);

    os::socket_address unused;
    os::address_length none = 0;
    const std::ptrdiff_t peer = system.getpeername(foreign, &unused, &none);
    if (peer < 0 && peer != -ENOTCONN && peer != -EINVAL)
        return failure::from_returned(peer);
    // An attempt to connect may have succeeded by now.
    if (!may_finish<State> && (peer == 0) != has_remote_endpoint<State>)
        return failure(errc::wrong_state);

    if (const std::ptrdiff_t set = system.suppress_sigpipe(foreign); set < 0)
        return failure::from_returned(set);
    if (const std::ptrdiff_t set = system.set_nonblocking(foreign, Driver::type_flags != 0); set < 0)
        return failure::from_returned(set);
    if (const std::ptrdiff_t set = system.set_close_on_exec(foreign); set < 0)
        return failure::from_returned(set);
    return result<basic_socket<Protocol, Family, State, Driver>>(std::in_place, unchecked, foreign, driver);
}

}  // namespace detail

/// Takes a descriptor that was made elsewhere, once the system has confirmed that it is such a socket. On failure it is
/// untouched and stays the caller's.
///
/// Checked are the socket type, the family and the protocol's number, whether it listens, and whether it has a peer. An attempt
/// to connect that is under way does not show: such a descriptor is `connecting`. Then it is made close-on-exec, and
/// nonblocking or not as the driver needs, and SIGPIPE is kept away (SO_NOSIGPIPE, where sending has no flag for it); that and
/// O_NONBLOCK are shared with every duplicate of the descriptor, in other processes too.
///
/// Errors: `not_a_socket`, `bad_file_descriptor`; `errc::wrong_socket_type`, `wrong_family`, `wrong_protocol`, `wrong_state`.
template <protocol Protocol, family Family, socket_state State>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol>
result<basic_socket<Protocol, Family, State, blocking>> adopt(os::descriptor foreign) {
    return detail::adopt_under<Protocol, Family, State>(blocking(), foreign);
}

/// The same under a driver of the caller's.
template <protocol Protocol, family Family, socket_state State, driver Driver>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol>
result<basic_socket<Protocol, Family, State, Driver>> adopt(const Driver& driver, os::descriptor foreign) {
    return detail::adopt_under<Protocol, Family, State>(driver, foreign);
}

/// The same for a socket of an event loop.
template <protocol Protocol, family Family, socket_state State, event_loop Loop>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol>
result<basic_socket<Protocol, Family, State, driver_of<Loop>>> adopt(Loop& loop, os::descriptor foreign) {
    return detail::adopt_under<Protocol, Family, State>(loop.driver(), foreign);
}

}  // namespace v0
}  // namespace tenon
