// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

namespace tenon {
inline namespace v0 {

/// \concept has_groups
/// Sockets of the family can join multicast groups, and send messages to them (RFC 3678).
/// The least to supply: the type `group`, with an `address()`; the constant `group_level`, the
/// level of MCAST_JOIN_GROUP (setsockopt(2)); endpoints that are constructed from an address and a
/// port.
/// What the compiler cannot check: that the level is the right one for the family.
/// Models: `ipv4`, `ipv6`. Near miss: `unix_domain`.
template <class Family>
concept has_groups = requires {
    typename Family::group;
    { Family::group_level } -> std::convertible_to<int>;
};

/// \concept group_of
/// A multicast group of the family. Models: `ipv4::group` for `ipv4`. Near miss: `ipv4::address`,
/// which `ipv4::group::from` converts to a group.
template <class Group, class Family>
concept group_of = has_groups<Family> && std::same_as<Group, typename Family::group>;

/// The type of the address of a source, which sends messages to the group.
template <class Group>
using source_of = std::remove_cvref_t<decltype(std::declval<const Group&>().address())>;

}  // namespace v0
}  // namespace tenon
