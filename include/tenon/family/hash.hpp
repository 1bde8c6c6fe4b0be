// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/address/hash.hpp>
#include <tenon/family/any_ip.hpp>
#include <tenon/family/ipv4.hpp>
#include <tenon/family/ipv6.hpp>
#include <tenon/family/unix_domain.hpp>

namespace tenon {
inline namespace v0 {

/// Returns a hash of an endpoint. Endpoints that compare equal have equal hashes.
[[nodiscard]] constexpr std::size_t hash_value(const ipv4::endpoint& endpoint) noexcept {
    return detail::mixed(endpoint.port(), tenon::hash_value(endpoint.address()));
}
[[nodiscard]] constexpr std::size_t hash_value(const ipv6::endpoint& endpoint) noexcept {
    return detail::mixed(std::uint64_t{endpoint.scope()} << 16 | endpoint.port(),
                         tenon::hash_value(endpoint.address()));
}
[[nodiscard]] constexpr std::size_t hash_value(const unix_domain::endpoint& endpoint) noexcept {
    std::size_t hash = endpoint.is_abstract() ? 1 : 0;
    for (const char letter : endpoint.name())
        hash = detail::mixed(static_cast<unsigned char>(letter), hash);
    return hash;
}
[[nodiscard]] inline std::size_t hash_value(const any_ip::endpoint& endpoint) noexcept {
    return endpoint.is_v4() ? tenon::hash_value(*endpoint.v4()) : tenon::hash_value(*endpoint.v6());
}

namespace detail {

/// The base class of the specialisations of `std::hash` for endpoints.
template <class Endpoint>
struct hash_of_endpoint {
    [[nodiscard]] constexpr std::size_t operator()(const Endpoint& endpoint) const noexcept {
        return tenon::hash_value(endpoint);
    }
};

}  // namespace detail

}  // namespace v0
}  // namespace tenon

// clang-format off
template <> struct std::hash<tenon::ipv4::endpoint>        : tenon::detail::hash_of_endpoint<tenon::ipv4::endpoint> {};
template <> struct std::hash<tenon::ipv6::endpoint>        : tenon::detail::hash_of_endpoint<tenon::ipv6::endpoint> {};
template <> struct std::hash<tenon::any_ip::endpoint>      : tenon::detail::hash_of_endpoint<tenon::any_ip::endpoint> {};
template <> struct std::hash<tenon::unix_domain::endpoint> : tenon::detail::hash_of_endpoint<tenon::unix_domain::endpoint> {};
// clang-format on
