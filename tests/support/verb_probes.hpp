// SPDX-License-Identifier: BSL-1.0
#pragma once

// Named questions to a pair: does this verb exist?

#include <array>

#include <tenon.hpp>

namespace support {

// Each verb under the blocking driver, and under one that is named.
template <class Protocol, class Family>
concept opens = requires {
    tenon::open<Protocol, Family>();
    tenon::open<Protocol, Family>(tenon::nonblocking());
};
template <class Protocol, class Family>
concept binds = requires(const typename Family::endpoint& there) {
    tenon::bind<Protocol>(there);
    tenon::bind<Protocol>(tenon::nonblocking(), there);
};
template <class Protocol, class Family>
concept listens = requires(const typename Family::endpoint& there) {
    tenon::listen<Protocol>(there);
    tenon::listen<Protocol>(there, tenon::backlog(5));
    tenon::listen<Protocol>(tenon::nonblocking(), there);
};
template <class Protocol, class Family>
concept connects = requires(const typename Family::endpoint& there) {
    tenon::connect<Protocol>(there);
    tenon::connect<Protocol>(tenon::nonblocking(), there);
};
template <class Protocol, class Family>
concept pairs_up = requires {
    tenon::connected_pair<Protocol, Family>();
    tenon::connected_pair<Protocol, Family>(tenon::nonblocking());
};
template <class Protocol, class Family>
concept adopts = requires {
    tenon::adopt<Protocol, Family, tenon::connected>(0);
    tenon::adopt<Protocol, Family, tenon::connected>(tenon::nonblocking(), 0);
};

inline constexpr const char* verb_names[] = {"open", "bind", "listen", "connect", "connected_pair", "adopt"};

/// What the library says: a truth a verb, in the order of the names.
template <class Protocol, class Family>
inline constexpr std::array verbs_exist{
    opens<Protocol, Family>,    binds<Protocol, Family>,    listens<Protocol, Family>,
    connects<Protocol, Family>, pairs_up<Protocol, Family>, adopts<Protocol, Family>,
};

}  // namespace support
