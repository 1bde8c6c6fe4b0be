// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ifaddrs.h>
#include <net/if.h>
#if !defined(__linux__) && __has_include(<net/if_dl.h>)
#include <net/if_dl.h>
#endif
#include <sys/ioctl.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <tenon/base/bytes.hpp>
#include <tenon/system/or_error.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// The largest size of an interface's name in bytes, including the NUL at its end.
inline constexpr std::size_t interface_name_size = IF_NAMESIZE;

/// The flags of an interface (SIOCGIFFLAGS, netdevice(7)), as the bits of this system. If a system
/// does not have a flag, its constant is 0.
struct interface_bits {
    static constexpr unsigned up = IFF_UP;                ///< switched on by an administrator
    static constexpr unsigned running = IFF_RUNNING;      ///< can carry packets
    static constexpr unsigned loopback = IFF_LOOPBACK;    ///< leads back to this machine
    static constexpr unsigned broadcast = IFF_BROADCAST;  ///< can broadcast
    static constexpr unsigned multicast = IFF_MULTICAST;  ///< can multicast
    static constexpr unsigned point_to_point = IFF_POINTOPOINT;  ///< is a point-to-point link
    static constexpr unsigned promiscuous = IFF_PROMISC;  ///< receives packets for other machines
    static constexpr unsigned no_arp = IFF_NOARP;         ///< does not use ARP
};

/// An entry in the list of all interfaces and their addresses (getifaddrs(3)). The functions below
/// read it.
using interface_entry = ::ifaddrs;

/// Returns the next entry, or null.
[[nodiscard]] inline const interface_entry* next_of(const interface_entry& entry) noexcept {
    return entry.ifa_next;
}
/// Returns the name of the interface, which ends with NUL. On Linux an entry for an IPv4 address
/// has the label of the address here: "eth0:1".
[[nodiscard]] inline const char* name_of(const interface_entry& entry) noexcept {
    return entry.ifa_name;
}
/// Returns the flags; see `interface_bits`.
[[nodiscard]] inline unsigned flags_of(const interface_entry& entry) noexcept {
    return entry.ifa_flags;
}
/// Returns the address, or null.
[[nodiscard]] inline const socket_address* address_of(const interface_entry& entry) noexcept {
    return entry.ifa_addr;
}
/// Returns the mask of the network, or null.
[[nodiscard]] inline const socket_address* netmask_of(const interface_entry& entry) noexcept {
    return entry.ifa_netmask;
}
/// Returns the broadcast address, or the address of the other end of the link, or null. The entry
/// does not tell which of the two it is. On Linux, if an IPv4 address has neither, this is the IPv4
/// address itself.
[[nodiscard]] inline const socket_address* destination_of(const interface_entry& entry) noexcept {
    return entry.ifa_dstaddr;
}

#if defined(__linux__)
/// A `sockaddr_ll` (packet(7)). Two headers of Linux declare it, and a program cannot include both:
/// if this file included one of them, the program could not include the other.
struct link_layer_address {
    std::uint16_t family;
    std::uint16_t protocol;
    std::int32_t index;
    std::uint16_t hardware_type;
    std::uint8_t packet_type;
    std::uint8_t hardware_size;
    // The hardware address follows. It may be longer than the 8 bytes that the headers declare.
};
#endif

/// The properties of an interface that are in the entry of the interface itself (packet(7)).
struct link_facts {
    unsigned index =
        0;  ///< 0 if the entry does not have it, as for a tunnel without hardware addresses
    const_bytes hardware{};  ///< the hardware address, which may be empty; a view of the entry
};

/// Returns whether the entry is that of the interface itself, and not that of an address.
[[nodiscard]] inline bool is_of_link(const interface_entry& entry) noexcept {
#if defined(__linux__)
    return entry.ifa_addr == nullptr || entry.ifa_addr->sa_family == AF_PACKET;
#elif defined(AF_LINK)
    return entry.ifa_addr != nullptr && entry.ifa_addr->sa_family == AF_LINK;
#else
    return entry.ifa_addr == nullptr;
#endif
}
/// Returns the properties of the interface. Requires `is_of_link(entry)`.
[[nodiscard]] inline link_facts link_facts_of(const interface_entry& entry) noexcept {
    link_facts facts;
    if (entry.ifa_addr == nullptr)
        return facts;
#if defined(__linux__)
    link_layer_address link;
    std::memcpy(&link, entry.ifa_addr, sizeof link);
    facts.index = static_cast<unsigned>(link.index);
    facts.hardware = const_bytes(reinterpret_cast<const std::byte*>(entry.ifa_addr) + sizeof link,
                                 link.hardware_size);
#elif defined(AF_LINK)
    const auto* const link = reinterpret_cast<const ::sockaddr_dl*>(entry.ifa_addr);
    facts.index = link->sdl_index;
    facts.hardware = const_bytes(reinterpret_cast<const std::byte*>(LLADDR(link)), link->sdl_alen);
#endif
    return facts;
}

/// The calls that query interfaces: a part of `posix`.
struct posix_interfaces {
    /// if_nametoindex(3): returns the index of the interface of this name, 1 or greater. The name
    /// ends with NUL.
    static std::ptrdiff_t interface_index(const char* name) noexcept {
        const unsigned index = ::if_nametoindex(name);
        return index != 0 ? static_cast<std::ptrdiff_t>(index) : or_error(-1);
    }
    /// if_indextoname(3): writes the name of an interface, and a NUL after it, into `buffer`.
    static std::ptrdiff_t interface_name(unsigned index,
                                         char (&buffer)[interface_name_size]) noexcept {
        return ::if_indextoname(index, buffer) != nullptr ? 0 : or_error(-1);
    }
    /// getifaddrs(3): stores a list of the addresses of all interfaces in `list`. The caller
    /// releases it with `free_interface_addresses`.
    static std::ptrdiff_t interface_addresses(interface_entry** list) noexcept {
        return or_error(::getifaddrs(list));
    }
    /// freeifaddrs(3). Does nothing if `list` is null.
    static void free_interface_addresses(interface_entry* list) noexcept {
        if (list != nullptr)
            ::freeifaddrs(list);
    }
    /// ioctl(2), SIOCGIFMTU: returns the largest packet, in bytes, that the interface of this name
    /// can carry. `socket` is any IPv4 or IPv6 socket.
    static std::ptrdiff_t interface_mtu(descriptor socket, const char* name) noexcept {
        ::ifreq request = request_for(name);
        const int asked = ::ioctl(socket, SIOCGIFMTU, &request);
        return asked < 0 ? or_error(asked) : request.ifr_mtu;
    }
    /// ioctl(2), SIOCGIFBRDADDR: `address` is an IPv4 address (a `sockaddr_in`) that the interface
    /// has under this name. Overwrites `address` with the broadcast address, or with 0.0.0.0 if
    /// there is none. `socket` is an IPv4 socket.
    static std::ptrdiff_t interface_broadcast(descriptor socket, const char* name,
                                              socket_address* address) noexcept {
        return address_request<SIOCGIFBRDADDR>(socket, name, address);
    }
    /// ioctl(2), SIOCGIFDSTADDR: does the same with the address of the other end of the link. On
    /// Linux, if there is no other end, `address` stays as it is.
    static std::ptrdiff_t interface_destination(descriptor socket, const char* name,
                                                socket_address* address) noexcept {
        return address_request<SIOCGIFDSTADDR>(socket, name, address);
    }

private:
    /// Returns the argument of ioctl(2) for the interface of this name (netdevice(7)). It has the
    /// first 15 characters of the name.
    [[nodiscard]] static ::ifreq request_for(const char* name) noexcept {
        ::ifreq request = {};
        for (std::size_t index = 0; index + 1 != sizeof request.ifr_name && name[index] != '\0';
             ++index)
            request.ifr_name[index] = name[index];
        return request;
    }

    /// Makes the ioctl(2) `Question` about an IPv4 address of an interface, and overwrites
    /// `address` with the address in the reply. The type of `Question` differs between systems.
    template <auto Question>
    static std::ptrdiff_t address_request(descriptor socket, const char* name,
                                          socket_address* address) noexcept {
        ::ifreq request = request_for(name);
        static_assert(sizeof request.ifr_addr == sizeof(::sockaddr_in));
        std::memcpy(&request.ifr_addr, address, sizeof request.ifr_addr);
        const int asked = ::ioctl(socket, Question, &request);
        if (asked == 0)
            std::memcpy(address, &request.ifr_addr, sizeof request.ifr_addr);
        return or_error(asked);
    }
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
