// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ifaddrs.h>
#include <net/if.h>

#include <cstddef>

#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// The bytes that the name of an interface takes at most, with the NUL at its end.
inline constexpr std::size_t interface_name_size = IF_NAMESIZE;

/// The flags of an interface (SIOCGIFFLAGS, netdevice(7)), as bits of this system. One that a system does not have is 0.
struct interface_bits {
    static constexpr unsigned up = IFF_UP;                       ///< switched on by an administrator
    static constexpr unsigned running = IFF_RUNNING;             ///< can carry packets
    static constexpr unsigned loopback = IFF_LOOPBACK;           ///< leads back to this machine
    static constexpr unsigned broadcast = IFF_BROADCAST;         ///< has broadcasts
    static constexpr unsigned multicast = IFF_MULTICAST;         ///< carries messages to groups
    static constexpr unsigned point_to_point = IFF_POINTOPOINT;  ///< a link between two
    static constexpr unsigned promiscuous = IFF_PROMISC;         ///< takes packets for others
    static constexpr unsigned no_arp = IFF_NOARP;                ///< looks up no address on the link
};

/// An address of an interface, in the list of all of them (getifaddrs(3)). It is read by the functions below.
using interface_entry = ::ifaddrs;

/// The entry after it, or null.
[[nodiscard]] inline const interface_entry* next_of(const interface_entry& entry) noexcept {
    return entry.ifa_next;
}
/// The name of the interface, which ends with NUL.
[[nodiscard]] inline const char* name_of(const interface_entry& entry) noexcept {
    return entry.ifa_name;
}
/// The flags: see `interface_bits`.
[[nodiscard]] inline unsigned flags_of(const interface_entry& entry) noexcept {
    return entry.ifa_flags;
}
/// The address, or null.
[[nodiscard]] inline const socket_address* address_of(const interface_entry& entry) noexcept {
    return entry.ifa_addr;
}
/// The mask of the network, or null.
[[nodiscard]] inline const socket_address* netmask_of(const interface_entry& entry) noexcept {
    return entry.ifa_netmask;
}
/// The broadcast address or, of a point-to-point link, the peer's address; the flags say which. Or null.
[[nodiscard]] inline const socket_address* destination_of(const interface_entry& entry) noexcept {
    return entry.ifa_dstaddr;
}

}  // namespace os
}  // namespace v0
}  // namespace tenon
