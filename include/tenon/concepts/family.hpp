// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// \concept endpoint
/// An address that a socket is bound or connected to, in the form that the system takes: a `sockaddr` and its length.
/// The least to supply: derive from `basic_endpoint`. By hand: `data()`, `size()`, a static `capacity()`, `resize(length)`
/// (false where what the system wrote is not of this family), `==`, a default constructor, and the name of the family.
/// What the compiler cannot check: that `data()` points to `capacity()` bytes of a `sockaddr` of this family.
/// Models: `ipv4::endpoint`. Near miss: `sockaddr_in`, which does not know its length.
template <class Endpoint>
concept endpoint = requires(Endpoint& room, const Endpoint& known, os::address_length length) {
    typename Endpoint::family;
    { room.data() } -> std::same_as<os::socket_address*>;
    { known.data() } -> std::same_as<const os::socket_address*>;
    { known.size() } -> std::same_as<os::address_length>;
    { Endpoint::capacity() } -> std::same_as<os::address_length>;
    { room.resize(length) } -> std::same_as<bool>;
} && std::default_initializable<Endpoint> && std::copyable<Endpoint> && std::equality_comparable<Endpoint>;

/// \concept family
/// Where sockets of this family are reached: a domain of socket(2) and the type of its endpoints.
/// The least to supply: `static constexpr int domain` and a type `endpoint`.
/// What the compiler cannot check: that the endpoints are of the domain. Models: `ipv4`. Near miss: `ipv4::endpoint`.
template <class Family>
concept family = requires {
    { Family::domain } -> std::convertible_to<int>;
    typename Family::endpoint;
    requires endpoint<typename Family::endpoint>;
};

/// \concept internet
/// The family is a version of IP. Models: `ipv4`, `ipv6`. Near miss: `local`.
template <class Family>
concept internet = requires { Family::internet; } && Family::internet;

/// \concept makes_pairs
/// socketpair(2) knows the family. Models: `local`. Near miss: `ipv4`.
template <class Family>
concept makes_pairs = requires { Family::makes_pairs; } && Family::makes_pairs;

// What is no endpoint has no family, and saying so is left to `endpoint`: Clang substitutes the types of a function before it
// looks at its constraints.
struct no_family {};
template <class Endpoint>
struct family_of_endpoint {
    using type = no_family;
};
template <class Endpoint>
    requires requires { typename Endpoint::family; }
struct family_of_endpoint<Endpoint> {
    using type = typename Endpoint::family;
};

/// The family that endpoints of this type belong to.
template <class Endpoint>
using family_of = typename family_of_endpoint<Endpoint>::type;

}  // namespace tenon::inline v0
