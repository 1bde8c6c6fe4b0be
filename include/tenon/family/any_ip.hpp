// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <tenon/address/any_ip_address.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/family/internet.hpp>
#include <tenon/family/ipv4.hpp>
#include <tenon/family/ipv6.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The Internet Protocol of either version, which is known when the program runs: the endpoint says it, and a socket is made in
/// its domain. A socket on an IPv6 endpoint speaks both: IPv4 peers appear on it as v4-mapped, and `unmapped()` tells them.
///
/// There is no `open` and no `connected_pair`, since without an endpoint there is no version, and nothing raw: the versions
/// have an ICMP each, and IPv4 alone delivers its header. Options apply that both versions share.
struct any_ip {
    static constexpr bool internet = true;
    template <class Protocol>
    static constexpr bool carries = detail::internet_carries<Protocol> && !receives_unbound<Protocol>;
    [[nodiscard]] static constexpr bool has_domain(int domain) noexcept { return domain == AF_INET || domain == AF_INET6; }

    using address = any_ip_address;
    class endpoint;

    /// What the verbs set on a new socket: IPV6_V6ONLY off, whatever the system's default is.
    template <class Socket>
    static result<void> after_opening(Socket& socket, int domain) noexcept {
        if (domain != AF_INET6)
            return {};
        const int off = 0;
        const std::ptrdiff_t set =
            socket.system().setsockopt(socket.native_handle(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
        if (set < 0)
            return failure::from_returned(set);
        return {};
    }
    /// What the verb `listen` sets on a socket before it binds it.
    template <class Socket>
    static result<void> before_listening(Socket& socket) noexcept {
        return tenon::reuse_local_address(socket);
    }
};

/// An IPv4 or an IPv6 endpoint, as a `sockaddr_in` or a `sockaddr_in6`.
class any_ip::endpoint {
public:
    using family = any_ip;

    /// [::]:0.
    endpoint() noexcept : endpoint(ipv6::endpoint()) {}
    endpoint(const ipv4::endpoint& four) noexcept : either_{.four = four} {}
    endpoint(const ipv6::endpoint& six) noexcept : either_{.six = six} {}
    /// `scope` is the index of the interface that a link-local address of IPv6 belongs to, else 0.
    endpoint(const any_ip::address& address, std::uint16_t port, std::uint32_t scope = 0) noexcept
        : endpoint(ipv6::endpoint(address.as_v6(), port, scope)) {
        if (address.is_v4())
            *this = endpoint(ipv4::endpoint(*address.v4(), port));
    }

    /// AF_INET or AF_INET6.
    [[nodiscard]] int domain() const noexcept { return data()->sa_family; }
    [[nodiscard]] bool is_v4() const noexcept { return domain() == AF_INET; }
    [[nodiscard]] bool is_v6() const noexcept { return !is_v4(); }
    /// Fails with `errc::not_an_ipv4_address`.
    [[nodiscard]] result<ipv4::endpoint> v4() const noexcept {
        if (!is_v4())
            return failure(errc::not_an_ipv4_address);
        return either_.four;
    }
    /// Fails with `errc::not_an_ipv6_address`.
    [[nodiscard]] result<ipv6::endpoint> v6() const noexcept {
        if (is_v4())
            return failure(errc::not_an_ipv6_address);
        return either_.six;
    }

    [[nodiscard]] any_ip::address address() const noexcept {
        return is_v4() ? any_ip::address(either_.four.address()) : any_ip::address(either_.six.address());
    }
    [[nodiscard]] std::uint16_t port() const noexcept { return is_v4() ? either_.four.port() : either_.six.port(); }
    /// Returns the same endpoint with another port.
    [[nodiscard]] endpoint with_port(std::uint16_t port) const noexcept {
        return is_v4() ? endpoint(either_.four.with_port(port)) : endpoint(either_.six.with_port(port));
    }
    /// 0 for IPv4.
    [[nodiscard]] std::uint32_t scope() const noexcept { return is_v4() ? 0 : either_.six.scope(); }

    /// A v4-mapped IPv6 endpoint as the IPv4 endpoint that it stands for; any other as it is.
    [[nodiscard]] endpoint unmapped() const noexcept {
        return is_v6() && address().as_v6().is_v4_mapped() ? endpoint(address().unmapped(), port()) : *this;
    }
    /// The reverse: as a socket of both versions has it, and as it has to be given to one.
    [[nodiscard]] endpoint mapped() const noexcept { return is_v4() ? endpoint(address().mapped(), port()) : *this; }

    [[nodiscard]] os::socket_address* data() noexcept { return reinterpret_cast<os::socket_address*>(&either_); }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&either_);
    }
    [[nodiscard]] os::address_length size() const noexcept { return is_v4() ? ipv4::endpoint::size() : ipv6::endpoint::size(); }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept { return ipv6::endpoint::capacity(); }
    /// Whether what the system wrote, `length` bytes, is an address of IPv4 or IPv6.
    [[nodiscard]] bool resize(os::address_length length) const noexcept {
        return is_v4() ? either_.four.resize(length) : either_.six.resize(length);
    }

    friend bool operator==(const endpoint& left, const endpoint& right) noexcept { return std::is_eq(left <=> right); }
    /// IPv4 before IPv6, each in its own order.
    friend std::strong_ordering operator<=>(const endpoint& left, const endpoint& right) noexcept {
        if (left.is_v4() != right.is_v4())
            return left.is_v4() ? std::strong_ordering::less : std::strong_ordering::greater;
        return left.is_v4() ? left.either_.four <=> right.either_.four : left.either_.six <=> right.either_.six;
    }

    /// An endpoint of either version: "127.0.0.1:80", "[::1]:80". What begins with a bracket is meant as IPv6.
    /// An error is of the version that the text was meant as: `errc::ipv6_bracket_missing` for "::1", and
    /// `errc::not_an_ip_address` for what is a name, or "*".
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
        ipv6::endpoint six;   ///< of version 6
        ipv4::endpoint four;  ///< of version 4
    } either_;
};

[[nodiscard]] inline std::string to_string(const any_ip::endpoint& endpoint) {
    return endpoint.is_v4() ? tenon::to_string(*endpoint.v4()) : tenon::to_string(*endpoint.v6());
}

static_assert(family<any_ip> && internet<any_ip> && !has_one_domain<any_ip>);

}  // namespace v0
}  // namespace tenon
