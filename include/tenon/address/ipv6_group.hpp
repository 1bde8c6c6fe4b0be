// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/address/ipv6_address.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// A multicast address: ff00::/8 (RFC 4291, section 2.7).
class ipv6_group {
public:
    /// The scopes of multicast (RFC 4291, section 2.7; RFC 7346). Other values are unassigned or
    /// reserved.
    enum class reach : std::uint8_t {
        interface_local = 0x1,
        link_local = 0x2,
        realm_local = 0x3,
        admin_local = 0x4,
        site_local = 0x5,
        organization_local = 0x8,
        global = 0xE
    };

    /// Makes a group from an address.
    /// Errors: `errc::not_a_multicast_address`.
    [[nodiscard]] static constexpr result<ipv6_group> from(ipv6_address address) noexcept {
        if (!address.is_multicast())
            return failure(errc::not_a_multicast_address);
        return ipv6_group(address);
    }
    /// Parses the address of a group.
    /// Errors: those of `ipv6_address::parse`; `errc::not_a_multicast_address`.
    [[nodiscard]] static constexpr result<ipv6_group> parse(std::string_view text) noexcept {
        const result<ipv6_address> address = ipv6_address::parse(text);
        if (!address)
            return address.why();
        return from(*address);
    }

    [[nodiscard]] constexpr ipv6_address address() const noexcept { return address_; }
    /// Returns how far packets to the group travel.
    [[nodiscard]] constexpr reach scope() const noexcept {
        return static_cast<reach>(address_.groups()[0] & 0xF);
    }
    /// Returns whether the address is not permanently assigned by IANA: the T flag (RFC 4291,
    /// section 2.7).
    [[nodiscard]] constexpr bool is_transient() const noexcept {
        return (address_.groups()[0] & 0x10) != 0;
    }

    friend constexpr auto operator<=>(const ipv6_group&, const ipv6_group&) noexcept = default;

private:
    constexpr explicit ipv6_group(ipv6_address address) noexcept : address_(address) {}
    ipv6_address address_;
};

[[nodiscard]] inline std::string to_string(const ipv6_group& group) {
    return tenon::to_string(group.address());
}

inline namespace literals {

[[nodiscard]] consteval ipv6_group operator""_v6_group(const char* text, std::size_t size) {
    return detail::literal_value(ipv6_group::parse({text, size}));
}

}  // namespace literals

}  // namespace v0
}  // namespace tenon
