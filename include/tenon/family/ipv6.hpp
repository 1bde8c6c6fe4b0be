// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/base/byte_order.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/parse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/family/interface_index.hpp>
#include <tenon/family/internet.hpp>
#include <tenon/family/ipv4.hpp>
#include <tenon/options/ip.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// The Internet Protocol, version 6 (RFC 8200, ipv6(7)), and it alone: the verbs set `options::v6_only`.
struct ipv6 {
    static constexpr int domain = AF_INET6;
    static constexpr bool internet = true;
    template <class Protocol>
    static constexpr bool carries = internet_carries<Protocol>;

    class address;
    class group;
    class endpoint;

    /// Where the system keeps the groups, and what it numbers interfaces by.
    static constexpr int group_level = IPPROTO_IPV6;
    using interface_type = interface_index;

    /// What the verbs set on a new socket.
    template <class Socket>
    static result<void> after_opening(Socket& socket, int) noexcept {
        if constexpr (applies_to<options::v6_only, typename Socket::protocol_type, ipv6>)
            return socket.set(options::v6_only{true});
        else
            return {};
    }
    /// What the verb `listen` sets on a socket before it binds it.
    template <class Socket>
    static result<void> before_listening(Socket& socket) noexcept {
        return reuse_local_address(socket);
    }
};

/// Sixteen bytes, written as eight groups (RFC 4291).
class ipv6::address {
public:
    using groups_type = std::array<std::uint16_t, 8>;

    /// ::, any address of this machine.
    constexpr address() noexcept = default;
    constexpr explicit address(const groups_type& groups) noexcept {
        for (std::size_t index = 0; index != 8; ++index)
            groups_[index] = groups[index];
    }

    [[nodiscard]] static constexpr address any() noexcept { return {}; }
    [[nodiscard]] static constexpr address loopback() noexcept { return address({0, 0, 0, 0, 0, 0, 0, 1}); }

    /// The groups, each a number of 16 bits, in the order in which they are written.
    [[nodiscard]] constexpr groups_type groups() const noexcept {
        return {groups_[0], groups_[1], groups_[2], groups_[3], groups_[4], groups_[5], groups_[6], groups_[7]};
    }
    /// ff00::/8 (RFC 4291, section 2.7).
    [[nodiscard]] constexpr bool is_multicast() const noexcept { return groups_[0] >> 8 == 0xFF; }
    /// ::ffff:0:0/96 (RFC 4291, section 2.5.5.2).
    [[nodiscard]] constexpr bool is_v4_mapped() const noexcept {
        return (groups_[0] | groups_[1] | groups_[2] | groups_[3] | groups_[4]) == 0 && groups_[5] == 0xFFFF;
    }

    friend constexpr auto operator<=>(const address&, const address&) noexcept = default;

    /// The forms of RFC 4291, section 2.2, and nothing else; without a zone.
    [[nodiscard]] static constexpr result<address> parse(std::string_view text) noexcept {
        scanner scan(text);
        const result<address> parsed = read(scan);
        if (parsed && !scan.at_end())
            return failure(scan.sees(':') ? errc::ipv6_has_not_eight_groups : errc::unexpected_character);
        return parsed;
    }
    /// The same, at the front of a longer text.
    [[nodiscard]] static constexpr result<address> read(scanner& scan) noexcept;

private:
    // Not a std::array: that of libc++ 16 has no <=>.
    std::uint16_t groups_[8] = {};
};

constexpr result<ipv6::address> ipv6::address::read(scanner& scan) noexcept {
    constexpr std::size_t nowhere = 9;
    if (scan.at_end())
        return failure(errc::text_is_empty);
    groups_type groups{};
    std::size_t count = 0;
    std::size_t gap = nowhere;  // before which group the :: stands
    const auto shorten = [&]() -> bool {
        if (gap != nowhere)
            return false;
        gap = count;
        return true;
    };
    if (scan.take(':')) {
        if (!scan.take(':'))
            return failure(errc::ipv6_group_missing);
        static_cast<void>(shorten());
    }
    while (count != 8) {
        if (const bool optional = gap == count; optional && (scan.at_end() || scan.sees('%') || scan.sees(']')))
            break;
        // The last 32 bits may be written as an IPv4 address.
        scanner ahead = scan;
        const result<ipv4::address> tail = ipv4::address::read(ahead);
        if (tail && count <= 6) {
            groups[count++] = static_cast<std::uint16_t>(tail->number() >> 16);
            groups[count++] = static_cast<std::uint16_t>(tail->number());
            scan = ahead;
            break;
        }
        const result<std::uint32_t> group = scan.hexadecimal();
        if (!group) {
            if (group.why().number() != static_cast<int>(errc::ipv6_group_missing) || scan.at_end() || scan.sees(']') ||
                scan.sees('%'))
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
            return failure(scan.at_end() || scan.sees(']') || scan.sees('%') ? errc::ipv6_has_not_eight_groups
                                                                             : errc::unexpected_character);
    } else {
        if (count == 8)
            return failure(errc::ipv6_has_not_eight_groups);
        for (std::size_t moved = count; moved != gap; --moved) {
            groups[moved - 1 + (8 - count)] = groups[moved - 1];
            groups[moved - 1] = 0;
        }
    }
    return address(groups);
}

/// A multicast address: ff00::/8 (RFC 4291, section 2.7).
class ipv6::group {
public:
    /// Fails with `errc::not_a_multicast_address`.
    [[nodiscard]] static constexpr result<group> from(ipv6::address address) noexcept {
        if (!address.is_multicast())
            return failure(errc::not_a_multicast_address);
        return group(address);
    }
    [[nodiscard]] static constexpr result<group> parse(std::string_view text) noexcept {
        return ipv6::address::parse(text).and_then(from);
    }

    [[nodiscard]] constexpr ipv6::address address() const noexcept { return address_; }
    friend constexpr auto operator<=>(const group&, const group&) noexcept = default;

private:
    constexpr explicit group(ipv6::address address) noexcept : address_(address) {}
    ipv6::address address_;
};

/// An address, a port, and for link-local addresses the index of an interface, as a `sockaddr_in6`.
class ipv6::endpoint {
public:
    using family = ipv6;

    /// [::]:0.
    constexpr endpoint() noexcept : endpoint(ipv6::address(), 0) {}
    /// `scope` is the index of the interface that a link-local address belongs to, else 0.
    constexpr endpoint(const ipv6::address& address, std::uint16_t port, std::uint32_t scope = 0) noexcept {
        native_.sin6_family = AF_INET6;
        native_.sin6_port = network_order(port);
        native_.sin6_scope_id = scope;
        for (std::size_t index = 0; index != 8; ++index) {
            native_.sin6_addr.s6_addr[2 * index] = static_cast<std::uint8_t>(address.groups()[index] >> 8);
            native_.sin6_addr.s6_addr[2 * index + 1] = static_cast<std::uint8_t>(address.groups()[index]);
        }
    }

    [[nodiscard]] constexpr ipv6::address address() const noexcept {
        ipv6::address::groups_type groups{};
        for (std::size_t index = 0; index != 8; ++index)
            groups[index] = static_cast<std::uint16_t>(native_.sin6_addr.s6_addr[2 * index] << 8 |
                                                       native_.sin6_addr.s6_addr[2 * index + 1]);
        return ipv6::address(groups);
    }
    [[nodiscard]] constexpr std::uint16_t port() const noexcept { return network_order(std::uint16_t{native_.sin6_port}); }
    [[nodiscard]] constexpr std::uint32_t scope() const noexcept { return native_.sin6_scope_id; }

    [[nodiscard]] os::socket_address* data() noexcept { return reinterpret_cast<os::socket_address*>(&native_); }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&native_);
    }
    [[nodiscard]] static constexpr os::address_length size() noexcept { return sizeof(::sockaddr_in6); }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept { return sizeof(::sockaddr_in6); }
    /// Whether what the system wrote, `length` bytes, is an IPv6 address.
    [[nodiscard]] constexpr bool resize(os::address_length length) const noexcept {
        return length == size() && native_.sin6_family == AF_INET6;
    }

    /// Flow information does not count: it belongs to packets, not to the place.
    friend constexpr bool operator==(const endpoint& left, const endpoint& right) noexcept { return (left <=> right) == 0; }
    friend constexpr std::strong_ordering operator<=>(const endpoint& left, const endpoint& right) noexcept {
        if (const std::strong_ordering order = left.address() <=> right.address(); order != 0)
            return order;
        if (const std::strong_ordering order = left.scope() <=> right.scope(); order != 0)
            return order;
        return left.port() <=> right.port();
    }

    /// An address in brackets, a colon and a port: "[::1]:80", "[fe80::1%2]:80" with the index of an interface (RFC 4007).
    [[nodiscard]] static constexpr result<endpoint> parse(std::string_view text) noexcept {
        scanner scan(text);
        if (scan.at_end())
            return failure(errc::text_is_empty);
        if (!scan.take('['))
            return failure(errc::ipv6_bracket_missing);
        const result<ipv6::address> address = ipv6::address::read(scan);
        if (!address)
            return address.why();
        std::uint32_t scope = 0;
        if (scan.take('%')) {
            constexpr errc zone = errc::ipv6_zone_is_no_index;
            const result<std::uint32_t> index = scan.decimal(0xFFFFFFFF, zone, zone, zone);
            if (!index)
                return index.why();
            scope = *index;
        }
        if (!scan.take(']'))
            return failure(scan.at_end()    ? errc::ipv6_bracket_missing
                           : scan.sees(':') ? errc::ipv6_has_not_eight_groups
                                            : errc::unexpected_character);
        const result<std::uint32_t> port = parse_port(scan);
        if (!port)
            return port.why();
        return endpoint(*address, static_cast<std::uint16_t>(*port), scope);
    }

private:
    ::sockaddr_in6 native_{};
};

/// The text of RFC 5952: lower case, the longest run of zero groups as ::, a v4-mapped address with dots.
[[nodiscard]] inline std::string to_string(const ipv6::address& address) {
    const ipv6::address::groups_type groups = address.groups();
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
            const unsigned digit = groups[index] >> shift & 0xFU;
            leading = leading && digit == 0 && shift != 0;
            if (!leading)
                text += "0123456789abcdef"[digit];
        }
    }
    if (written == 6)
        text += ':' + to_string(ipv4::address(std::uint32_t{groups[6]} << 16 | groups[7]));
    return text;
}
[[nodiscard]] inline std::string to_string(const ipv6::group& group) {
    return to_string(group.address());
}
/// "[::1]:80", "[fe80::1%2]:80"
[[nodiscard]] inline std::string to_string(const ipv6::endpoint& endpoint) {
    const std::string zone = endpoint.scope() == 0 ? std::string() : '%' + std::to_string(endpoint.scope());
    return '[' + to_string(endpoint.address()) + zone + "]:" + std::to_string(endpoint.port());
}

inline namespace literals {

[[nodiscard]] consteval ipv6::endpoint operator""_v6(const char* text, std::size_t size) {
    return literal_value(ipv6::endpoint::parse({text, size}));
}
[[nodiscard]] consteval ipv6::address operator""_v6_address(const char* text, std::size_t size) {
    return literal_value(ipv6::address::parse({text, size}));
}
[[nodiscard]] consteval ipv6::group operator""_v6_group(const char* text, std::size_t size) {
    return literal_value(ipv6::group::parse({text, size}));
}

}  // namespace literals

static_assert(family<ipv6> && internet<ipv6>);

}  // namespace tenon::inline v0
