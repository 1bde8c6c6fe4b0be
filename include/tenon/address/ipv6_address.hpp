// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/address/ipv4_address.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/parse.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// An IPv6 address: sixteen bytes, written as eight groups (RFC 4291).
class ipv6_address {
public:
    using groups_type = std::array<std::uint16_t, 8>;
    using bytes_type = std::array<std::uint8_t, 16>;

    /// Constructs ::, which stands for any address of this machine.
    constexpr ipv6_address() noexcept = default;
    constexpr explicit ipv6_address(const groups_type& groups) noexcept {
        for (std::size_t index = 0; index != 8; ++index)
            groups_[index] = groups[index];
    }

    [[nodiscard]] static constexpr ipv6_address any() noexcept { return {}; }
    /// ::1 (RFC 4291).
    [[nodiscard]] static constexpr ipv6_address loopback() noexcept {
        return ipv6_address({0, 0, 0, 0, 0, 0, 0, 1});
    }

    /// Returns the groups, each a number of 16 bits, in the order in which they are written.
    [[nodiscard]] constexpr groups_type groups() const noexcept {
        return {groups_[0], groups_[1], groups_[2], groups_[3],
                groups_[4], groups_[5], groups_[6], groups_[7]};
    }
    /// Makes an address from its bytes, in the order of a packet.
    [[nodiscard]] static constexpr ipv6_address from_bytes(const bytes_type& bytes) noexcept {
        ipv6_address made;
        for (std::size_t index = 0; index != 8; ++index)
            made.groups_[index] =
                static_cast<std::uint16_t>(bytes[2 * index] << 8 | bytes[2 * index + 1]);
        return made;
    }
    /// Returns the bytes, in the order of a packet.
    [[nodiscard]] constexpr bytes_type bytes() const noexcept {
        bytes_type bytes{};
        for (std::size_t index = 0; index != 16; ++index)
            bytes[index] = static_cast<std::uint8_t>(index % 2 == 0 ? groups_[index / 2] >> 8
                                                                    : groups_[index / 2]);
        return bytes;
    }

    /// Returns the v4-mapped address of an IPv4 address, in ::ffff:0:0/96 (RFC 4291, section
    /// 2.5.5.2). An IPv6 socket that serves both versions reports IPv4 peers by such addresses.
    [[nodiscard]] static constexpr ipv6_address mapped(ipv4_address four) noexcept {
        return ipv6_address({0, 0, 0, 0, 0, 0xFFFF, static_cast<std::uint16_t>(four.number() >> 16),
                             static_cast<std::uint16_t>(four.number())});
    }
    /// Returns the IPv4 address that a v4-mapped address maps.
    /// Errors: `errc::not_an_ipv4_address` if this address is not v4-mapped.
    [[nodiscard]] constexpr result<ipv4_address> unmapped() const noexcept {
        if (!is_v4_mapped())
            return failure(errc::not_an_ipv4_address);
        return ipv4_address(pair(6));
    }

    // The purposes of addresses. The blocks are those of the IANA registry of special-purpose
    // addresses (RFC 6890): see `registry::special_purpose_v6`.

    /// :: (RFC 4291, section 2.5.2).
    [[nodiscard]] constexpr bool is_unspecified() const noexcept { return *this == ipv6_address(); }
    /// ::1 (RFC 4291, section 2.5.3).
    [[nodiscard]] constexpr bool is_loopback() const noexcept { return *this == loopback(); }
    /// ::ffff:0:0/96 (RFC 4291, section 2.5.5.2).
    [[nodiscard]] constexpr bool is_v4_mapped() const noexcept {
        return (pair(0) | pair(2) | groups_[4]) == 0 && groups_[5] == 0xFFFF;
    }
    /// fe80::/10 (RFC 4291, section 2.5.6).
    [[nodiscard]] constexpr bool is_link_local() const noexcept {
        return groups_[0] >> 6 == 0xFE80 >> 6;
    }
    /// fc00::/7: the counterpart of the private addresses of IPv4 (RFC 4193).
    [[nodiscard]] constexpr bool is_unique_local() const noexcept {
        return groups_[0] >> 9 == 0xFC00 >> 9;
    }
    /// 2001::/23: assigned by the IETF to protocols (RFC 2928).
    [[nodiscard]] constexpr bool is_protocol_assignment() const noexcept {
        return pair(0) >> 9 == 0x20010000 >> 9;
    }
    /// 2001:db8::/32 and 3fff::/20 (RFC 3849, RFC 9637).
    [[nodiscard]] constexpr bool is_documentation() const noexcept {
        return pair(0) == 0x20010DB8 || pair(0) >> 12 == 0x3FFF0;
    }
    /// 2001:2::/48 (RFC 5180).
    [[nodiscard]] constexpr bool is_benchmarking() const noexcept {
        return pair(0) == 0x20010002 && groups_[2] == 0;
    }
    /// 100::/64: packets to these addresses are discarded (RFC 6666).
    [[nodiscard]] constexpr bool is_discard_only() const noexcept {
        return pair(0) == 0x01000000 && pair(2) == 0;
    }
    /// ff00::/8 (RFC 4291, section 2.7).
    [[nodiscard]] constexpr bool is_multicast() const noexcept { return groups_[0] >> 8 == 0xFF; }
    /// Returns whether this is a globally reachable unicast address: the registry calls it so, or
    /// does not list it. Returns false if the registry leaves the property open.
    [[nodiscard]] constexpr bool is_global() const noexcept;

    // Prefixes, and the next address.

    static constexpr unsigned bits = 128;  ///< the bits of an address
    /// Returns the first `length` bits followed by zeros. `length` is at most `bits`.
    [[nodiscard]] constexpr ipv6_address masked(unsigned length) const noexcept {
        ipv6_address made;
        for (unsigned index = 0; index != 8; ++index)
            made.groups_[index] = static_cast<std::uint16_t>(groups_[index] & ~rest(length, index));
        return made;
    }
    /// Returns the first `length` bits followed by ones. `length` is at most `bits`.
    [[nodiscard]] constexpr ipv6_address filled(unsigned length) const noexcept {
        ipv6_address made;
        for (unsigned index = 0; index != 8; ++index)
            made.groups_[index] = static_cast<std::uint16_t>(groups_[index] | rest(length, index));
        return made;
    }
    /// Returns the address after this one; :: comes after the last address.
    [[nodiscard]] constexpr ipv6_address next() const noexcept {
        ipv6_address made = *this;
        for (unsigned index = 8; index != 0; --index)
            if (++made.groups_[index - 1] != 0)
                break;
        return made;
    }

    friend constexpr auto operator<=>(const ipv6_address&, const ipv6_address&) noexcept = default;

    /// Parses one of the forms of RFC 4291, section 2.2, without a zone. The text must hold nothing
    /// else.
    [[nodiscard]] static constexpr result<ipv6_address> parse(std::string_view text) noexcept {
        scanner scan(text);
        const result<ipv6_address> parsed = read(scan);
        if (parsed && scan.at_end())
            return parsed;
        return detail::refusal(text, detail::text_form::of_ipv6,
                               !parsed          ? parsed.why()
                               : scan.sees(':') ? failure(errc::ipv6_has_not_eight_groups)
                                                : failure(errc::unexpected_character));
    }
    /// Parses an address at the front of a longer text, and leaves the text after it in `scan`.
    [[nodiscard]] static constexpr result<ipv6_address> read(scanner& scan) noexcept;

private:
    /// Returns two groups as one number.
    constexpr std::uint32_t pair(std::size_t first) const noexcept {
        return std::uint32_t{groups_[first]} << 16 | groups_[first + 1];
    }
    /// Returns ones in the bits of a group that lie after a prefix of `length` bits.
    static constexpr unsigned rest(unsigned length, unsigned group) noexcept {
        return length <= 16 * group        ? 0xFFFF
               : length >= 16 * group + 16 ? 0
                                           : 0xFFFFU >> (length - 16 * group);
    }

    // Not a std::array, because the std::array of libc++ 16 has no operator<=>.
    std::uint16_t groups_[8] = {};
};

constexpr bool ipv6_address::is_global() const noexcept {
    if (is_protocol_assignment())
        return (pair(0) == 0x20010001 && (pair(2) | pair(4) | groups_[6]) == 0 && groups_[7] >= 1 &&
                groups_[7] <= 3) ||
               pair(0) == 0x20010003 ||                                 // 2001:3::/32, RFC 7450
               (pair(0) == 0x20010004 && groups_[2] == 0x112) ||        // 2001:4:112::/48, RFC 7535
               pair(0) >> 4 == 0x2001002 ||                             // 2001:20::/28, RFC 7343
               pair(0) >> 4 == 0x2001003;                               // 2001:30::/28, RFC 9374
    const bool translation = pair(0) == 0x0064FF9B && groups_[2] == 1;  // 64:ff9b:1::/48, RFC 8215
    const bool dummy =
        pair(0) == 0x01000000 && groups_[2] == 0 && groups_[3] == 1;  // 100:0:0:1::/64, RFC 9780
    const bool six_to_four = groups_[0] == 0x2002;                    // RFC 3056
    const bool segment = groups_[0] == 0x5F00;                        // RFC 9602
    return !(is_unspecified() || is_loopback() || is_v4_mapped() || translation ||
             is_discard_only() || dummy || is_documentation() || six_to_four || segment ||
             is_unique_local() || is_link_local() || is_multicast());
}

constexpr result<ipv6_address> ipv6_address::read(scanner& scan) noexcept {
    constexpr std::size_t nowhere = 9;
    if (scan.at_end())
        return failure(errc::text_is_empty);
    groups_type groups{};
    std::size_t count = 0;
    std::size_t gap = nowhere;  // the index of the group after the ::
    const auto shorten = [&]() -> bool {
        if (gap != nowhere)
            return false;
        gap = count;
        return true;
    };
    // An address may be followed by a zone, a bracket or the length of a prefix.
    const auto ended = [&] {
        return scan.at_end() || scan.sees('%') || scan.sees(']') || scan.sees('/');
    };
    if (scan.take(':')) {
        if (!scan.take(':'))
            return failure(errc::ipv6_group_missing);
        static_cast<void>(shorten());
    }
    while (count != 8) {
        if (const bool optional = gap == count; optional && ended())
            break;
        // The last 32 bits may be written as an IPv4 address.
        scanner ahead = scan;
        const result<ipv4_address> tail = ipv4_address::read(ahead);
        if (tail && count <= 6) {
            groups[count++] = static_cast<std::uint16_t>(tail->number() >> 16);
            groups[count++] = static_cast<std::uint16_t>(tail->number());
            scan = ahead;
            break;
        }
        const result<std::uint32_t> group = scan.hexadecimal();
        if (!group) {
            if (group.why().number() != static_cast<int>(errc::ipv6_group_missing) || ended())
                return group.why();
            if (!scan.sees(':'))
                return failure(errc::unexpected_character);
            return failure(gap == count ? errc::ipv6_is_shortened_twice : errc::ipv6_group_missing);
        }
        if (scan.sees('.') && !tail)
            return tail.why();
        groups[count++] = static_cast<std::uint16_t>(*group);
        if (count == 8 || !scan.take(':'))
            break;
        if (scan.take(':') && !shorten())
            return failure(errc::ipv6_is_shortened_twice);
    }
    if (gap == nowhere) {
        if (count != 8)
            return failure(ended() ? errc::ipv6_has_not_eight_groups : errc::unexpected_character);
    } else {
        if (count == 8)
            return failure(errc::ipv6_has_not_eight_groups);
        for (std::size_t moved = count; moved != gap; --moved) {
            groups[moved - 1 + (8 - count)] = groups[moved - 1];
            groups[moved - 1] = 0;
        }
    }
    return ipv6_address(groups);
}

/// Returns the text of RFC 5952: lower case, the longest run of zero groups as ::, a v4-mapped
/// address with dots.
[[nodiscard]] inline std::string to_string(const ipv6_address& address) {
    const ipv6_address::groups_type groups = address.groups();
    const std::size_t written = address.is_v4_mapped() ? 6 : 8;
    std::size_t gap = 8;
    std::size_t gap_size = 1;
    for (std::size_t first = 0; first != written; ++first) {
        std::size_t size = 0;
        while (first + size != written && groups[first + size] == 0)
            ++size;
        if (size > gap_size) {
            gap = first;
            gap_size = size;
        }
    }
    std::string text;
    for (std::size_t index = 0; index != written; ++index) {
        if (index == gap) {
            text += "::";
            index += gap_size - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':')
            text += ':';
        bool leading = true;
        for (int shift = 12; shift >= 0; shift -= 4) {
            const unsigned digit = unsigned{groups[index]} >> shift & 0xFU;
            leading = leading && digit == 0 && shift != 0;
            if (!leading)
                text += "0123456789abcdef"[digit];
        }
    }
    if (written == 6) {
        text += ':';
        text += tenon::to_string(ipv4_address(std::uint32_t{groups[6]} << 16 | groups[7]));
    }
    return text;
}

inline namespace literals {

[[nodiscard]] consteval ipv6_address operator""_v6_address(const char* text, std::size_t size) {
    return detail::literal_value(ipv6_address::parse({text, size}));
}

}  // namespace literals

}  // namespace v0
}  // namespace tenon
