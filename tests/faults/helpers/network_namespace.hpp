// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>

namespace faults {

/// Moves this process into a new network namespace (network_namespaces(7)) whose only device is
/// the loopback. Returns false if that is not permitted.
[[nodiscard]] inline bool enter_network_namespace() {
    if (::unshare(CLONE_NEWNET) != 0)
        return false;
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ::ifreq loopback = {};
    std::strcpy(loopback.ifr_name, "lo");
    bool up = ::ioctl(socket, SIOCGIFFLAGS, &loopback) == 0;
    loopback.ifr_flags = static_cast<short>(loopback.ifr_flags | IFF_UP);
    up = up && ::ioctl(socket, SIOCSIFFLAGS, &loopback) == 0;
    ::close(socket);
    return up;
}

/// Adds the address 198.18.0.1, which has a broadcast address, to the loopback device of that
/// network, under the label lo:1.
[[nodiscard]] inline bool add_broadcast_to_loopback() {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ::ifreq labelled = {};
    std::strcpy(labelled.ifr_name, "lo:1");
    ::sockaddr_in address = {};
    address.sin_family = AF_INET;
    const auto set = [&](unsigned long request, std::uint32_t number) {
        address.sin_addr.s_addr = htonl(number);
        std::memcpy(&labelled.ifr_addr, &address, sizeof address);
        return ::ioctl(socket, request, &labelled) == 0;
    };
    const bool is_set = set(SIOCSIFADDR, 0xC6120001) && set(SIOCSIFBRDADDR, 0xC61200FF);
    ::close(socket);
    return is_set;
}

/// Writes a setting of that network, such as "net/ipv4/ip_local_port_range".
[[nodiscard]] inline bool write_network_setting(const std::string& name, const std::string& value) {
    std::ofstream file("/proc/sys/" + name);
    file << value;
    return static_cast<bool>(file.flush());
}

/// Whether this process may create a network namespace.
[[nodiscard]] inline bool may_enter_network_namespace() {
    return ::geteuid() == 0;
}

}  // namespace faults
