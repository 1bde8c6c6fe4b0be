// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>

namespace tenon {
inline namespace v0 {

/// Converts a number from host byte order to network byte order, or back: the conversion is its own
/// inverse (htons(3), htonl(3)). It can be used in constant expressions.
template <std::unsigned_integral Integer>
[[nodiscard]] constexpr Integer network_order(Integer number) noexcept {
    static_assert(sizeof(Integer) <= 8);
    if constexpr (std::endian::native == std::endian::big || sizeof(Integer) == 1)
        return number;
    else if constexpr (sizeof(Integer) == 2)
        return __builtin_bswap16(number);
    else if constexpr (sizeof(Integer) == 4)
        return __builtin_bswap32(number);
    else
        return __builtin_bswap64(number);
}

/// An unsigned integer in network byte order: most significant byte first (RFC 1700).
/// It has the size of `Integer` and alignment 1, so that structs of such members describe packets.
/// It converts to and from `Integer`.
template <std::unsigned_integral Integer>
class big_endian {
public:
    constexpr big_endian() noexcept = default;
    /// Converts a number from host byte order.
    constexpr big_endian(Integer number) noexcept
        : big_endian(std::bit_cast<big_endian>(tenon::network_order(number))) {}

    /// Returns the number in host byte order.
    [[nodiscard]] constexpr Integer value() const noexcept {
        return tenon::network_order(std::bit_cast<Integer>(*this));
    }
    constexpr operator Integer() const noexcept { return value(); }

private:
    std::byte bytes_[sizeof(Integer)] = {};
};

}  // namespace v0
}  // namespace tenon
