// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>

namespace tenon {
inline namespace v0 {

/// An unsigned integer in network byte order: most significant byte first (RFC 1700).
/// It has the size of `Integer` and alignment 1, so that structs of such members describe packets.
/// It converts to and from `Integer`.
template <std::unsigned_integral Integer>
class big_endian {
public:
    constexpr big_endian() noexcept = default;
    /// Converts a number from host byte order.
    constexpr big_endian(Integer number) noexcept {
        for (std::size_t index = sizeof(Integer); index-- != 0;
             number = static_cast<Integer>(number >> 7 >> 1))
            bytes_[index] = static_cast<std::byte>(number & 0xFF);
    }

    /// Returns the number in host byte order.
    [[nodiscard]] constexpr Integer value() const noexcept {
        Integer number = 0;
        for (const std::byte byte : bytes_)
            number = static_cast<Integer>((number << 7 << 1) | std::to_integer<Integer>(byte));
        return number;
    }
    constexpr operator Integer() const noexcept { return value(); }

private:
    std::byte bytes_[sizeof(Integer)] = {};
};

/// Converts a number from host byte order to network byte order, or back: the conversion is its own
/// inverse (htons(3), htonl(3)). It can be used in constant expressions.
template <std::unsigned_integral Integer>
[[nodiscard]] constexpr Integer network_order(Integer number) noexcept {
    return std::endian::native == std::endian::big
               ? number
               : std::bit_cast<Integer>(big_endian<Integer>(number));
}

}  // namespace v0
}  // namespace tenon
