// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

#include <tenon/address/network.hpp>
#include <tenon/base/address_of.hpp>

namespace tenon {
inline namespace v0 {

/// What a registry says of a block: yes, no, or nothing, since it depends or the block was given back.
enum class registered : unsigned char {
    no,
    yes,
    unsaid
};

/// A row of the IANA registries of special-purpose addresses (RFC 6890, section 2.2, as RFC 8190 changed it).
template <class Address>
struct special_purpose {
    ip_network<Address> block;
    std::string_view name;
    std::string_view reference;
    registered source;                ///< may be the source of a packet that passes between two machines
    registered destination;           ///< may be its destination
    registered forwardable;           ///< a router may forward a packet to it
    registered globally_reachable;    ///< beyond an administrative domain too
    registered reserved_by_protocol;  ///< IP itself treats it in a way of its own
};

/// The most specific row of a table that an address is in, or null.
template <class Address, std::size_t Size>
[[nodiscard]] constexpr const special_purpose<Address>* find_special_purpose(const special_purpose<Address> (&table)[Size],
                                                                             const Address& address) noexcept {
    const special_purpose<Address>* found = nullptr;
    for (const special_purpose<Address>& row : table)
        if (row.block.contains(address) && (found == nullptr || found->block.contains(row.block)))
            found = detail::address_of(row);
    return found;
}

}  // namespace v0
}  // namespace tenon
