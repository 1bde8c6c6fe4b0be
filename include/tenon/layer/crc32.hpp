// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include <tenon/base/bytes.hpp>

namespace tenon {
inline namespace v0 {

/// \concept checksum
/// Computes a number from bytes, which shows whether they were changed by accident.
/// The least to supply: a default constructor, `add(const_bytes)`, and `value()`, which returns an
/// unsigned integer for all bytes that were added.
/// What the compiler cannot check: that the number does not depend on how the bytes were divided
/// among calls of `add`.
/// Models: `crc32c`. Near miss: a function that takes all bytes at once.
template <class Sum>
concept checksum =
    std::default_initializable<Sum> && requires(Sum& sum, const Sum& added, const_bytes bytes) {
        sum.add(bytes);
        { added.value() } -> std::unsigned_integral;
    };

/// A cyclic redundancy check of 32 bits, whose polynomial is given with its bits reversed.
template <std::uint32_t Polynomial>
class reversed_crc32 {
public:
    constexpr void add(const_bytes bytes) noexcept {
        for (const std::byte each : bytes)
            remainder_ = table_[(remainder_ ^ std::to_integer<std::uint32_t>(each)) & 0xFF] ^
                         remainder_ >> 8;
    }
    [[nodiscard]] constexpr std::uint32_t value() const noexcept { return ~remainder_; }

private:
    [[nodiscard]] static constexpr std::array<std::uint32_t, 256> remainders() noexcept {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t byte = 0; byte != 256; ++byte) {
            std::uint32_t remainder = byte;
            for (int bit = 0; bit != 8; ++bit)
                remainder = (remainder & 1) != 0 ? Polynomial ^ remainder >> 1 : remainder >> 1;
            table[byte] = remainder;
        }
        return table;
    }
    static constexpr std::array<std::uint32_t, 256> table_ = remainders();

    std::uint32_t remainder_ = 0xFFFFFFFF;
};

/// CRC-32C, of Castagnoli's polynomial (RFC 9260, appendix A; RFC 7143).
using crc32c = reversed_crc32<0x82F63B78>;
/// CRC-32, of Ethernet, gzip and PNG (RFC 1952, section 8).
using crc32 = reversed_crc32<0xEDB88320>;

static_assert(checksum<crc32c> && checksum<crc32>);

}  // namespace v0
}  // namespace tenon
