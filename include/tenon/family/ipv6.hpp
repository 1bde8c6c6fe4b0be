// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/address/interface_index.hpp>
#include <tenon/address/ipv6_address.hpp>
#include <tenon/address/ipv6_group.hpp>
#include <tenon/address/port_number.hpp>
#include <tenon/base/byte_order.hpp>
#include <tenon/base/literal_error.hpp>
#include <tenon/base/parse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/family/internet.hpp>
#include <tenon/options/ipv6.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The Internet Protocol, version 6 only (RFC 8200, ipv6(7)): the verbs set `options::v6_only`.
struct ipv6 {
    static constexpr int domain = AF_INET6;
    static constexpr bool internet = true;
    template <class Protocol>
    static constexpr bool carries = detail::internet_carries<Protocol>;

    using address = ipv6_address;
    using group = ipv6_group;
    using network = ip_network<ipv6_address>;
    class endpoint;

    /// The level of the multicast options (MCAST_JOIN_GROUP and the others of RFC 3678).
    static constexpr int group_level = IPPROTO_IPV6;

    /// Called by the verbs for each new socket: sets `options::v6_only` if it applies to the
    /// protocol.
    template <class Socket>
    static result<void> after_opening(Socket& socket, int) noexcept {
        if constexpr (applies_to<options::v6_only, typename Socket::protocol_type, ipv6>)
            return socket.set(options::v6_only{true});
        else
            return {};
    }
    /// Called by the verb `listen` before it binds a socket: sets SO_REUSEADDR. See
    /// `reuse_local_address`.
    template <class Socket>
    static result<void> before_listening(Socket& socket) noexcept {
        return tenon::reuse_local_address(socket);
    }
};

/// An IPv6 address, a port, and for a link-local address the index of its interface, stored as a
/// `sockaddr_in6`.
class ipv6::endpoint {
public:
    using family = ipv6;

    /// Constructs [::]:0.
    constexpr endpoint() noexcept : endpoint(ipv6::address(), 0) {}
    /// `scope` is the interface index of a link-local address, otherwise 0.
    constexpr endpoint(const ipv6::address& address, port_number port,
                       std::uint32_t scope = 0) noexcept {
        native_.sin6_family = AF_INET6;
        native_.sin6_port = network_order(port.number());
        native_.sin6_scope_id = scope;
        for (std::size_t index = 0; index != 8; ++index) {
            native_.sin6_addr.s6_addr[2 * index] =
                static_cast<std::uint8_t>(address.groups()[index] >> 8);
            native_.sin6_addr.s6_addr[2 * index + 1] =
                static_cast<std::uint8_t>(address.groups()[index]);
        }
    }

    [[nodiscard]] constexpr ipv6::address address() const noexcept {
        ipv6::address::groups_type groups{};
        for (std::size_t index = 0; index != 8; ++index)
            groups[index] = static_cast<std::uint16_t>(native_.sin6_addr.s6_addr[2 * index] << 8 |
                                                       native_.sin6_addr.s6_addr[2 * index + 1]);
        return ipv6::address(groups);
    }
    [[nodiscard]] constexpr std::uint16_t port() const noexcept {
        return network_order(std::uint16_t{native_.sin6_port});
    }
    /// Returns the same endpoint with another port.
    [[nodiscard]] constexpr endpoint with_port(port_number port) const noexcept {
        endpoint made = *this;
        made.native_.sin6_port = network_order(port.number());
        return made;
    }
    [[nodiscard]] constexpr std::uint32_t scope() const noexcept { return native_.sin6_scope_id; }

    /// Returns the traffic class and the flow label of packets to this endpoint: 8 bits of class
    /// above 20 bits of label (RFC 8200, section 3), or 0 if none were set. The system reads them
    /// only if `IPV6_FLOWINFO_SEND` is on.
    [[nodiscard]] constexpr std::uint32_t flow_information() const noexcept {
        return network_order(std::uint32_t{native_.sin6_flowinfo});
    }
    /// Returns the same endpoint with other flow information.
    [[nodiscard]] constexpr endpoint with_flow_information(
        std::uint32_t information) const noexcept {
        endpoint made = *this;
        made.native_.sin6_flowinfo = network_order(information);
        return made;
    }

    [[nodiscard]] os::socket_address* data() noexcept {
        return reinterpret_cast<os::socket_address*>(&native_);
    }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&native_);
    }
    [[nodiscard]] static constexpr os::address_length size() noexcept {
        return sizeof(::sockaddr_in6);
    }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept {
        return sizeof(::sockaddr_in6);
    }
    /// Returns whether the `length` bytes that the system wrote are an IPv6 address.
    [[nodiscard]] constexpr bool resize(os::address_length length) const noexcept {
        return length == size() && native_.sin6_family == AF_INET6;
    }

    /// Compares without the flow information, which belongs to packets.
    friend constexpr bool operator==(const endpoint& left, const endpoint& right) noexcept {
        return std::is_eq(left <=> right);
    }
    friend constexpr std::strong_ordering operator<=>(const endpoint& left,
                                                      const endpoint& right) noexcept {
        if (const std::strong_ordering order = left.address() <=> right.address();
            std::is_neq(order))
            return order;
        if (const std::strong_ordering order = left.scope() <=> right.scope(); std::is_neq(order))
            return order;
        return left.port() <=> right.port();
    }

    /// The zones that are allowed after a %: the index of an interface only, or also the name of an
    /// interface, which the system looks up.
    enum class zones {
        indices,
        names
    };

    /// Parses an address in brackets, a colon and a port: "[::1]:80", "[fe80::1%2]:80",
    /// "[fe80::1%eth0]:80" (RFC 4007, section 11). A zone of digits is an index; a constant
    /// expression accepts only an index.
    /// Errors: also `no_such_device` if no interface has the name.
    [[nodiscard]] static constexpr result<endpoint> parse(std::string_view text,
                                                          zones allowed = zones::names) noexcept {
        const result<endpoint> parsed = parse_text(text, allowed);
        if (!parsed)
            return detail::refusal(text, detail::text_form::endpoint_of_ipv6, parsed.why());
        return parsed;
    }

private:
    static constexpr result<endpoint> parse_text(std::string_view text, zones allowed) noexcept {
        scanner scan(text);
        if (scan.at_end())
            return failure(errc::text_is_empty);
        if (!scan.take('['))
            return failure(errc::ipv6_bracket_missing);
        const result<ipv6::address> address = ipv6::address::read(scan);
        if (!address)
            return address.why();
        result<std::uint32_t> scope = 0U;
        if (scan.take('%')) {
            if (scan.rest().find(']') == std::string_view::npos)
                return failure(errc::ipv6_bracket_missing);
            scope = read_zone(scan, allowed);
        }
        if (!scope)
            return scope.why();
        if (!scan.take(']'))
            return failure(scan.at_end()    ? errc::ipv6_bracket_missing
                           : scan.sees(':') ? errc::ipv6_has_not_eight_groups
                                            : errc::unexpected_character);
        const result<std::uint32_t> port = detail::parse_port(scan);
        if (!port)
            return port.why();
        return endpoint(*address, static_cast<std::uint16_t>(*port), *scope);
    }

    static constexpr result<std::uint32_t> read_zone(scanner& scan, zones allowed) noexcept {
        constexpr errc no_index = errc::ipv6_zone_is_not_an_index;
        const std::string_view rest = scan.rest();
        const std::string_view zone = rest.substr(0, rest.find(']'));
        const bool is_index = zone.find_first_not_of("0123456789%") == std::string_view::npos;
        if (is_index || allowed == zones::indices)
            return scan.decimal(0xFFFFFFFF, no_index, no_index, no_index);
        scan = scanner(rest.substr(zone.size()));
        const result<interface_index> index = tenon::interface_named(zone);
        if (!index)
            return index.why();
        return index->number();
    }

    ::sockaddr_in6 native_{};
};

/// Returns the endpoint as text: "[::1]:80", "[fe80::1%2]:80".
[[nodiscard]] inline std::string to_string(const ipv6::endpoint& endpoint) {
    std::string text = "[";
    text += tenon::to_string(endpoint.address());
    if (endpoint.scope() != 0) {
        text += '%';
        text += std::to_string(endpoint.scope());
    }
    text += "]:";
    text += std::to_string(unsigned{endpoint.port()});
    return text;
}

inline namespace literals {

[[nodiscard]] consteval ipv6::endpoint operator""_v6(const char* text, std::size_t size) {
    return detail::literal_value(
        ipv6::endpoint::parse({text, size}, ipv6::endpoint::zones::indices));
}

}  // namespace literals

static_assert(family<ipv6> && internet<ipv6>);

}  // namespace v0
}  // namespace tenon
