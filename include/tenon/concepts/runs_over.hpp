// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>

namespace tenon {
inline namespace v0 {

/// A third party's word that a pair is legal: specialise it as true for a protocol and a family that are not yours.
template <class Protocol, class Family>
inline constexpr bool also_runs_over = false;

/// \concept runs_over_by_protocol
/// The protocol says that it runs over the family: `template <class Family> static constexpr bool runs_over = …`.
template <class Protocol, class Family>
concept runs_over_by_protocol = requires { typename std::bool_constant<Protocol::template runs_over<Family>>; } &&
                                static_cast<bool>(Protocol::template runs_over<Family>);

/// \concept carries
/// The family says that it carries the protocol: `template <class Protocol> static constexpr bool carries = …`.
template <class Family, class Protocol>
concept carries = requires { typename std::bool_constant<Family::template carries<Protocol>>; } &&
                  static_cast<bool>(Family::template carries<Protocol>);

/// \concept runs_over
/// The pair makes a socket: the protocol says so, or the family, or a third party.
/// What the compiler cannot check: that the system agrees.
/// Models: `tcp` over `ipv4`. Near misses: `tcp` over `unix_domain`; a bare `raw`, which has no number.
template <class Protocol, class Family>
concept runs_over = protocol<Protocol> && family<Family> &&
                    (runs_over_by_protocol<Protocol, Family> || carries<Family, Protocol> || also_runs_over<Protocol, Family>);

}  // namespace v0
}  // namespace tenon
