// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

namespace tenon {
inline namespace v0 {

/// \concept has_groups
/// Messages can be sent to a multicast group, which sockets of the family join (RFC 3678).
/// The least to supply: the type `group`, with an `address()`; the constant `group_level`, at which the system has its
/// MCAST_JOIN_GROUP; endpoints that are made of an address and a port. What the compiler cannot check: that the level is the
/// family's. Models: `ipv4`, `ipv6`. Near miss: `unix_domain`.
template <class Family>
concept has_groups = requires {
    typename Family::group;
    { Family::group_level } -> std::convertible_to<int>;
};

/// \concept group_of
/// A multicast group of the family. Models: `ipv4::group` for `ipv4`. Near miss: `ipv4::address`, of which `ipv4::group::from`
/// makes a group.
template <class Group, class Family>
concept group_of = has_groups<Family> && std::same_as<Group, typename Family::group>;

/// The type of the addresses from which messages to a group come.
template <class Group>
using source_of = std::remove_cvref_t<decltype(std::declval<const Group&>().address())>;

}  // namespace v0
}  // namespace tenon
