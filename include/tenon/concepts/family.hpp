// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include <tenon/base/result.hpp>
#include <tenon/concepts/beside.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// \concept endpoint
/// An address that a socket is bound or connected to, in the form that the system takes: a
/// `sockaddr` and its length.
/// The least to supply: derive from `basic_endpoint`. By hand: a type `family`, `data()`, `size()`,
/// a static `capacity()`, `resize(length)`, `==` and a default constructor. `resize` is given the
/// length that the system reported, and returns false if the address is not of this family.
/// What the compiler cannot check: that `data()` points to `capacity()` bytes of a `sockaddr` of
/// this family.
/// Models: `ipv4::endpoint`. Near miss: `sockaddr_in`, which has no `size()`.
template <class Endpoint>
concept endpoint =
    requires(Endpoint& buffer, const Endpoint& known, os::address_length length) {
        typename Endpoint::family;
        { buffer.data() } -> std::same_as<os::socket_address*>;
        { known.data() } -> std::same_as<const os::socket_address*>;
        { known.size() } -> std::same_as<os::address_length>;
        { Endpoint::capacity() } -> std::same_as<os::address_length>;
        { buffer.resize(length) } -> std::same_as<bool>;
    } && std::default_initializable<Endpoint> && std::copyable<Endpoint> &&
    std::equality_comparable<Endpoint>;

/// \concept has_port
/// The endpoint has a port of 16 bits, as in TCP and UDP.
/// The least to supply: `port()`, and `with_port(number)`, which returns the same endpoint with
/// another port.
/// Models: `ipv4::endpoint`. Near miss: `unix_domain::endpoint`.
template <class Endpoint>
concept has_port = endpoint<Endpoint> && requires(const Endpoint& known, std::uint16_t port) {
    { known.port() } -> std::same_as<std::uint16_t>;
    { known.with_port(port) } -> std::same_as<Endpoint>;
};

/// \concept has_one_domain
/// All sockets of the family have the same domain (socket(2)).
/// The least to supply: `static constexpr int domain`.
/// Models: `ipv4`. Near miss: `any_ip`, whose endpoints have a `domain()` each.
template <class Family>
concept has_one_domain = requires {
    { Family::domain } -> std::convertible_to<int>;
};

/// \concept has_domain_by_endpoint
/// The domain of a socket is that of the endpoint for which the socket is made.
/// The least to supply: endpoints with a `domain()`, and a static `has_domain(int)`.
/// Models: `any_ip`. Near miss: `ipv6`, which has one domain.
template <class Family>
concept has_domain_by_endpoint =
    !has_one_domain<Family> && requires(const typename Family::endpoint& known, int domain) {
        { known.domain() } -> std::convertible_to<int>;
        { Family::has_domain(domain) } -> std::same_as<bool>;
    };

/// \concept has_domain_source
/// The family has one domain, or each of its endpoints has a domain. Models: `ipv4`, `any_ip`. Near
/// miss: a family without a `domain`.
template <class Family>
concept has_domain_source = has_one_domain<Family> || has_domain_by_endpoint<Family>;

namespace detail {
/// The names of a family's optional members.
struct family_members {
    int internet, makes_pairs, after_opening, before_listening;
};
TENON_OPTIONAL_FACT(family_members, internet)
TENON_OPTIONAL_FACT(family_members, makes_pairs)
TENON_OPTIONAL_MEMBER(family_members, after_opening)
TENON_OPTIONAL_MEMBER(family_members, before_listening)
}  // namespace detail

/// \concept carries_takes_protocol
/// The family has a template `carries<Protocol>`, or no member of that name.
/// Models: `unix_domain`, `ipv4`. Near miss: a family with `static constexpr bool carries = true`.
template <class Family>
concept carries_takes_protocol =
    !requires { Family::carries; } && !requires { typename Family::carries; };

/// \concept after_opening_takes_socket
/// The family has a member
/// `template <class Socket> static result<void> after_opening(Socket& socket, int domain)`, or no
/// member of that name.
/// Models: `ipv6`, `ipv4`. Near miss: a family whose `after_opening` takes the socket alone.
template <class Family, class Socket>
concept after_opening_takes_socket = requires(Socket& socket, int domain) {
    { Family::after_opening(socket, domain) } -> std::same_as<result<void>>;
} || detail::says_no_after_opening<Family, Socket>;

/// \concept before_listening_takes_socket
/// The family has a member
/// `template <class Socket> static result<void> before_listening(Socket& socket)`, or no member of
/// that name.
/// Models: `ipv4`, `unix_domain`. Near miss: a family whose `before_listening` returns `void`.
template <class Family, class Socket>
concept before_listening_takes_socket = requires(Socket& socket) {
    { Family::before_listening(socket) } -> std::same_as<result<void>>;
} || detail::says_no_before_listening<Family, Socket>;

/// \concept family
/// An address family: a domain of socket(2), and the type of its endpoints.
/// The least to supply: `static constexpr int domain` and a type `endpoint`. A family of several
/// domains instead has endpoints with a `domain()`, and a static `has_domain(int)`. Only the verbs
/// that take an endpoint create its sockets.
/// Optional: the facts `internet` and `makes_pairs`, each a `static constexpr bool`;
/// `carries<Protocol>`; `after_opening` and `before_listening`, which the verbs call. An optional
/// member of another form is refused.
/// What the compiler cannot check: that the endpoints belong to the domain. Models: `ipv4`. Near
/// miss: `ipv4::endpoint`.
template <class Family>
concept family =
    requires {
        typename Family::endpoint;
        requires endpoint<typename Family::endpoint>;
    } && has_domain_source<Family> && detail::internet_is_bool<Family> &&
    detail::makes_pairs_is_bool<Family> && carries_takes_protocol<Family>;

/// Returns whether sockets of this domain can belong to the family.
template <family Family>
[[nodiscard]] constexpr bool has_domain(int domain) noexcept {
    if constexpr (has_one_domain<Family>)
        return domain == Family::domain;
    else
        return Family::has_domain(domain);
}

namespace detail {

/// Returns the domain of a socket that is made for this endpoint.
template <endpoint Endpoint>
[[nodiscard]] constexpr int domain_for(const Endpoint& known) noexcept {
    if constexpr (has_one_domain<typename Endpoint::family>)
        return Endpoint::family::domain;
    else
        return known.domain();
}

}  // namespace detail

/// \concept internet
/// The family is a version of IP. Models: `ipv4`, `ipv6`. Near miss: `unix_domain`.
template <class Family>
concept internet = requires {
    { Family::internet } -> std::same_as<const bool&>;
} && Family::internet;

/// \concept makes_pairs
/// socketpair(2) supports the family. Models: `unix_domain`. Near miss: `ipv4`.
template <class Family>
concept makes_pairs = requires {
    { Family::makes_pairs } -> std::same_as<const bool&>;
} && Family::makes_pairs;

// `family_of` accepts any type, so that the concept `endpoint` can refuse a type that is not an
// endpoint: Clang substitutes the types of a function before it checks its constraints.

namespace detail {

/// The family of a type that is not an endpoint.
struct no_family {};

/// The family that an endpoint names.
template <class Endpoint>
struct family_of_endpoint {
    using type = no_family;
};
template <class Endpoint>
    requires requires { typename Endpoint::family; }
struct family_of_endpoint<Endpoint> {
    using type = typename Endpoint::family;
};

}  // namespace detail

/// The family that endpoints of this type belong to; `no_family` if the type is not an endpoint.
template <class Endpoint>
using family_of = typename detail::family_of_endpoint<Endpoint>::type;

}  // namespace v0
}  // namespace tenon
