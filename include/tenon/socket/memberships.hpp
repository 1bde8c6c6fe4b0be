// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/concepts/groups.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/socket/properties.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// Multicast group memberships (RFC 3678, ip(7), ipv6(7)).
///
/// A socket that is bound to a port receives what is sent to that port of a group that it has joined. A membership ends with
/// the socket. `by` is the interface on which messages arrive; by default the system chooses one by its routes. On Linux a
/// socket also receives what is sent to groups that other sockets have joined, unless `options::multicast_all` is off.
template <class Protocol, class Family, class State, class Driver>
class socket_memberships : public socket_properties<Protocol, Family, State, Driver> {
    using group_type = typename groups_of<Family>::group;
    using address_type = typename groups_of<Family>::address;
    using interface_type = typename groups_of<Family>::interface_type;

public:
    using socket_properties<Protocol, Family, State, Driver>::socket_properties;

    /// Joins a group, for messages from any source (MCAST_JOIN_GROUP).
    ///
    /// Errors: `address_in_use` if the socket is a member already, `no_such_device`, `no_buffer_space` if the system allows no
    /// further membership.
    result<void> join_group(const group_type& group, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::join_group, group, by);
    }
    /// Joins a group for messages from one source; several calls add sources (MCAST_JOIN_SOURCE_GROUP, RFC 4607).
    ///
    /// Errors: as above.
    result<void> join_group(const group_type& group, const address_type& source, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::join_source, group, source, by);
    }

    /// Leaves a group, with all its sources (MCAST_LEAVE_GROUP).
    ///
    /// Errors: `address_not_available` if the socket is not a member.
    result<void> leave_group(const group_type& group, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::leave_group, group, by);
    }
    /// Removes one source of a group (MCAST_LEAVE_SOURCE_GROUP).
    ///
    /// Errors: as above.
    result<void> leave_group(const group_type& group, const address_type& source, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::leave_source, group, source, by);
    }

    /// Ignores one source of a group that was joined for any source (MCAST_BLOCK_SOURCE).
    ///
    /// Errors: `address_not_available` if the socket is not a member.
    result<void> block_source(const group_type& group, const address_type& source, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::block_source, group, source, by);
    }
    /// Receives from a blocked source again (MCAST_UNBLOCK_SOURCE).
    ///
    /// Errors: `address_not_available` if the source is not blocked.
    result<void> unblock_source(const group_type& group, const address_type& source, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::unblock_source, group, source, by);
    }

private:
    result<void> ask(os::membership change, const group_type& group, interface_type by) noexcept {
        return ask(change, by, at(group.address()).data(), nullptr);
    }
    result<void> ask(os::membership change, const group_type& group, const address_type& source, interface_type by) noexcept {
        return ask(change, by, at(group.address()).data(), at(source).data());
    }
    result<void> ask(os::membership change, interface_type by, const os::socket_address* group,
                     const os::socket_address* source) noexcept {
        const std::ptrdiff_t returned = this->system().change_membership(
            this->native_handle(), change, Family::group_level, by.number(), group, source, Family::endpoint::capacity());
        if (returned < 0)
            return failure::from_returned(returned);
        return {};
    }
    static typename Family::endpoint at(const address_type& address) noexcept { return {address, 0}; }
};

}  // namespace v0
}  // namespace tenon
