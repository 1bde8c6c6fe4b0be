// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstring>

#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

#if defined(MCAST_JOIN_GROUP)

/// The argument of setsockopt(2) for a change of a multicast membership: a group_req, or a
/// group_source_req if there is a source (RFC 3678).
class group_request {
public:
    /// Each address has `length` bytes. The source may be null.
    group_request(membership change, unsigned interface_index, const socket_address* group,
                  const socket_address* source, address_length length) noexcept
        : name_(option_of(change)), has_source_(source != nullptr) {
        if (has_source_) {
            with_source_.gsr_interface = interface_index;
            std::memcpy(&with_source_.gsr_group, group, length);
            std::memcpy(&with_source_.gsr_source, source, length);
        } else {
            whole_.gr_interface = interface_index;
            std::memcpy(&whole_.gr_group, group, length);
        }
    }

    /// Returns the name of the option, or 0 if the system has none.
    [[nodiscard]] int name() const noexcept { return name_; }
    [[nodiscard]] const void* data() const noexcept {
        return has_source_ ? static_cast<const void*>(&with_source_)
                           : static_cast<const void*>(&whole_);
    }
    [[nodiscard]] address_length size() const noexcept {
        return has_source_ ? sizeof with_source_ : sizeof whole_;
    }

private:
    static constexpr int option_of(membership change) noexcept {
        // clang-format off
        return change == membership::join_group   ? MCAST_JOIN_GROUP
             : change == membership::leave_group  ? MCAST_LEAVE_GROUP
             : change == membership::join_source  ? MCAST_JOIN_SOURCE_GROUP
             : change == membership::leave_source ? MCAST_LEAVE_SOURCE_GROUP
             : change == membership::block_source ? MCAST_BLOCK_SOURCE
                                                  : MCAST_UNBLOCK_SOURCE;
        // clang-format on
    }

    ::group_req whole_ = {};
    ::group_source_req with_source_ = {};
    int name_;
    bool has_source_;
};

#else

/// For systems without these options: NetBSD and OpenBSD.
class group_request {
public:
    /// Holds nothing.
    group_request(membership, unsigned, const socket_address*, const socket_address*,
                  address_length) noexcept {}
    [[nodiscard]] static int name() noexcept { return 0; }
    [[nodiscard]] static const void* data() noexcept { return nullptr; }
    [[nodiscard]] static address_length size() noexcept { return 0; }
};

#endif

}  // namespace os
}  // namespace v0
}  // namespace tenon
