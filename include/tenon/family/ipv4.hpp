// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/address/interface_index.hpp>
#include <tenon/address/ipv4_address.hpp>
#include <tenon/address/ipv4_group.hpp>
#include <tenon/address/port_number.hpp>
#include <tenon/base/byte_order.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/parse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/family/internet.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The Internet Protocol, version 4 (RFC 791, ip(7)).
struct ipv4 {
    static constexpr int domain = AF_INET;
    static constexpr bool internet = true;
    template <class Protocol>
    static constexpr bool carries = detail::internet_carries<Protocol>;

    using address = ipv4_address;
    using group = ipv4_group;
    using network = ip_network<ipv4_address>;
    class endpoint;

    /// The level of the multicast options (MCAST_JOIN_GROUP and the others of RFC 3678).
    static constexpr int group_level = IPPROTO_IP;

    /// Called by the verb `listen` before it binds a socket: sets SO_REUSEADDR. See
    /// `reuse_local_address`.
    template <class Socket>
    static result<void> before_listening(Socket& socket) noexcept {
        return tenon::reuse_local_address(socket);
    }
};

/// An IPv4 address and a port, stored as a `sockaddr_in`.
class ipv4::endpoint {
public:
    using family = ipv4;

    /// Constructs 0.0.0.0:0.
    constexpr endpoint() noexcept : endpoint(ipv4::address(), 0) {}
    constexpr endpoint(ipv4::address address, port_number port) noexcept {
        native_.sin_family = AF_INET;
        native_.sin_port = network_order(port.number());
        native_.sin_addr.s_addr = network_order(address.number());
    }

    [[nodiscard]] constexpr ipv4::address address() const noexcept {
        return ipv4::address(network_order(std::uint32_t{native_.sin_addr.s_addr}));
    }
    [[nodiscard]] constexpr std::uint16_t port() const noexcept {
        return network_order(std::uint16_t{native_.sin_port});
    }
    /// Returns the same endpoint with another port.
    [[nodiscard]] constexpr endpoint with_port(port_number port) const noexcept {
        return endpoint(address(), port);
    }

    [[nodiscard]] os::socket_address* data() noexcept {
        return reinterpret_cast<os::socket_address*>(&native_);
    }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&native_);
    }
    [[nodiscard]] static constexpr os::address_length size() noexcept {
        return sizeof(::sockaddr_in);
    }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept {
        return sizeof(::sockaddr_in);
    }
    /// Returns whether the `length` bytes that the system wrote are an IPv4 address.
    [[nodiscard]] constexpr bool resize(os::address_length length) const noexcept {
        return length == size() && native_.sin_family == AF_INET;
    }

    friend constexpr bool operator==(const endpoint& left, const endpoint& right) noexcept {
        return left.native_.sin_addr.s_addr == right.native_.sin_addr.s_addr &&
               left.native_.sin_port == right.native_.sin_port;
    }
    friend constexpr std::strong_ordering operator<=>(const endpoint& left,
                                                      const endpoint& right) noexcept {
        const std::strong_ordering order = left.address() <=> right.address();
        return std::is_neq(order) ? order : left.port() <=> right.port();
    }

    /// Parses an address, a colon and a port: "127.0.0.1:80".
    [[nodiscard]] static constexpr result<endpoint> parse(std::string_view text) noexcept {
        scanner scan(text);
        const result<ipv4::address> address = ipv4::address::read(scan);
        if (!address)
            return detail::refusal(text, detail::text_form::of_ipv4, address.why());
        const result<std::uint32_t> port = detail::parse_port(scan);
        if (!port)
            return detail::refusal(text, detail::text_form::of_ipv4, port.why());
        return endpoint(*address, static_cast<std::uint16_t>(*port));
    }

private:
    ::sockaddr_in native_{};
};

/// Returns the endpoint as text: "127.0.0.1:80".
[[nodiscard]] inline std::string to_string(const ipv4::endpoint& endpoint) {
    std::string text = tenon::to_string(endpoint.address());
    text += ':';
    text += std::to_string(unsigned{endpoint.port()});
    return text;
}

inline namespace literals {

[[nodiscard]] consteval ipv4::endpoint operator""_v4(const char* text, std::size_t size) {
    return detail::literal_value(ipv4::endpoint::parse({text, size}));
}

}  // namespace literals

static_assert(family<ipv4> && internet<ipv4>);

}  // namespace v0
}  // namespace tenon
