// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Returns the local endpoint of a descriptor (getsockname(2)). Errors: those of getsockname(2);
/// `errc::foreign_endpoint` if the address is not of the family.
template <endpoint Endpoint, class System>
[[nodiscard]] result<Endpoint> local_endpoint_of(const System& system,
                                                 os::descriptor socket) noexcept {
    Endpoint found;
    os::address_length length = Endpoint::capacity();
    if (const std::ptrdiff_t asked = system.getsockname(socket, found.data(), &length); asked < 0)
        return failure::from_returned(asked);
    if (!found.resize(length))
        return failure(errc::foreign_endpoint);
    return found;
}

/// Returns the peer's endpoint of a descriptor (getpeername(2)). Errors: those of getpeername(2);
/// `errc::foreign_endpoint` if the address is not of the family.
template <endpoint Endpoint, class System>
[[nodiscard]] result<Endpoint> remote_endpoint_of(const System& system,
                                                  os::descriptor socket) noexcept {
    Endpoint found;
    os::address_length length = Endpoint::capacity();
    if (const std::ptrdiff_t asked = system.getpeername(socket, found.data(), &length); asked < 0)
        return failure::from_returned(asked);
    if (!found.resize(length))
        return failure(errc::foreign_endpoint);
    return found;
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
