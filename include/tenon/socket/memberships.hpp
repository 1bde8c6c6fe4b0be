// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/concepts/groups.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/socket/properties.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// The multicast groups that a socket is in: what is sent to one of them comes to it, if it is bound to the port (RFC 3678,
/// ip(7), ipv6(7)). A membership ends with the socket. The interface is the one by which messages come; where none is given,
/// the system chooses one by its routes. On Linux a socket also hears groups that others have joined, unless
/// `options::multicast_all` is off.
template <class Protocol, class Family, class State, class Driver>
class socket_memberships : public socket_properties<Protocol, Family, State, Driver> {
    using group_type = typename groups_of<Family>::group;
    using address_type = typename groups_of<Family>::address;
    using interface_type = typename groups_of<Family>::interface_type;

public:
    using socket_properties<Protocol, Family, State, Driver>::socket_properties;

    /// Joins a group, from whomever the messages come (MCAST_JOIN_GROUP). Errors: `address_in_use` where it is joined already,
    /// `no_such_device`, `no_buffer_space` where the system allows no more.
    result<void> join(const group_type& group, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::join_group, group, by);
    }
    /// Joins a group as far as messages of this source go, one of several perhaps (MCAST_JOIN_SOURCE_GROUP, RFC 4607).
    result<void> join(const group_type& group, const address_type& source, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::join_source, group, source, by);
    }

    /// Leaves a group, all sources of it (MCAST_LEAVE_GROUP). Errors: `address_not_available` where it was not joined.
    result<void> leave(const group_type& group, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::leave_group, group, by);
    }
    /// Hears this source of a group no longer (MCAST_LEAVE_SOURCE_GROUP).
    result<void> leave(const group_type& group, const address_type& source, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::leave_source, group, source, by);
    }

    /// Hears all sources of a group that was joined but this one (MCAST_BLOCK_SOURCE).
    result<void> block(const group_type& group, const address_type& source, interface_type by = {}) noexcept
        requires has_groups<Family> && connectionless<Protocol>
    {
        return ask(os::membership::block_source, group, source, by);
    }
    /// Hears this source again (MCAST_UNBLOCK_SOURCE). Errors: `address_not_available` where it was not blocked.
    result<void> unblock(const group_type& group, const address_type& source, interface_type by = {}) noexcept
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
        const std::ptrdiff_t answer = this->system().change_membership(
            this->native_handle(), change, Family::group_level, by.number(), group, source, Family::endpoint::capacity());
        if (answer < 0)
            return failure::from_answer(answer);
        return {};
    }
    static typename Family::endpoint at(const address_type& address) noexcept { return {address, 0}; }
};

}  // namespace tenon::inline v0
