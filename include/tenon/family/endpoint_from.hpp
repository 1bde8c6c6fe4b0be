// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstring>

#include <tenon/base/error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// Makes an endpoint from a `sockaddr` that was filled in elsewhere, and its length in bytes:
/// `endpoint_from<ipv4::endpoint>(address, length)`. The address is copied, and need not be
/// aligned. `data()` and `size()` convert in the other direction.
///
/// Errors: `invalid_argument` if `address` is null or too short to hold a family;
/// `errc::foreign_endpoint` if the family or the length is not that of such an endpoint.
template <endpoint Endpoint>
[[nodiscard]] result<Endpoint> endpoint_from(const os::socket_address* address,
                                             os::address_length length) noexcept {
    using family_number = decltype(os::socket_address::sa_family);
    constexpr std::size_t family_offset = offsetof(os::socket_address, sa_family);
    if (address == nullptr || length < family_offset + sizeof(family_number))
        return failure(std::errc::invalid_argument);

    Endpoint made;
    const auto* const from = reinterpret_cast<const unsigned char*>(address);
    auto* const to = reinterpret_cast<unsigned char*>(made.data());
    std::memcpy(to, from, length < Endpoint::capacity() ? length : Endpoint::capacity());
    // An endpoint type may accept a short length as an endpoint without an address, and then sets
    // its own family.
    if (!made.resize(length) ||
        std::memcmp(to + family_offset, from + family_offset, sizeof(family_number)) != 0)
        return failure(errc::foreign_endpoint);
    return made;
}

}  // namespace v0
}  // namespace tenon
