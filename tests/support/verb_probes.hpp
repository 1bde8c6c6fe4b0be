// SPDX-License-Identifier: BSL-1.0
#pragma once

// Named questions to a pair: does this verb exist? `Leading` is nothing, a driver or a loop, which a verb takes first.

#include <array>

#include <tenon.hpp>

namespace support {

template <class Protocol, class Family, class... Leading>
concept opens = requires(Leading&... leading) { tenon::open<Protocol, Family>(leading...); };
template <class Protocol, class Family, class... Leading>
concept binds =
    requires(Leading&... leading, const typename Family::endpoint& there) { tenon::bind<Protocol>(leading..., there); };
template <class Protocol, class Family, class... Leading>
concept listens = requires(Leading&... leading, const typename Family::endpoint& there) {
    tenon::listen<Protocol>(leading..., there);
    tenon::listen<Protocol>(leading..., there, tenon::backlog(5));
};
template <class Protocol, class Family, class... Leading>
concept connects =
    requires(Leading&... leading, const typename Family::endpoint& there) { tenon::connect<Protocol>(leading..., there); };
template <class Protocol, class Family, class... Leading>
concept pairs_up = requires(Leading&... leading) { tenon::connected_pair<Protocol, Family>(leading...); };
template <class Protocol, class Family, class... Leading>
concept adopts = requires(Leading&... leading) { tenon::adopt<Protocol, Family, tenon::connected>(leading..., 0); };

inline constexpr const char* verb_names[] = {"open", "bind", "listen", "connect", "connected_pair", "adopt"};

/// What the library says: a truth a verb, in the order of the names.
template <class Protocol, class Family, class... Leading>
inline constexpr std::array verbs_exist{
    opens<Protocol, Family, Leading...>,    binds<Protocol, Family, Leading...>,    listens<Protocol, Family, Leading...>,
    connects<Protocol, Family, Leading...>, pairs_up<Protocol, Family, Leading...>, adopts<Protocol, Family, Leading...>,
};

}  // namespace support
