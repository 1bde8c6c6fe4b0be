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

/// The link-layer address of an interface (packet(7)): 6 bytes for Ethernet, 20 for InfiniBand,
/// none for a tunnel without such addresses.
class hardware_address {
public:
    static constexpr std::size_t longest = 32;  ///< in bytes; no address of Linux is longer

    /// Constructs an empty address.
    constexpr hardware_address() noexcept = default;
    template <std::size_t Size>
        requires(Size <= longest)
    constexpr explicit hardware_address(const std::array<std::uint8_t, Size>& bytes) noexcept
        : size_(Size) {
        for (std::size_t index = 0; index != Size; ++index)
            bytes_[index] = bytes[index];
    }
    /// Makes an address from its bytes, for instance from those in a packet.
    /// Errors: `value_too_large` if there are more bytes than `longest`.
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
    /// Returns the bytes in the order in which they are sent, as a view of this object.
    [[nodiscard]] constexpr std::span<const std::uint8_t> bytes() const noexcept {
        return {bytes_, size_};
    }

    /// Compares the lengths first, then the bytes: a shorter address comes first.
    friend constexpr auto operator<=>(const hardware_address&,
                                      const hardware_address&) noexcept = default;

private:
    std::size_t size_ = 0;
    // Not a std::array, because the std::array of libc++ 16 has no operator<=>.
    std::uint8_t bytes_[longest] = {};
};

/// Returns the bytes as hexadecimal text, "02:00:5e:10:00:01", or an empty text if the address is
/// empty.
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
