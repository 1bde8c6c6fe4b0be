// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

namespace tenon {
inline namespace v0 {

/// \concept has_groups
/// Messages can be sent to a group, which sockets of the family join (RFC 3678).
/// The least to supply: the types `group`, with an `address()`, `address` and `interface_type`, with a `number()`; the constant
/// `group_level`, at which the system has its MCAST_JOIN_GROUP; endpoints that are made of an address and a port.
/// What the compiler cannot check: that the level is the family's. Models: `ipv4`, `ipv6`. Near miss: `unix_domain`.
template <class Family>
concept has_groups = requires {
    typename Family::group;
    typename Family::address;
    typename Family::interface_type;
    { Family::group_level } -> std::convertible_to<int>;
};

/// What stands for the types of `has_groups` where a family has none, in the signatures of members that it has not either.
struct no_groups {
    struct group {};           ///< no group
    struct address {};         ///< no address of a source
    struct interface_type {};  ///< no interface
};

/// The family, or `no_groups`.
template <class Family>
struct groups_of_family {
    using type = no_groups;
};
template <has_groups Family>
struct groups_of_family<Family> {
    using type = Family;
};

/// The family, where it has groups.
template <class Family>
using groups_of = typename groups_of_family<Family>::type;

}  // namespace v0
}  // namespace tenon
