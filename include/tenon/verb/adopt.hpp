// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// The implementation that the overloads of `adopt` share.
template <class Protocol, class Family, class State, class Driver>
result<basic_socket<Protocol, Family, State, Driver>> adopt_under(const Driver& driver,
                                                                  os::descriptor foreign) {
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
    // The peer of a connecting socket is not checked: the attempt may have succeeded by now.
    if (!may_finish<State> && (peer == 0) != has_remote_endpoint<State>)
        return failure(errc::wrong_state);

    if (const std::ptrdiff_t set = system.suppress_sigpipe(foreign); set < 0)
        return failure::from_returned(set);
    if (const std::ptrdiff_t set = system.set_nonblocking(foreign, Driver::type_flags != 0);
        set < 0)
        return failure::from_returned(set);
    if (const std::ptrdiff_t set = system.set_close_on_exec(foreign); set < 0)
        return failure::from_returned(set);
    return result<basic_socket<Protocol, Family, State, Driver>>(std::in_place, unchecked, foreign,
                                                                 driver);
}

}  // namespace detail

/// Takes ownership of a descriptor that was created elsewhere, if it is a socket of this type
/// (getsockopt(2), getpeername(2), fcntl(2)).
///
/// Checks the socket type, the family and the protocol's number as far as the system reports them,
/// whether the socket listens, and whether it has a peer. An attempt to connect that is under way
/// cannot be detected: such a descriptor is `connecting`.
///
/// Makes the descriptor close-on-exec, and nonblocking or blocking as the driver needs. Sets
/// SO_NOSIGPIPE if the system has it. O_NONBLOCK and SO_NOSIGPIPE are shared with every duplicate
/// of the descriptor, in other processes too.
///
/// On failure the descriptor remains the caller's; if a check failed, it is unchanged.
/// Errors: `not_a_socket`, `bad_file_descriptor`; `errc::wrong_socket_type`, `errc::wrong_family`,
/// `errc::wrong_protocol`, `errc::wrong_state` if a check fails.
template <protocol Protocol, family Family, socket_state State>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> && (!has_layers<Protocol>)
result<basic_socket<Protocol, Family, State, blocking>> adopt(os::descriptor foreign) {
    return detail::adopt_under<Protocol, Family, State>(blocking(), foreign);
}

TENON_REFUSE("a descriptor has no layers: adopt it with the protocol below, then use with_layer",
             template <class Protocol, class Family, class State, class... Arguments>
             requires has_layers<Protocol> void adopt(const Arguments&...))

/// As above, under the driver that is given.
template <protocol Protocol, family Family, socket_state State, driver Driver>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> && (!has_layers<Protocol>)
result<basic_socket<Protocol, Family, State, Driver>> adopt(const Driver& driver,
                                                            os::descriptor foreign) {
    return detail::adopt_under<Protocol, Family, State>(driver, foreign);
}

/// As above, under the driver of an event loop.
template <protocol Protocol, family Family, socket_state State, event_loop Loop>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> && (!has_layers<Protocol>)
result<basic_socket<Protocol, Family, State, driver_of<Loop>>> adopt(Loop& loop,
                                                                     os::descriptor foreign) {
    return detail::adopt_under<Protocol, Family, State>(loop.driver(), foreign);
}

}  // namespace v0
}  // namespace tenon
