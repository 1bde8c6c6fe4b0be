// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/base/refuse.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

/// \concept connecting_argument
/// The argument may follow the endpoint in `connect`: it is an option that can be set on the new
/// socket, the settings of a layer, or a limit.
/// Models: `options::no_delay` for `tcp`, `within`. Near miss: `within` under `nonblocking`.
template <class Argument, class Protocol, class Family, class Driver>
concept connecting_argument =
    settable_on<Argument, Protocol, Family, opened> || setting_of<Argument, Protocol> ||
    (limit<Argument> && takes_limits<Driver, Argument>);

namespace detail {

/// The operation that connects a new socket.
template <class Protocol, class Endpoint, class Driver>
using connecting_new = typename connect_operation_of<Protocol, Endpoint, opened, Driver,
                                                     typename session_of<Protocol>::type>::type;

/// The implementation that the overloads of `connect` share.
template <class Protocol, class Driver, class Endpoint, class... Arguments>
outcome_t<Driver, detail::connecting_new<Protocol, Endpoint, Driver>, handle<Driver>> connect_under(
    const Driver& driver, const Endpoint& peer, const Arguments&... arguments) {
    using operation = detail::connecting_new<Protocol, Endpoint, Driver>;
    [[maybe_unused]] limit_set limits;
    auto socket =
        detail::create_in<Protocol, family_of<Endpoint>>(driver, detail::domain_for(peer));
    if (!socket)
        return socket.why();
    if (const result<void> set = detail::take_tail(
            *socket, [&](const limit auto& given) { given.restrict(limits); }, arguments...);
        !set)
        return set.why();
    const auto make_operation = [&] {
        if constexpr (has_session<Protocol>)
            return operation(std::move(socket->session()), peer);
        else
            return operation(peer);
    };
    if constexpr ((limit<Arguments> || ...))
        return driver.perform(socket->release_handle(), make_operation(), std::move(limits));
    else
        return driver.perform(socket->release_handle(), make_operation());
}

}  // namespace detail

/// Creates a socket of the endpoint's family, sets the options that follow, and connects it within
/// the limits that follow (socket(2), setsockopt(2), connect(2)). On a connectionless protocol this
/// fixes the peer. Under a driver that does not wait, a connection is only begun, and the socket is
/// `connecting`.
/// Errors: those of these calls; `errc::self_connection`; `timed_out` or `operation_canceled` if a
/// limit is reached first.
template <protocol Protocol, endpoint Endpoint,
          connecting_argument<Protocol, family_of<Endpoint>, blocking>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Arguments...> && few_limits<Arguments...>
result<basic_socket<Protocol, family_of<Endpoint>, connected, blocking>> connect(
    const Endpoint& peer, const Arguments&... arguments) {
    return detail::connect_under<Protocol>(blocking(), peer, arguments...);
}
TENON_REFUSE("an operation takes four limits at most",
             template <class Protocol, endpoint Endpoint, class... Arguments>
             requires(!few_limits<Arguments...>) void connect(const Endpoint&, const Arguments&...))

/// As above, under the driver that is given.
template <protocol Protocol, driver Driver, endpoint Endpoint,
          connecting_argument<Protocol, family_of<Endpoint>, Driver>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Arguments...> && few_limits<Arguments...>
outcome_t<Driver, detail::connecting_new<Protocol, Endpoint, Driver>, handle<Driver>> connect(
    const Driver& driver, const Endpoint& peer, const Arguments&... arguments) {
    return detail::connect_under<Protocol>(driver, peer, arguments...);
}

/// As above, under the driver of an event loop. The outcome is awaited.
template <protocol Protocol, event_loop Loop, endpoint Endpoint,
          connecting_argument<Protocol, family_of<Endpoint>, driver_of<Loop>>... Arguments>
    requires runs_over<Protocol, family_of<Endpoint>> && has_initial_session<Protocol> &&
             settings_given<Protocol, Arguments...> && few_limits<Arguments...>
outcome_t<driver_of<Loop>, detail::connecting_new<Protocol, Endpoint, driver_of<Loop>>,
          handle<driver_of<Loop>>>
connect(Loop& loop, const Endpoint& peer, const Arguments&... arguments) {
    return detail::connect_under<Protocol>(loop.driver(), peer, arguments...);
}

}  // namespace v0
}  // namespace tenon
