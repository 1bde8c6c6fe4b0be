// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/address/ipv4_address.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// A multicast address: 224.0.0.0/4 (RFC 5771).
class ipv4_group {
public:
    /// Makes a group from an address.
    /// Errors: `errc::not_a_multicast_address`.
    [[nodiscard]] static constexpr result<ipv4_group> from(ipv4_address address) noexcept {
        if (!address.is_multicast())
            return failure(errc::not_a_multicast_address);
        return ipv4_group(address);
    }
    /// Parses the address of a group.
    /// Errors: those of `ipv4_address::parse`; `errc::not_a_multicast_address`.
    [[nodiscard]] static constexpr result<ipv4_group> parse(std::string_view text) noexcept {
        const result<ipv4_address> address = ipv4_address::parse(text);
        if (!address)
            return address.why();
        return from(*address);
    }

    [[nodiscard]] constexpr ipv4_address address() const noexcept { return address_; }
    friend constexpr auto operator<=>(const ipv4_group&, const ipv4_group&) noexcept = default;

private:
    constexpr explicit ipv4_group(ipv4_address address) noexcept : address_(address) {}
    ipv4_address address_;
};

[[nodiscard]] inline std::string to_string(const ipv4_group& group) {
    return tenon::to_string(group.address());
}

inline namespace literals {

[[nodiscard]] consteval ipv4_group operator""_v4_group(const char* text, std::size_t size) {
    return detail::literal_value(ipv4_group::parse({text, size}));
}

}  // namespace literals

}  // namespace v0
}  // namespace tenon
