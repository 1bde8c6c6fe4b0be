// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>
#include <tenon/socket/state.hpp>

namespace tenon::inline v0::options {

/// Raw sockets over IPv4.
struct on_raw_ipv4 {
    template <class Protocol, class Family>
    static constexpr bool applies_to = on_ipv4::applies_to<Protocol, Family> && hears_unbound<Protocol>;
};
/// Sockets over IPv6 that have ports.
struct on_ipv6_ports {
    template <class Protocol, class Family>
    static constexpr bool applies_to = on_ipv6::applies_to<Protocol, Family> && !hears_unbound<Protocol>;
};

/// IP_TTL: the time to live of the packets that are sent, 1 to 255 hops.
// clang-format off
struct time_to_live : option<int, IPPROTO_IP, IP_TTL, on_ipv4> { using option::option; };
// clang-format on

/// IP_HDRINCL: what is sent begins with its IP header (raw(7)).
// clang-format off
struct header_included : option<bool, IPPROTO_IP, IP_HDRINCL, on_raw_ipv4> { using option::option; };
// clang-format on

/// IPV6_UNICAST_HOPS: the hop limit of the packets that are sent, 1 to 255 hops; -1 is the system's default.
// clang-format off
struct unicast_hops : option<int, IPPROTO_IPV6, IPV6_UNICAST_HOPS, on_ipv6> { using option::option; };
// clang-format on

/// IPV6_V6ONLY: IPv4 does not reach the socket as v4-mapped addresses. Only before the socket is bound.
struct v6_only : option<bool, IPPROTO_IPV6, IPV6_V6ONLY, on_ipv6_ports> {
    using option::option;
    template <class State>
    static constexpr bool applies_in = ready_to_bind<State>;
};

static_assert(socket_option<time_to_live> && socket_option<header_included> && socket_option<v6_only>);
static_assert(applies_in<v6_only, opened> && !applies_in<v6_only, bound>);

}  // namespace tenon::inline v0::options
