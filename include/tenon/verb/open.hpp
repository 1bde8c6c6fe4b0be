// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/concepts/layers.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/driver/blocking.hpp>
#include <tenon/socket/basic_socket.hpp>

namespace tenon {
inline namespace v0 {

/// \concept opening_argument
/// The argument may follow in `open`, `bind` and `connected_pair`: it is an option that can be set
/// on the new socket, or the settings of a layer.
/// Models: `options::no_delay` for `tcp`; `lines` for `framed<lines, tcp>`. Near miss: `within`,
/// since these verbs do not wait.
template <class Argument, class Protocol, class Family, class State>
concept opening_argument =
    settable_on<Argument, Protocol, Family, State> || setting_of<Argument, Protocol>;

namespace detail {

/// Processes the trailing arguments of a verb, one after the other, until an option cannot be set.
/// The session takes the settings of layers. An argument that `other` accepts is not an option, and
/// is passed to it. Every other argument is set on the socket.
template <class Socket, class Other, class... Arguments>
result<void> take_tail(Socket& socket, [[maybe_unused]] const Other& other,
                       const Arguments&... arguments) {
    using protocol = typename Socket::protocol_type;
    result<void> done;
    [[maybe_unused]] const auto take = [&]<class Argument>(const Argument& argument) {
        if constexpr (requires { other(argument); })
            other(argument);
        else if constexpr (!setting_of<Argument, protocol>)
            done = socket.set(argument);
        return done.has_value();
    };
    if constexpr (has_layers<protocol>) {
        auto settings = Socket::session_type::with(arguments...);
        if (!settings)
            return settings.why();
        socket.session() = *std::move(settings);
    }
    static_cast<void>((take(arguments) && ...));
    return done;
}
/// As above, for arguments that are all options or settings.
template <class Socket, class... Options>
result<void> set_all(Socket& socket, const Options&... options) noexcept(
    !has_layers<typename Socket::protocol_type>) {
    return detail::take_tail(socket, [] {}, options...);
}

/// Creates a socket in one of the domains of its family (socket(2)), and lets the family prepare it
/// (`after_opening`). Each verb begins with a call of this function; the verbs have the
/// constraints.
template <class Protocol, class Family, class Driver>
result<basic_socket<Protocol, Family, opened, Driver>> create_in(const Driver& driver, int domain) {
    const std::ptrdiff_t made = driver.system().socket(
        domain, Protocol::socket_type | Driver::type_flags, protocol_number<Protocol, Family>());
    if (made < 0)
        return failure::from_returned(made);
    basic_socket<Protocol, Family, opened, Driver> socket(
        unchecked, detail::narrow_cast<os::descriptor>(made), driver);
    static_assert(
        after_opening_takes_socket<Family, basic_socket<Protocol, Family, opened, Driver>>,
        "a family's after_opening is `template <class Socket> static result<void> after_opening(Socket&, int domain)`");
    if constexpr (requires { Family::after_opening(socket, domain); })
        if (const result<void> prepared = Family::after_opening(socket, domain); !prepared)
            return prepared.why();
    return socket;
}
/// As above, and sets the options that follow.
template <class Protocol, class Family, class Driver, class... Options>
result<basic_socket<Protocol, Family, opened, Driver>> open_in(const Driver& driver, int domain,
                                                               const Options&... options) {
    auto socket = detail::create_in<Protocol, Family>(driver, domain);
    if (socket)
        if (const result<void> set = detail::set_all(*socket, options...); !set)
            return set.why();
    return socket;
}

}  // namespace detail

/// Creates a socket of a protocol and a family, and sets the options that follow (socket(2),
/// setsockopt(2)).
/// Errors: those of these calls.
template <protocol Protocol, family Family, opening_argument<Protocol, Family, opened>... Options>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...> && has_one_domain<Family>
result<basic_socket<Protocol, Family, opened, blocking>> open(const Options&... options) {
    return detail::open_in<Protocol, Family>(blocking(), Family::domain, options...);
}

/// As above, under the driver that is given.
template <protocol Protocol, family Family, driver Driver,
          opening_argument<Protocol, Family, opened>... Options>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...> && has_one_domain<Family>
result<basic_socket<Protocol, Family, opened, Driver>> open(const Driver& driver,
                                                            const Options&... options) {
    return detail::open_in<Protocol, Family>(driver, Family::domain, options...);
}

/// As above, under the driver of an event loop.
template <protocol Protocol, family Family, event_loop Loop,
          opening_argument<Protocol, Family, opened>... Options>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...> && has_one_domain<Family>
result<basic_socket<Protocol, Family, opened, driver_of<Loop>>> open(Loop& loop,
                                                                     const Options&... options) {
    return detail::open_in<Protocol, Family>(loop.driver(), Family::domain, options...);
}

}  // namespace v0
}  // namespace tenon
