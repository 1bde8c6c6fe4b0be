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

/// An interface or an address of one, in the list of all of them (getifaddrs(3)). It is read by the functions below.
using interface_entry = ::ifaddrs;

/// The entry after it, or null.
[[nodiscard]] inline const interface_entry* next_of(const interface_entry& entry) noexcept {
    return entry.ifa_next;
}
/// The name of the interface, which ends with NUL. On Linux an IPv4 address has its label here: "eth0:1".
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
/// The broadcast address or that of the other end of a link, or null. Which of them it is, the entry does not say; on Linux it
/// is the address itself, where an IPv4 address has neither.
[[nodiscard]] inline const socket_address* destination_of(const interface_entry& entry) noexcept {
    return entry.ifa_dstaddr;
}

#if defined(__linux__)
/// A `sockaddr_ll` (packet(7)). Two headers of Linux declare that, which exclude each other, so a program could not include the
/// other one if this file included either.
struct link_layer_address {
    std::uint16_t family;
    std::uint16_t protocol;
    std::int32_t index;
    std::uint16_t hardware_type;
    std::uint8_t packet_type;
    std::uint8_t hardware_size;
    // The hardware address follows, which may be longer than the 8 bytes that the headers declare.
};
#endif

/// What an entry that is of the interface itself says of it (packet(7)).
struct link_facts {
    unsigned index = 0;      ///< 0 where the entry does not say it, as of a tunnel without hardware addresses
    const_bytes hardware{};  ///< the hardware address, which may be empty; a part of the entry
};

/// Whether the entry is of the interface, and not of an address that the interface has.
[[nodiscard]] inline bool is_of_link(const interface_entry& entry) noexcept {
#if defined(__linux__)
    return entry.ifa_addr == nullptr || entry.ifa_addr->sa_family == AF_PACKET;
#elif defined(AF_LINK)
    return entry.ifa_addr != nullptr && entry.ifa_addr->sa_family == AF_LINK;
#else
    return entry.ifa_addr == nullptr;
#endif
}
/// Requires `is_of_link`.
[[nodiscard]] inline link_facts link_facts_of(const interface_entry& entry) noexcept {
    link_facts facts;
    if (entry.ifa_addr == nullptr)
        return facts;
#if defined(__linux__)
    link_layer_address link;
    std::memcpy(&link, entry.ifa_addr, sizeof link);
    facts.index = static_cast<unsigned>(link.index);
    facts.hardware = const_bytes(reinterpret_cast<const std::byte*>(entry.ifa_addr) + sizeof link, link.hardware_size);
#elif defined(AF_LINK)
    const auto* const link = reinterpret_cast<const ::sockaddr_dl*>(entry.ifa_addr);
    facts.index = link->sdl_index;
    facts.hardware = const_bytes(reinterpret_cast<const std::byte*>(LLADDR(link)), link->sdl_alen);
#endif
    return facts;
}

/// The calls that ask for interfaces: a part of `posix`.
struct posix_interfaces {
    /// if_nametoindex(3): the index of the interface of this name, 1 or greater. The name ends with NUL.
    static std::ptrdiff_t interface_index(const char* name) noexcept {
        const unsigned index = ::if_nametoindex(name);
        return index != 0 ? static_cast<std::ptrdiff_t>(index) : or_error(-1);
    }
    /// if_indextoname(3): writes the name of an interface, and a NUL after it.
    static std::ptrdiff_t interface_name(unsigned index, char (&buffer)[interface_name_size]) noexcept {
        return ::if_indextoname(index, buffer) != nullptr ? 0 : or_error(-1);
    }
    /// getifaddrs(3): the addresses of all interfaces, which `free_interface_addresses` gives back.
    static std::ptrdiff_t interface_addresses(interface_entry** list) noexcept { return or_error(::getifaddrs(list)); }
    /// freeifaddrs(3); nothing where there is no list.
    static void free_interface_addresses(interface_entry* list) noexcept {
        if (list != nullptr)
            ::freeifaddrs(list);
    }
    /// ioctl(2), SIOCGIFMTU: the largest packet in bytes that the interface of this name carries. `socket` is any of IP.
    static std::ptrdiff_t interface_mtu(descriptor socket, const char* name) noexcept {
        ::ifreq request = request_for(name);
        const int asked = ::ioctl(socket, SIOCGIFMTU, &request);
        return asked < 0 ? or_error(asked) : request.ifr_mtu;
    }
    /// ioctl(2), SIOCGIFBRDADDR: overwrites an IPv4 address, a `sockaddr_in` that the interface has under this name, with its
    /// broadcast address; with 0.0.0.0 if it has none. `socket` is of IPv4.
    static std::ptrdiff_t interface_broadcast(descriptor socket, const char* name, socket_address* address) noexcept {
        return address_request<SIOCGIFBRDADDR>(socket, name, address);
    }
    /// ioctl(2), SIOCGIFDSTADDR: the same with the address of the other end of the link; on Linux with the address itself if
    /// there is none.
    static std::ptrdiff_t interface_destination(descriptor socket, const char* name, socket_address* address) noexcept {
        return address_request<SIOCGIFDSTADDR>(socket, name, address);
    }

private:
    /// What ioctl(2) takes and gives of an interface (netdevice(7)), with the first 15 characters of its name.
    [[nodiscard]] static ::ifreq request_for(const char* name) noexcept {
        ::ifreq request = {};
        for (std::size_t index = 0; index + 1 != sizeof request.ifr_name && name[index] != '\0'; ++index)
            request.ifr_name[index] = name[index];
        return request;
    }

    /// A question about an IPv4 address of an interface, which the reply overwrites. The type of its number differs by system.
    template <auto Question>
    static std::ptrdiff_t address_request(descriptor socket, const char* name, socket_address* address) noexcept {
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
