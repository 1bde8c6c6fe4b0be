// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tenon/address/any_ip_address.hpp>
#include <tenon/address/ipv4_address.hpp>
#include <tenon/address/ipv4_group.hpp>
#include <tenon/address/ipv6_address.hpp>
#include <tenon/address/ipv6_group.hpp>
#include <tenon/base/narrow_cast.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Hashes a number (the finaliser of splitmix64): each bit of the number affects each bit of the
/// hash. `before` is the hash of the values before it. The hash has no secret key, so a peer that
/// chooses the values can make their hashes equal.
[[nodiscard]] constexpr std::size_t mixed(std::uint64_t number, std::size_t before = 0) noexcept {
    number += 0x9E3779B97F4A7C15 + (std::uint64_t{before} << 1);
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9;
    number = (number ^ number >> 27) * 0x94D049BB133111EB;
    return detail::narrow_cast<std::size_t>(number ^ number >> 31);
}

}  // namespace detail

/// Returns a hash of an address or a group. Values that compare equal have equal hashes.
[[nodiscard]] constexpr std::size_t hash_value(const ipv4_address& address) noexcept {
    return detail::mixed(address.number());
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv6_address& address) noexcept {
    const ipv6_address::groups_type groups = address.groups();
    std::size_t hash = 0;
    for (std::size_t index = 0; index != 8; index += 4)
        hash = detail::mixed(std::uint64_t{groups[index]} << 48 |
                                 std::uint64_t{groups[index + 1]} << 32 |
                                 std::uint64_t{groups[index + 2]} << 16 | groups[index + 3],
                             hash);
    return hash;
}
[[nodiscard]] constexpr std::size_t hash_value(const any_ip_address& address) noexcept {
    return detail::mixed(address.is_v4() ? 1 : 0, tenon::hash_value(address.as_v6()));
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv4_group& group) noexcept {
    return tenon::hash_value(group.address());
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv6_group& group) noexcept {
    return tenon::hash_value(group.address());
}

namespace detail {

/// The base class of the specialisations of `std::hash` for addresses and groups.
template <class Value>
struct hash_of_address {
    [[nodiscard]] constexpr std::size_t operator()(const Value& value) const noexcept {
        return tenon::hash_value(value);
    }
};

}  // namespace detail

}  // namespace v0
}  // namespace tenon

// clang-format off
template <> struct std::hash<tenon::ipv4_address>   : tenon::detail::hash_of_address<tenon::ipv4_address> {};
template <> struct std::hash<tenon::ipv4_group>     : tenon::detail::hash_of_address<tenon::ipv4_group> {};
template <> struct std::hash<tenon::ipv6_address>   : tenon::detail::hash_of_address<tenon::ipv6_address> {};
template <> struct std::hash<tenon::ipv6_group>     : tenon::detail::hash_of_address<tenon::ipv6_group> {};
template <> struct std::hash<tenon::any_ip_address> : tenon::detail::hash_of_address<tenon::any_ip_address> {};
// clang-format on
