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
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// The Internet Protocol, version 4 (RFC 791, ip(7)).
struct ipv4 {
    static constexpr int domain = AF_INET;
    static constexpr bool internet = true;
    template <class Protocol>
    static constexpr bool carries = internet_carries<Protocol>;

    class address;
    class group;
    class endpoint;

    /// Where the system keeps the groups, and what it numbers interfaces by.
    static constexpr int group_level = IPPROTO_IP;
    using interface_type = interface_index;

    /// What the verb `listen` sets on a socket before it binds it.
    template <class Socket>
    static result<void> before_listening(Socket& socket) noexcept {
        return reuse_local_address(socket);
    }
};

/// Four octets.
class ipv4::address {
public:
    /// 0.0.0.0: any address of this machine.
    constexpr address() noexcept = default;
    constexpr address(std::uint8_t first, std::uint8_t second, std::uint8_t third, std::uint8_t fourth) noexcept
        : octets_{first, second, third, fourth} {}
    /// The address as one number: 127.0.0.1 is 0x7F000001.
    constexpr explicit address(std::uint32_t number) noexcept
        : octets_{static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                  static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)} {}

    [[nodiscard]] static constexpr address any() noexcept { return {}; }
    [[nodiscard]] static constexpr address loopback() noexcept { return {127, 0, 0, 1}; }
    [[nodiscard]] static constexpr address broadcast() noexcept { return {255, 255, 255, 255}; }

    [[nodiscard]] constexpr std::array<std::uint8_t, 4> octets() const noexcept {
        return {octets_[0], octets_[1], octets_[2], octets_[3]};
    }
    [[nodiscard]] constexpr std::uint32_t number() const noexcept {
        return std::uint32_t{octets_[0]} << 24 | std::uint32_t{octets_[1]} << 16 | std::uint32_t{octets_[2]} << 8 | octets_[3];
    }
    /// 224.0.0.0/4 (RFC 5771).
    [[nodiscard]] constexpr bool is_multicast() const noexcept { return (octets_[0] & 0xF0) == 0xE0; }

    friend constexpr auto operator<=>(const address&, const address&) noexcept = default;

    /// Four decimal octets with dots between them, and nothing else.
    [[nodiscard]] static constexpr result<address> parse(std::string_view text) noexcept {
        scanner scan(text);
        const result<address> parsed = read(scan);
        if (parsed && !scan.at_end())
            return failure(scan.sees('.') ? errc::ipv4_has_not_four_octets : errc::unexpected_character);
        return parsed;
    }
    /// The same, at the front of a longer text.
    [[nodiscard]] static constexpr result<address> read(scanner& scan) noexcept {
        if (scan.at_end())
            return failure(errc::text_is_empty);
        address parsed;
        for (std::size_t index = 0; index != 4; ++index) {
            if (index != 0 && !scan.take('.'))
                return failure(scan.at_end() || scan.sees(':') ? errc::ipv4_has_not_four_octets : errc::unexpected_character);
            const auto octet =
                scan.decimal(255, errc::ipv4_octet_missing, errc::ipv4_octet_exceeds_255, errc::ipv4_octet_has_leading_zero);
            if (!octet)
                return octet.why();
            parsed.octets_[index] = static_cast<std::uint8_t>(*octet);
        }
        return parsed;
    }

private:
    // Not a std::array: that of libc++ 16 has no <=>.
    std::uint8_t octets_[4] = {};
};

/// A multicast address: 224.0.0.0/4 (RFC 5771).
class ipv4::group {
public:
    /// Fails with `errc::not_a_multicast_address`.
    [[nodiscard]] static constexpr result<group> from(ipv4::address address) noexcept {
        if (!address.is_multicast())
            return failure(errc::not_a_multicast_address);
        return group(address);
    }
    [[nodiscard]] static constexpr result<group> parse(std::string_view text) noexcept {
        return ipv4::address::parse(text).and_then(from);
    }

    [[nodiscard]] constexpr ipv4::address address() const noexcept { return address_; }
    friend constexpr auto operator<=>(const group&, const group&) noexcept = default;

private:
    constexpr explicit group(ipv4::address address) noexcept : address_(address) {}
    ipv4::address address_;
};

/// An address and a port, as a `sockaddr_in`.
class ipv4::endpoint {
public:
    using family = ipv4;

    /// 0.0.0.0:0.
    constexpr endpoint() noexcept : endpoint(ipv4::address(), 0) {}
    constexpr endpoint(ipv4::address address, std::uint16_t port) noexcept {
        native_.sin_family = AF_INET;
        native_.sin_port = network_order(port);
        native_.sin_addr.s_addr = network_order(address.number());
    }

    [[nodiscard]] constexpr ipv4::address address() const noexcept {
        return ipv4::address(network_order(std::uint32_t{native_.sin_addr.s_addr}));
    }
    [[nodiscard]] constexpr std::uint16_t port() const noexcept { return network_order(std::uint16_t{native_.sin_port}); }

    [[nodiscard]] os::socket_address* data() noexcept { return reinterpret_cast<os::socket_address*>(&native_); }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&native_);
    }
    [[nodiscard]] static constexpr os::address_length size() noexcept { return sizeof(::sockaddr_in); }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept { return sizeof(::sockaddr_in); }
    /// Whether what the system wrote, `length` bytes, is an IPv4 address.
    [[nodiscard]] constexpr bool resize(os::address_length length) const noexcept {
        return length == size() && native_.sin_family == AF_INET;
    }

    friend constexpr bool operator==(const endpoint& left, const endpoint& right) noexcept {
        return left.native_.sin_addr.s_addr == right.native_.sin_addr.s_addr && left.native_.sin_port == right.native_.sin_port;
    }
    friend constexpr std::strong_ordering operator<=>(const endpoint& left, const endpoint& right) noexcept {
        const std::strong_ordering order = left.address() <=> right.address();
        return order != 0 ? order : left.port() <=> right.port();
    }

    /// An address, a colon and a port: "127.0.0.1:80".
    [[nodiscard]] static constexpr result<endpoint> parse(std::string_view text) noexcept {
        scanner scan(text);
        const result<ipv4::address> address = ipv4::address::read(scan);
        if (!address)
            return address.why();
        const result<std::uint32_t> port = parse_port(scan);
        if (!port)
            return port.why();
        return endpoint(*address, static_cast<std::uint16_t>(*port));
    }

private:
    ::sockaddr_in native_{};
};

/// "127.0.0.1"
[[nodiscard]] inline std::string to_string(const ipv4::address& address) {
    std::string text;
    for (const std::uint8_t octet : address.octets())
        text += (text.empty() ? "" : ".") + std::to_string(octet);
    return text;
}
[[nodiscard]] inline std::string to_string(const ipv4::group& group) {
    return to_string(group.address());
}
/// "127.0.0.1:80"
[[nodiscard]] inline std::string to_string(const ipv4::endpoint& endpoint) {
    return to_string(endpoint.address()) + ':' + std::to_string(endpoint.port());
}

inline namespace literals {

[[nodiscard]] consteval ipv4::endpoint operator""_v4(const char* text, std::size_t size) {
    return literal_value(ipv4::endpoint::parse({text, size}));
}
[[nodiscard]] consteval ipv4::address operator""_v4_address(const char* text, std::size_t size) {
    return literal_value(ipv4::address::parse({text, size}));
}
[[nodiscard]] consteval ipv4::group operator""_v4_group(const char* text, std::size_t size) {
    return literal_value(ipv4::group::parse({text, size}));
}

}  // namespace literals

static_assert(family<ipv4> && internet<ipv4>);

}  // namespace tenon::inline v0
