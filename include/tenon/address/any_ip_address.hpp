// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include <tenon/address/ipv4_address.hpp>
#include <tenon/address/ipv6_address.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// An IPv4 or an IPv6 address. A v4-mapped IPv6 address is not equal to the IPv4 address that it
/// maps; see `unmapped`.
class any_ip_address {
public:
    /// Constructs ::, which stands for any address of this machine.
    constexpr any_ip_address() noexcept = default;
    constexpr any_ip_address(ipv4_address four) noexcept
        : value_(ipv6_address::mapped(four)), is_v4_(true) {}
    constexpr any_ip_address(const ipv6_address& six) noexcept : value_(six) {}

    [[nodiscard]] constexpr bool is_v4() const noexcept { return is_v4_; }
    [[nodiscard]] constexpr bool is_v6() const noexcept { return !is_v4_; }
    /// Returns the IPv4 address.
    /// Errors: `errc::not_an_ipv4_address` if this is an IPv6 address, v4-mapped or not.
    [[nodiscard]] constexpr result<ipv4_address> v4() const noexcept {
        if (!is_v4_)
            return failure(errc::not_an_ipv4_address);
        return value_.unmapped();
    }
    /// Returns the IPv6 address.
    /// Errors: `errc::not_an_ipv6_address` if this is an IPv4 address.
    [[nodiscard]] constexpr result<ipv6_address> v6() const noexcept {
        if (is_v4_)
            return failure(errc::not_an_ipv6_address);
        return value_;
    }
    /// Returns the address as an IPv6 socket has it: an IPv4 address as v4-mapped.
    [[nodiscard]] constexpr ipv6_address as_v6() const noexcept { return value_; }

    /// Returns the IPv4 address that a v4-mapped IPv6 address maps, and any other address
    /// unchanged.
    [[nodiscard]] constexpr any_ip_address unmapped() const noexcept {
        any_ip_address made = *this;
        made.is_v4_ = value_.is_v4_mapped();
        return made;
    }
    /// Returns an IPv4 address as a v4-mapped IPv6 address, and an IPv6 address unchanged.
    [[nodiscard]] constexpr any_ip_address mapped() const noexcept { return value_; }

    // The purposes of addresses, by the rules of the version of IP.

    /// 0.0.0.0 or ::.
    [[nodiscard]] constexpr bool is_unspecified() const noexcept {
        return is_v4_ ? four().is_unspecified() : value_.is_unspecified();
    }
    /// 127.0.0.0/8 (RFC 1122) or ::1 (RFC 4291).
    [[nodiscard]] constexpr bool is_loopback() const noexcept {
        return is_v4_ ? four().is_loopback() : value_.is_loopback();
    }
    /// 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291).
    [[nodiscard]] constexpr bool is_link_local() const noexcept {
        return is_v4_ ? four().is_link_local() : value_.is_link_local();
    }
    /// 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291).
    [[nodiscard]] constexpr bool is_multicast() const noexcept {
        return is_v4_ ? four().is_multicast() : value_.is_multicast();
    }
    /// Returns `is_global` of the IPv4 or the IPv6 address.
    [[nodiscard]] constexpr bool is_global() const noexcept {
        return is_v4_ ? four().is_global() : value_.is_global();
    }

    /// Compares the versions first, then the addresses: IPv4 comes before IPv6.
    friend constexpr bool operator==(const any_ip_address& left,
                                     const any_ip_address& right) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(const any_ip_address& left,
                                                      const any_ip_address& right) noexcept {
        if (left.is_v4_ != right.is_v4_)
            return left.is_v4_ ? std::strong_ordering::less : std::strong_ordering::greater;
        return left.value_ <=> right.value_;
    }

    /// Parses an address of either version: "127.0.0.1", "::1".
    /// Errors: those of the version that the text resembles; `errc::not_an_ip_address` for a name,
    /// or for "*".
    [[nodiscard]] static constexpr result<any_ip_address> parse(std::string_view text) noexcept {
        if (text.find(':') == std::string_view::npos) {
            const result<ipv4_address> four = ipv4_address::parse(text);
            if (!four)
                return four.why();
            return any_ip_address(*four);
        }
        const result<ipv6_address> six = ipv6_address::parse(text);
        if (six)
            return any_ip_address(*six);
        if (six.why().number() == static_cast<int>(errc::not_an_ipv6_address))
            return ipv4_address::parse(text).why();
        return six.why();
    }

private:
    constexpr ipv4_address four() const noexcept { return *value_.unmapped(); }

    ipv6_address value_;
    bool is_v4_ = false;
};

[[nodiscard]] inline std::string to_string(const any_ip_address& address) {
    return address.is_v4() ? tenon::to_string(*address.v4()) : tenon::to_string(*address.v6());
}

}  // namespace v0
}  // namespace tenon
