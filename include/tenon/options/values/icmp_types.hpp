// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The types of ICMP messages that the system drops (raw(7)): any of 0 to 31. Types above 31 are
/// always delivered.
struct icmp_types {
    std::uint32_t bits = 0;

    /// Returns whether messages of the type `number` are dropped.
    [[nodiscard]] constexpr bool has(std::uint8_t number) const noexcept {
        return number < 32 && (bits >> number & 1U) != 0;
    }
    /// Returns these types and `number`.
    [[nodiscard]] constexpr icmp_types with(std::uint8_t number) const noexcept {
        return {number < 32 ? bits | std::uint32_t{1} << number : bits};
    }
    friend constexpr bool operator==(const icmp_types&, const icmp_types&) noexcept = default;
};

/// The types of ICMPv6 messages that the system drops (RFC 3542, section 3.2).
struct icmpv6_types {
    std::uint32_t bits[8] = {};

    /// Returns whether messages of the type `number` are dropped.
    [[nodiscard]] constexpr bool has(std::uint8_t number) const noexcept {
        return (bits[number >> 5] >> (number & 31) & 1U) != 0;
    }
    /// Returns these types and `number`.
    [[nodiscard]] constexpr icmpv6_types with(std::uint8_t number) const noexcept {
        icmpv6_types more = *this;
        more.bits[number >> 5] |= std::uint32_t{1} << (number & 31);
        return more;
    }
    /// Returns these types without `number`.
    [[nodiscard]] constexpr icmpv6_types without(std::uint8_t number) const noexcept {
        icmpv6_types fewer = *this;
        fewer.bits[number >> 5] &= ~(std::uint32_t{1} << (number & 31));
        return fewer;
    }
    /// Returns every type.
    [[nodiscard]] static constexpr icmpv6_types all() noexcept {
        icmpv6_types types;
        for (std::uint32_t& word : types.bits)
            word = 0xFFFFFFFF;
        return types;
    }
    friend constexpr bool operator==(const icmpv6_types&, const icmpv6_types&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::icmp_types>
    : tenon::represented_by_itself<tenon::options::icmp_types> {};
template <>
struct tenon::option_representation<tenon::options::icmpv6_types>
    : tenon::represented_by_itself<tenon::options::icmpv6_types> {};
