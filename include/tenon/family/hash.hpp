// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tenon/family/any_ip.hpp>
#include <tenon/family/ipv4.hpp>
#include <tenon/family/ipv6.hpp>
#include <tenon/family/unix_domain.hpp>

namespace tenon {
inline namespace v0 {

/// A hash of a number, whose every bit counts in every bit of it (the finaliser of splitmix64). `before` is that of what came
/// before. Not for tables that strangers fill in and that have no other defence.
[[nodiscard]] constexpr std::size_t mixed(std::uint64_t number, std::size_t before = 0) noexcept {
    number += 0x9E3779B97F4A7C15 + (std::uint64_t{before} << 1);
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9;
    number = (number ^ number >> 27) * 0x94D049BB133111EB;
    return static_cast<std::size_t>(number ^ number >> 31);
}

/// A hash of what compares equal by value: addresses, groups, endpoints and networks.
[[nodiscard]] constexpr std::size_t hash_value(const ipv4::address& address) noexcept {
    return mixed(address.number());
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv6::address& address) noexcept {
    const ipv6::address::groups_type groups = address.groups();
    std::size_t hash = 0;
    for (std::size_t index = 0; index != 8; index += 4)
        hash = mixed(std::uint64_t{groups[index]} << 48 | std::uint64_t{groups[index + 1]} << 32 |
                         std::uint64_t{groups[index + 2]} << 16 | groups[index + 3],
                     hash);
    return hash;
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv4::endpoint& endpoint) noexcept {
    return mixed(endpoint.port(), hash_value(endpoint.address()));
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv6::endpoint& endpoint) noexcept {
    return mixed(std::uint64_t{endpoint.scope()} << 16 | endpoint.port(), hash_value(endpoint.address()));
}
[[nodiscard]] constexpr std::size_t hash_value(const unix_domain::endpoint& endpoint) noexcept {
    std::size_t hash = endpoint.is_abstract() ? 1 : 0;
    for (const char letter : endpoint.name())
        hash = mixed(static_cast<unsigned char>(letter), hash);
    return hash;
}
[[nodiscard]] constexpr std::size_t hash_value(const any_ip::address& address) noexcept {
    return mixed(address.is_v4() ? 1 : 0, hash_value(address.as_v6()));
}
[[nodiscard]] inline std::size_t hash_value(const any_ip::endpoint& endpoint) noexcept {
    return endpoint.is_v4() ? hash_value(*endpoint.v4()) : hash_value(*endpoint.v6());
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv4::group& group) noexcept {
    return hash_value(group.address());
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv6::group& group) noexcept {
    return hash_value(group.address());
}

/// What the specialisations of `std::hash` derive from.
template <class Value>
struct hash_by_value {
    [[nodiscard]] constexpr std::size_t operator()(const Value& value) const noexcept { return hash_value(value); }
};

}  // namespace v0
}  // namespace tenon

// clang-format off
template <> struct std::hash<tenon::ipv4::address>   : tenon::hash_by_value<tenon::ipv4::address> {};
template <> struct std::hash<tenon::ipv4::group>     : tenon::hash_by_value<tenon::ipv4::group> {};
template <> struct std::hash<tenon::ipv4::endpoint>  : tenon::hash_by_value<tenon::ipv4::endpoint> {};
template <> struct std::hash<tenon::ipv6::address>   : tenon::hash_by_value<tenon::ipv6::address> {};
template <> struct std::hash<tenon::ipv6::group>     : tenon::hash_by_value<tenon::ipv6::group> {};
template <> struct std::hash<tenon::ipv6::endpoint>  : tenon::hash_by_value<tenon::ipv6::endpoint> {};
template <> struct std::hash<tenon::unix_domain::endpoint> : tenon::hash_by_value<tenon::unix_domain::endpoint> {};
template <> struct std::hash<tenon::any_ip::address> : tenon::hash_by_value<tenon::any_ip::address> {};
template <> struct std::hash<tenon::any_ip::endpoint> : tenon::hash_by_value<tenon::any_ip::endpoint> {};
// clang-format on
