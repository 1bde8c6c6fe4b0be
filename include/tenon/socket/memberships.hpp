// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/address/interface_index.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/groups.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {

/// Changes the membership of a socket in a multicast group, on the interface `by` (RFC 3678). If
/// `source` is not null, the change concerns only the messages from that source.
template <has_groups Family, class System>
result<void> change_membership(const System& system, os::descriptor socket, os::membership change,
                               interface_index by, const typename Family::group& group,
                               const source_of<typename Family::group>* source = nullptr) noexcept {
    using endpoint = typename Family::endpoint;
    const endpoint at_group(group.address(), 0);
    const endpoint at_source = source != nullptr ? endpoint(*source, 0) : endpoint();
    const std::ptrdiff_t returned = system.change_membership(
        socket, change, Family::group_level, by.number(), at_group.data(),
        source != nullptr ? at_source.data() : nullptr, endpoint::capacity());
    if (returned < 0)
        return failure::from_returned(returned);
    return {};
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
