// SPDX-License-Identifier: BSL-1.0
#pragma once

// Concepts that tell whether a verb exists for a pair. `Leading` is empty, or the driver or the
// loop that a verb takes as its first argument.

#include <array>

#include <tenon.hpp>

namespace support {

template <class Protocol, class Family, class... Leading>
concept opens = requires(Leading&... leading) { tenon::open<Protocol, Family>(leading...); };
template <class Protocol, class Family, class... Leading>
concept binds = requires(Leading&... leading, const typename Family::endpoint& endpoint) {
    tenon::bind<Protocol>(leading..., endpoint);
};
template <class Protocol, class Family, class... Leading>
concept listens = requires(Leading&... leading, const typename Family::endpoint& endpoint) {
    tenon::listen<Protocol>(leading..., endpoint);
    tenon::listen<Protocol>(leading..., endpoint, tenon::backlog(5));
};
template <class Protocol, class Family, class... Leading>
concept connects = requires(Leading&... leading, const typename Family::endpoint& endpoint) {
    tenon::connect<Protocol>(leading..., endpoint);
};
template <class Protocol, class Family, class... Leading>
concept pairs_up =
    requires(Leading&... leading) { tenon::connected_pair<Protocol, Family>(leading...); };
template <class Protocol, class Family, class... Leading>
concept adopts = requires(Leading&... leading) {
    tenon::adopt<Protocol, Family, tenon::connected>(leading..., 0);
};

inline constexpr const char* verb_names[] = {"open",    "bind",           "listen",
                                             "connect", "connected_pair", "adopt"};

/// Whether the library has each verb for a pair, in the order of `verb_names`.
template <class Protocol, class Family, class... Leading>
inline constexpr std::array verbs_exist{
    opens<Protocol, Family, Leading...>,    binds<Protocol, Family, Leading...>,
    listens<Protocol, Family, Leading...>,  connects<Protocol, Family, Leading...>,
    pairs_up<Protocol, Family, Leading...>, adopts<Protocol, Family, Leading...>,
};

}  // namespace support
