// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <tenon/base/bytes.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// The address of an interface on its link (packet(7)): six bytes of an Ethernet device, 20 of InfiniBand, none of a tunnel
/// that has no such addresses.
class hardware_address {
public:
    static constexpr std::size_t longest = 32;  ///< in bytes; Linux knows no longer one

    /// No bytes.
    constexpr hardware_address() noexcept = default;
    template <std::size_t Size>
        requires(Size <= longest)
    constexpr explicit hardware_address(const std::array<std::uint8_t, Size>& bytes) noexcept : size_(Size) {
        for (std::size_t index = 0; index != Size; ++index)
            bytes_[index] = bytes[index];
    }
    /// From a packet, say. Fails with `value_too_large` if there are more bytes than `longest`.
    [[nodiscard]] static constexpr result<hardware_address> from(const_bytes bytes) noexcept {
        if (bytes.size() > longest)
            return failure(std::errc::value_too_large);
        hardware_address made;
        for (const std::byte each : bytes)
            made.bytes_[made.size_++] = static_cast<std::uint8_t>(each);
        return made;
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    /// In the order in which they are sent; a view of this object.
    [[nodiscard]] constexpr std::span<const std::uint8_t> bytes() const noexcept { return {bytes_, size_}; }

    /// The shorter one first.
    friend constexpr auto operator<=>(const hardware_address&, const hardware_address&) noexcept = default;

private:
    std::size_t size_ = 0;
    // Not a std::array: that of libc++ 16 has no <=>.
    std::uint8_t bytes_[longest] = {};
};

/// "02:00:5e:10:00:01"; empty where the address is.
[[nodiscard]] inline std::string to_string(const hardware_address& address) {
    std::string text;
    for (const std::uint8_t each : address.bytes()) {
        if (!text.empty())
            text += ':';
        text += "0123456789abcdef"[each >> 4];
        text += "0123456789abcdef"[each & 0xF];
    }
    return text;
}

}  // namespace v0
}  // namespace tenon
