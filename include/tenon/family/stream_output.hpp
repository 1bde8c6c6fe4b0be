// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <iosfwd>
#include <string>

#include <tenon/family/any_ip.hpp>
#include <tenon/family/internet.hpp>
#include <tenon/family/ipv4.hpp>
#include <tenon/family/ipv6.hpp>
#include <tenon/family/unix_domain.hpp>

namespace tenon {
inline namespace v0 {

/// `T` is one of `Others`.
template <class T, class... Others>
concept one_of = (std::same_as<T, Others> || ...);

class hardware_address;

/// `T` is one of the addresses, groups, networks and endpoints of the library.
template <class T>
concept shown_as_text =
    one_of<T, ipv4::address, ipv4::group, ipv4::network, ipv4::endpoint, ipv6::address, ipv6::group,
           ipv6::network, ipv6::endpoint, any_ip::address, any_ip::endpoint, unix_domain::endpoint,
           hardware_address>;

/// Defined in network.hpp; a program that uses networks includes it.
template <class Address>
[[nodiscard]] std::string to_string(const ip_network<Address>& network);
/// Defined in hardware_address.hpp, which interfaces.hpp includes.
[[nodiscard]] std::string to_string(const hardware_address& address);

/// Writes `to_string(shown)` to a stream. A program that uses this operator includes `<ostream>`.
template <class Traits, shown_as_text Shown>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream,
                                             const Shown& shown) {
    return stream << tenon::to_string(shown);
}

}  // namespace v0
}  // namespace tenon
