// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/address/any_ip_address.hpp>
#include <tenon/address/port_number.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/family/internet.hpp>
#include <tenon/family/ipv4.hpp>
#include <tenon/family/ipv6.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The Internet Protocol in a version that is known at run time: the endpoint determines it, and
/// the socket is created in the domain of the endpoint. A socket for an IPv6 endpoint serves both
/// versions. IPv4 peers appear on it with v4-mapped addresses, which `unmapped()` converts.
///
/// There is no `open` and no `connected_pair`, because without an endpoint there is no version. Raw
/// protocols do not run over it: each version has an ICMP of its own, and only IPv4 delivers the IP
/// header. The options that both versions share apply.
struct any_ip {
    static constexpr bool internet = true;
    template <class Protocol>
    static constexpr bool carries =
        detail::internet_carries<Protocol> && !receives_unbound<Protocol>;
    [[nodiscard]] static constexpr bool has_domain(int domain) noexcept {
        return domain == AF_INET || domain == AF_INET6;
    }

    using address = any_ip_address;
    class endpoint;

    /// Called by the verbs for each new socket: turns IPV6_V6ONLY off on an IPv6 socket (ipv6(7)),
    /// whatever the default of the system is.
    template <class Socket>
    static result<void> after_opening(Socket& socket, int domain) noexcept {
        if (domain != AF_INET6)
            return {};
        const int off = 0;
        const std::ptrdiff_t set = socket.system().setsockopt(socket.native_handle(), IPPROTO_IPV6,
                                                              IPV6_V6ONLY, &off, sizeof off);
        if (set < 0)
            return failure::from_returned(set);
        return {};
    }
    /// Called by the verb `listen` before it binds a socket: sets SO_REUSEADDR. See
    /// `reuse_local_address`.
    template <class Socket>
    static result<void> before_listening(Socket& socket) noexcept {
        return tenon::reuse_local_address(socket);
    }
};

/// An IPv4 or an IPv6 endpoint, stored as a `sockaddr_in` or a `sockaddr_in6`.
class any_ip::endpoint {
public:
    using family = any_ip;

    /// Constructs [::]:0.
    endpoint() noexcept : endpoint(ipv6::endpoint()) {}
    endpoint(const ipv4::endpoint& four) noexcept : either_{.four = four} {}
    endpoint(const ipv6::endpoint& six) noexcept : either_{.six = six} {}
    /// `scope` is the interface index of a link-local IPv6 address, otherwise 0.
    endpoint(const any_ip::address& address, port_number port, std::uint32_t scope = 0) noexcept
        : endpoint(ipv6::endpoint(address.as_v6(), port, scope)) {
        if (address.is_v4())
            *this = endpoint(ipv4::endpoint(*address.v4(), port));
    }

    /// Returns AF_INET or AF_INET6.
    [[nodiscard]] int domain() const noexcept { return data()->sa_family; }
    [[nodiscard]] bool is_v4() const noexcept { return domain() == AF_INET; }
    [[nodiscard]] bool is_v6() const noexcept { return !is_v4(); }
    /// Returns the IPv4 endpoint.
    /// Errors: `errc::not_an_ipv4_address` if this is an IPv6 endpoint, v4-mapped or not.
    [[nodiscard]] result<ipv4::endpoint> v4() const noexcept {
        if (!is_v4())
            return failure(errc::not_an_ipv4_address);
        return either_.four;
    }
    /// Returns the IPv6 endpoint.
    /// Errors: `errc::not_an_ipv6_address` if this is an IPv4 endpoint.
    [[nodiscard]] result<ipv6::endpoint> v6() const noexcept {
        if (is_v4())
            return failure(errc::not_an_ipv6_address);
        return either_.six;
    }

    [[nodiscard]] any_ip::address address() const noexcept {
        return is_v4() ? any_ip::address(either_.four.address())
                       : any_ip::address(either_.six.address());
    }
    [[nodiscard]] std::uint16_t port() const noexcept {
        return is_v4() ? either_.four.port() : either_.six.port();
    }
    /// Returns the same endpoint with another port.
    [[nodiscard]] endpoint with_port(port_number port) const noexcept {
        return is_v4() ? endpoint(either_.four.with_port(port))
                       : endpoint(either_.six.with_port(port));
    }
    /// Returns the interface index of a link-local IPv6 address, otherwise 0.
    [[nodiscard]] std::uint32_t scope() const noexcept { return is_v4() ? 0 : either_.six.scope(); }

    /// Returns the IPv4 endpoint that a v4-mapped IPv6 endpoint maps, and any other endpoint
    /// unchanged.
    [[nodiscard]] endpoint unmapped() const noexcept {
        return is_v6() && address().as_v6().is_v4_mapped() ? endpoint(address().unmapped(), port())
                                                           : *this;
    }
    /// Returns an IPv4 endpoint as a v4-mapped IPv6 endpoint, and an IPv6 endpoint unchanged. An
    /// IPv6 socket reports its IPv4 peers in this form.
    [[nodiscard]] endpoint mapped() const noexcept {
        return is_v4() ? endpoint(address().mapped(), port()) : *this;
    }

    [[nodiscard]] os::socket_address* data() noexcept {
        return reinterpret_cast<os::socket_address*>(&either_);
    }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&either_);
    }
    [[nodiscard]] os::address_length size() const noexcept {
        return is_v4() ? ipv4::endpoint::size() : ipv6::endpoint::size();
    }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept {
        return ipv6::endpoint::capacity();
    }
    /// Returns whether the `length` bytes that the system wrote are an IPv4 or an IPv6 address.
    [[nodiscard]] bool resize(os::address_length length) const noexcept {
        return is_v4() ? either_.four.resize(length) : either_.six.resize(length);
    }

    friend bool operator==(const endpoint& left, const endpoint& right) noexcept {
        return std::is_eq(left <=> right);
    }
    /// IPv4 comes before IPv6. Within a version, endpoints have the order of that version.
    friend std::strong_ordering operator<=>(const endpoint& left, const endpoint& right) noexcept {
        if (left.is_v4() != right.is_v4())
            return left.is_v4() ? std::strong_ordering::less : std::strong_ordering::greater;
        return left.is_v4() ? left.either_.four <=> right.either_.four
                            : left.either_.six <=> right.either_.six;
    }

    /// Parses an endpoint of either version: "127.0.0.1:80", "[::1]:80". A text that begins with a
    /// bracket is parsed as IPv6.
    /// Errors: those of the version that the text resembles; `errc::ipv6_bracket_missing` for
    /// "::1"; `errc::not_an_ip_address` for a name, or for "*".
    [[nodiscard]] static result<endpoint> parse(std::string_view text) noexcept {
        if (!text.empty() && text.front() == '[') {
            const result<ipv6::endpoint> six = ipv6::endpoint::parse(text);
            if (!six)
                return six.why();
            return endpoint(*six);
        }
        const result<ipv4::endpoint> four = ipv4::endpoint::parse(text);
        if (four)
            return endpoint(*four);
        if (four.why().number() == static_cast<int>(errc::not_an_ipv4_address))
            return failure(errc::ipv6_bracket_missing);
        return four.why();
    }

private:
    union {
        ipv6::endpoint six;   ///< if the version is 6
        ipv4::endpoint four;  ///< if the version is 4
    } either_;
};

[[nodiscard]] inline std::string to_string(const any_ip::endpoint& endpoint) {
    return endpoint.is_v4() ? tenon::to_string(*endpoint.v4()) : tenon::to_string(*endpoint.v6());
}

static_assert(family<any_ip> && internet<any_ip> && !has_one_domain<any_ip>);

}  // namespace v0
}  // namespace tenon
