// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>

namespace faults {

/// Puts this process into a network of its own, in which there is nothing but a loopback. False where it may not.
[[nodiscard]] inline bool enter_own_network() {
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

/// Writes a setting of that network, "net/ipv4/ip_local_port_range" say.
[[nodiscard]] inline bool set_of_network(const std::string& name, const std::string& value) {
    std::ofstream file("/proc/sys/" + name);
    file << value;
    return static_cast<bool>(file.flush());
}

/// Whether this process may have a network of its own.
[[nodiscard]] inline bool may_have_own_network() {
    return ::geteuid() == 0;
}

}  // namespace faults
