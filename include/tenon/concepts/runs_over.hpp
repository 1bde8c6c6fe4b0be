// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

#include <tenon/concepts/family.hpp>
#include <tenon/concepts/protocol.hpp>

namespace tenon {
inline namespace v0 {

/// Declares that the protocol runs over the family. Specialise it as true for a protocol and a
/// family that are not your own.
template <class Protocol, class Family>
inline constexpr bool also_runs_over = false;

/// \concept runs_over_by_protocol
/// The protocol declares that it runs over the family:
/// `template <class Family> static constexpr bool runs_over = …`.
template <class Protocol, class Family>
concept runs_over_by_protocol = requires {
    typename std::bool_constant<Protocol::template runs_over<Family>>;
} && static_cast<bool>(Protocol::template runs_over<Family>);

/// \concept carries
/// The family declares that it carries the protocol:
/// `template <class Protocol> static constexpr bool carries = …`.
template <class Family, class Protocol>
concept carries = requires { typename std::bool_constant<Family::template carries<Protocol>>; } &&
                  static_cast<bool>(Family::template carries<Protocol>);

/// \concept runs_over
/// A socket can be made of this protocol and family. The protocol declares it (`runs_over`), or the
/// family (`carries`), or a third party (`also_runs_over`).
/// What the compiler cannot check: that the system supports the pair.
/// Models: `tcp` over `ipv4`. Near misses: `tcp` over `unix_domain`; a bare `raw`, which has no
/// number.
template <class Protocol, class Family>
concept runs_over = protocol<Protocol> && family<Family> &&
                    (runs_over_by_protocol<Protocol, Family> || carries<Family, Protocol> ||
                     also_runs_over<Protocol, Family>);

}  // namespace v0
}  // namespace tenon
