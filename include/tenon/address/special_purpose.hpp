// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <tenon/address/network.hpp>
#include <tenon/base/address_of.hpp>

namespace tenon {
inline namespace v0 {

/// A property of a block in a registry. `unsaid`: the registry says neither yes nor no, because the
/// property depends on the case, or because the block was returned.
enum class registered : unsigned char {
    no,
    yes,
    unsaid
};

/// A row of the IANA registries of special-purpose addresses (RFC 6890, section 2.2, as RFC 8190
/// changed it).
template <class Address>
struct special_purpose {
    ip_network<Address> block;
    std::string_view name;
    std::string_view reference;
    registered source;              ///< valid as the source of a packet between two machines
    registered destination;         ///< valid as the destination of such a packet
    registered forwardable;         ///< a router may forward a packet to it
    registered globally_reachable;  ///< a router may forward it out of an administrative domain too
    registered reserved_by_protocol;  ///< each implementation of IP treats it specially
};

/// Returns the most specific row of a table whose block contains an address, or null.
template <class Address, std::size_t Size>
[[nodiscard]] constexpr const special_purpose<Address>* find_special_purpose(
    const special_purpose<Address> (&table)[Size], const Address& address) noexcept {
    const special_purpose<Address>* found = nullptr;
    for (const special_purpose<Address>& row : table)
        if (row.block.contains(address) && (found == nullptr || found->block.contains(row.block)))
            found = detail::address_of(row);
    return found;
}

}  // namespace v0
}  // namespace tenon
