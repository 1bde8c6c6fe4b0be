// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

#include <tenon/verb/open.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// What `connected_pair` returns.
template <class Protocol, class Family, class Driver>
using paired = std::pair<basic_socket<Protocol, Family, first_state<Protocol>, Driver>,
                         basic_socket<Protocol, Family, first_state<Protocol>, Driver>>;

/// The implementation that the overloads of `connected_pair` share.
template <class Protocol, class Family, class Driver, class... Options>
auto connected_pair_under(const Driver& driver, const Options&... options)
    -> result<paired<Protocol, Family, Driver>> {
    using socket = basic_socket<Protocol, Family, first_state<Protocol>, Driver>;
    os::descriptor ends[2];
    const std::ptrdiff_t made =
        driver.system().socketpair(Family::domain, Protocol::socket_type | Driver::type_flags,
                                   tenon::protocol_number<Protocol, Family>(), ends);
    if (made < 0)
        return failure::from_returned(made);
    std::pair<socket, socket> both(socket(unchecked, ends[0], driver),
                                   socket(unchecked, ends[1], driver));
    if (const result<void> set = detail::set_all(both.first, options...); !set)
        return set.why();
    if (const result<void> set = detail::set_all(both.second, options...); !set)
        return set.why();
    if constexpr (has_layers<Protocol>) {
        if (const result<void> begun = both.first.session().begin(side::connecting); !begun)
            return begun.why();
        if (const result<void> begun = both.second.session().begin(side::accepting); !begun)
            return begun.why();
    }
    return both;
}

}  // namespace detail

/// Creates two sockets that are connected to each other, and sets the options that follow on both
/// (socketpair(2), setsockopt(2)).
/// Errors: those of these calls.
template <protocol Protocol, family Family,
          opening_argument<Protocol, Family, connected>... Options>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...> && has_one_domain<Family> && makes_pairs<Family>
auto connected_pair(const Options&... options) {
    return detail::connected_pair_under<Protocol, Family>(blocking(), options...);
}

/// As above, under the driver that is given.
template <protocol Protocol, family Family, driver Driver,
          opening_argument<Protocol, Family, connected>... Options>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...> && has_one_domain<Family> && makes_pairs<Family>
auto connected_pair(const Driver& driver, const Options&... options)
    -> result<detail::paired<Protocol, Family, Driver>> {
    return detail::connected_pair_under<Protocol, Family>(driver, options...);
}

/// As above, under the driver of an event loop.
template <protocol Protocol, family Family, event_loop Loop,
          opening_argument<Protocol, Family, connected>... Options>
    requires runs_over<Protocol, Family> && has_initial_session<Protocol> &&
             settings_given<Protocol, Options...> && has_one_domain<Family> && makes_pairs<Family>
auto connected_pair(Loop& loop, const Options&... options) {
    return detail::connected_pair_under<Protocol, Family>(loop.driver(), options...);
}

}  // namespace v0
}  // namespace tenon
