// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/base/literal_error.hpp>
#include <tenon/base/parse.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// An IPv4 address: four octets (RFC 791).
class ipv4_address {
public:
    /// Constructs 0.0.0.0, which stands for any address of this machine.
    constexpr ipv4_address() noexcept = default;
    constexpr ipv4_address(std::uint8_t first, std::uint8_t second, std::uint8_t third,
                           std::uint8_t fourth) noexcept
        : octets_{first, second, third, fourth} {}
    /// Constructs an address from one number: 0x7F000001 is 127.0.0.1.
    constexpr explicit ipv4_address(std::uint32_t number) noexcept
        : octets_{static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                  static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)} {}

    [[nodiscard]] static constexpr ipv4_address any() noexcept { return {}; }
    [[nodiscard]] static constexpr ipv4_address loopback() noexcept { return {127, 0, 0, 1}; }
    /// The limited broadcast address (RFC 919).
    [[nodiscard]] static constexpr ipv4_address broadcast() noexcept {
        return {255, 255, 255, 255};
    }

    /// Returns the four octets in the order in which they are written.
    [[nodiscard]] constexpr std::array<std::uint8_t, 4> octets() const noexcept {
        return {octets_[0], octets_[1], octets_[2], octets_[3]};
    }
    [[nodiscard]] constexpr std::uint32_t number() const noexcept {
        return std::uint32_t{octets_[0]} << 24 | std::uint32_t{octets_[1]} << 16 |
               std::uint32_t{octets_[2]} << 8 | octets_[3];
    }

    // The purposes of addresses. The blocks are those of the IANA registry of special-purpose
    // addresses (RFC 6890): see `registry::special_purpose_v4`.

    /// 0.0.0.0: no address, or any address of this machine (RFC 1122).
    [[nodiscard]] constexpr bool is_unspecified() const noexcept { return number() == 0; }
    /// 0.0.0.0/8: a host on this network (RFC 791).
    [[nodiscard]] constexpr bool is_this_network() const noexcept { return octets_[0] == 0; }
    /// 127.0.0.0/8 (RFC 1122).
    [[nodiscard]] constexpr bool is_loopback() const noexcept { return octets_[0] == 127; }
    /// 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918).
    [[nodiscard]] constexpr bool is_private() const noexcept {
        return octets_[0] == 10 || number() >> 20 == 0xAC1 || number() >> 16 == 0xC0A8;
    }
    /// 100.64.0.0/10: shared between a provider and its customers (RFC 6598).
    [[nodiscard]] constexpr bool is_shared() const noexcept { return number() >> 22 == 0x191; }
    /// 169.254.0.0/16 (RFC 3927).
    [[nodiscard]] constexpr bool is_link_local() const noexcept { return number() >> 16 == 0xA9FE; }
    /// 192.0.0.0/24: assigned by the IETF to protocols (RFC 6890, section 2.1).
    [[nodiscard]] constexpr bool is_protocol_assignment() const noexcept {
        return number() >> 8 == 0xC00000;
    }
    /// 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24 (RFC 5737).
    [[nodiscard]] constexpr bool is_documentation() const noexcept {
        return number() >> 8 == 0xC00002 || number() >> 8 == 0xC63364 || number() >> 8 == 0xCB0071;
    }
    /// 198.18.0.0/15 (RFC 2544).
    [[nodiscard]] constexpr bool is_benchmarking() const noexcept {
        return number() >> 17 == 0x6309;
    }
    /// 224.0.0.0/4 (RFC 5771).
    [[nodiscard]] constexpr bool is_multicast() const noexcept { return octets_[0] >> 4 == 0xE; }
    /// 255.255.255.255: all hosts of the link (RFC 919).
    [[nodiscard]] constexpr bool is_broadcast() const noexcept { return number() == 0xFFFFFFFF; }
    /// 240.0.0.0/4 without the broadcast address (RFC 1112, section 4).
    [[nodiscard]] constexpr bool is_reserved() const noexcept {
        return octets_[0] >> 4 == 0xF && !is_broadcast();
    }
    /// Returns whether this is a globally reachable unicast address: the registry calls it so, or
    /// does not list it. Returns false if the registry leaves the property open.
    [[nodiscard]] constexpr bool is_global() const noexcept {
        const bool anycast =
            number() == 0xC0000009 || number() == 0xC000000A;  // RFC 7723, RFC 8155
        const bool six_to_four = number() >> 8 == 0xC05863;    // RFC 7526
        return anycast || !(is_this_network() || is_loopback() || is_private() || is_shared() ||
                            is_link_local() || is_protocol_assignment() || is_documentation() ||
                            six_to_four || is_benchmarking() || octets_[0] >= 224);
    }

    // Prefixes, and the next address.

    static constexpr unsigned bits = 32;  ///< the bits of an address
    /// Returns the first `length` bits followed by zeros. `length` is at most `bits`.
    [[nodiscard]] constexpr ipv4_address masked(unsigned length) const noexcept {
        return ipv4_address(number() & ~rest(length));
    }
    /// Returns the first `length` bits followed by ones. `length` is at most `bits`.
    [[nodiscard]] constexpr ipv4_address filled(unsigned length) const noexcept {
        return ipv4_address(number() | rest(length));
    }
    /// Returns the address after this one; 0.0.0.0 comes after 255.255.255.255.
    [[nodiscard]] constexpr ipv4_address next() const noexcept {
        return ipv4_address(number() + 1);
    }

    friend constexpr auto operator<=>(const ipv4_address&, const ipv4_address&) noexcept = default;

    /// Parses four decimal octets with dots between them. The text must hold nothing else.
    [[nodiscard]] static constexpr result<ipv4_address> parse(std::string_view text) noexcept {
        scanner scan(text);
        const result<ipv4_address> parsed = read(scan);
        if (parsed && scan.at_end())
            return parsed;
        return detail::refusal(text, detail::text_form::of_ipv4,
                               parsed ? failure(errc::unexpected_character) : parsed.why());
    }
    /// Parses an address at the front of a longer text, and leaves the text after it in `scan`.
    [[nodiscard]] static constexpr result<ipv4_address> read(scanner& scan) noexcept {
        if (scan.at_end())
            return failure(errc::text_is_empty);
        ipv4_address parsed;
        for (std::size_t index = 0; index != 4; ++index) {
            if (index != 0 && !scan.take('.'))
                return failure(scan.at_end() || scan.sees(':') || scan.sees('/')
                                   ? errc::ipv4_has_not_four_octets
                                   : errc::unexpected_character);
            const auto octet =
                scan.decimal(255, errc::ipv4_octet_missing, errc::ipv4_octet_exceeds_255,
                             errc::ipv4_octet_has_leading_zero);
            if (!octet)
                return octet.why();
            parsed.octets_[index] = static_cast<std::uint8_t>(*octet);
        }
        if (scan.sees('.'))
            return failure(errc::ipv4_has_not_four_octets);
        return parsed;
    }

private:
    /// Returns ones in the bits after a prefix of `length` bits.
    static constexpr std::uint32_t rest(unsigned length) noexcept {
        return length == 0 ? ~0U : (1U << (32 - length)) - 1;
    }

    // Not a std::array, because the std::array of libc++ 16 has no operator<=>.
    std::uint8_t octets_[4] = {};
};

/// Returns the address as text: "127.0.0.1".
[[nodiscard]] inline std::string to_string(const ipv4_address& address) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        text += std::to_string(address.number() >> shift & 0xFF);
        if (shift != 0)
            text += '.';
    }
    return text;
}

inline namespace literals {

[[nodiscard]] consteval ipv4_address operator""_v4_address(const char* text, std::size_t size) {
    return detail::literal_value(ipv4_address::parse({text, size}));
}

}  // namespace literals

}  // namespace v0
}  // namespace tenon
