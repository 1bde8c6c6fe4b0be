// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include <tenon/address/address_range.hpp>
#include <tenon/address/hash.hpp>
#include <tenon/address/ipv4_address.hpp>
#include <tenon/address/ipv6_address.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/parse.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// An IP network: the addresses that have a prefix in common (RFC 4632; RFC 4291, section 2.3).
/// `ipv4::network` and `ipv6::network` are such networks.
template <class Address>
class ip_network {
public:
    using address_type = Address;

    /// Constructs the network of all addresses: 0.0.0.0/0, ::/0.
    constexpr ip_network() noexcept = default;

    /// Makes a network from its first address and the length of its prefix in bits.
    /// Errors: `errc::prefix_length_too_great`; `errc::network_has_host_bits` if a bit after the
    /// prefix is set.
    [[nodiscard]] static constexpr result<ip_network> from(const address_type& address,
                                                           unsigned length) noexcept {
        const result<ip_network> made = containing(address, length);
        if (made && made->address_ != address)
            return failure(errc::network_has_host_bits);
        return made;
    }
    /// Makes a network from its first address and its mask, ones followed by zeros: 255.255.255.0
    /// is a prefix of 24 bits.
    /// Errors: `errc::mask_has_holes`; `errc::network_has_host_bits`.
    [[nodiscard]] static constexpr result<ip_network> from(const address_type& address,
                                                           const address_type& mask) noexcept {
        unsigned length = 0;
        while (length != address_type::bits && address_type().filled(0).masked(length) != mask)
            ++length;
        if (address_type().filled(0).masked(length) != mask)
            return failure(errc::mask_has_holes);
        return from(address, length);
    }
    /// Returns the network with this length of prefix that contains an address: the bits after the
    /// prefix are cleared.
    /// Errors: `errc::prefix_length_too_great`.
    [[nodiscard]] static constexpr result<ip_network> containing(const address_type& address,
                                                                 unsigned length) noexcept {
        if (length > address_type::bits)
            return failure(errc::prefix_length_too_great);
        return ip_network(address.masked(length), length);
    }

    /// Returns the first address. (In IPv6 it is the Subnet-Router anycast address: RFC 4291,
    /// section 2.6.1.)
    [[nodiscard]] constexpr address_type address() const noexcept { return address_; }
    [[nodiscard]] constexpr address_type first() const noexcept { return address_; }
    /// Returns the last address. In IPv4 it is the broadcast address if the prefix is shorter than
    /// 31 bits (RFC 3021).
    [[nodiscard]] constexpr address_type last() const noexcept { return address_.filled(length_); }
    /// Returns the length of the prefix in bits.
    [[nodiscard]] constexpr unsigned prefix_length() const noexcept { return length_; }
    /// Returns the mask: ones for the prefix, followed by zeros.
    [[nodiscard]] constexpr address_type mask() const noexcept {
        return address_type().filled(0).masked(length_);
    }

    /// Returns whether the address is in this network.
    [[nodiscard]] constexpr bool contains(const address_type& address) const noexcept {
        return address.masked(length_) == address_;
    }
    /// Returns whether all addresses of the other network are in this one.
    [[nodiscard]] constexpr bool contains(const ip_network& other) const noexcept {
        return other.length_ >= length_ && contains(other.address_);
    }
    /// Returns whether the networks have an address in common.
    [[nodiscard]] constexpr bool overlaps(const ip_network& other) const noexcept {
        return contains(other) || other.contains(*this);
    }

    /// Returns all addresses.
    [[nodiscard]] constexpr address_range<address_type> addresses() const noexcept {
        return {first(), last()};
    }
    /// Returns the addresses that hosts can have: in IPv4 all but the first address and the
    /// broadcast address, in IPv6 all but the Subnet-Router anycast address. In a network of one or
    /// two addresses hosts can have all of them (RFC 3021, RFC 6164).
    [[nodiscard]] constexpr address_range<address_type> hosts() const noexcept {
        if (length_ + 1 >= address_type::bits)
            return addresses();
        if constexpr (address_type::bits == 32)
            return {first().next(), address_type(last().number() - 1)};
        else
            return {first().next(), last()};
    }

    /// Compares the first addresses, then the lengths of the prefixes.
    friend constexpr auto operator<=>(const ip_network&, const ip_network&) noexcept = default;

    /// Parses an address, a slash and the length of the prefix: "10.0.0.0/8", "2001:db8::/32".
    [[nodiscard]] static constexpr result<ip_network> parse(std::string_view text) noexcept {
        constexpr detail::text_form form =
            address_type::bits == 32 ? detail::text_form::of_ipv4 : detail::text_form::of_ipv6;
        const result<ip_network> parsed = parse_text(text);
        if (!parsed)
            return detail::refusal(text, form, parsed.why());
        return parsed;
    }

private:
    static constexpr result<ip_network> parse_text(std::string_view text) noexcept {
        scanner scan(text);
        const result<address_type> address = address_type::read(scan);
        if (!address)
            return address.why();
        if (!scan.take('/'))
            return failure(scan.at_end() ? errc::prefix_length_missing
                                         : errc::unexpected_character);
        // The text has a mask in place of the length.
        if (scan.rest().find('.') != std::string_view::npos)
            return failure(errc::prefix_length_missing);
        const auto length =
            scan.decimal(address_type::bits, errc::prefix_length_missing,
                         errc::prefix_length_too_great, errc::prefix_length_has_leading_zero);
        if (!length)
            return length.why();
        if (!scan.at_end())
            return failure(errc::unexpected_character);
        return from(*address, *length);
    }

    constexpr ip_network(const address_type& address, unsigned length) noexcept
        : address_(address), length_(length) {}

    address_type address_;
    unsigned length_ = 0;
};

/// Returns the network as text: "10.0.0.0/8".
template <class Address>
[[nodiscard]] std::string to_string(const ip_network<Address>& network) {
    std::string text = tenon::to_string(network.address());
    text += '/';
    text += std::to_string(network.prefix_length());
    return text;
}

template <class Address>
[[nodiscard]] constexpr std::size_t hash_value(const ip_network<Address>& network) noexcept {
    return detail::mixed(network.prefix_length(), tenon::hash_value(network.address()));
}

inline namespace literals {

[[nodiscard]] consteval ip_network<ipv4_address> operator""_v4_network(const char* text,
                                                                       std::size_t size) {
    return detail::literal_value(ip_network<ipv4_address>::parse({text, size}));
}
[[nodiscard]] consteval ip_network<ipv6_address> operator""_v6_network(const char* text,
                                                                       std::size_t size) {
    return detail::literal_value(ip_network<ipv6_address>::parse({text, size}));
}

}  // namespace literals

}  // namespace v0
}  // namespace tenon

template <class Address>
struct std::hash<tenon::ip_network<Address>> {
    [[nodiscard]] constexpr std::size_t operator()(
        const tenon::ip_network<Address>& network) const noexcept {
        return tenon::hash_value(network);
    }
};
