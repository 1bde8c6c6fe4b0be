// SPDX-License-Identifier: BSL-1.0
#pragma once

// A network of the process's own, so that tests may set it up as they need and disturb nobody.

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <ctime>
#include <string>

namespace support {

/// How many addresses `fd00::1`, `fd00::2`, … the loopback device of an own network has, beside `::1`.
inline constexpr int own_ipv6_addresses = 8;

namespace network {

inline bool write_file(const char* path, const std::string& text) noexcept {
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(file);
    return written;
}

/// A namespace of networks; for users without privilege one of users around it, in which they have it.
inline bool leave_the_machines() {
    if (::unshare(CLONE_NEWNET) == 0)
        return true;
    const std::string user = "0 " + std::to_string(::getuid()) + " 1";
    const std::string group = "0 " + std::to_string(::getgid()) + " 1";
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 && write_file("/proc/self/setgroups", "deny") &&
           write_file("/proc/self/uid_map", user) && write_file("/proc/self/gid_map", group);
}

inline ::sockaddr_in6 own_ipv6_address(int number) {
    ::sockaddr_in6 address = {};
    address.sin6_family = AF_INET6;
    static_cast<void>(::inet_pton(AF_INET6, ("fd00::" + std::to_string(number)).c_str(), &address.sin6_addr));
    return address;
}

/// Whether the system has done what a request of rtnetlink(7) asks for, which wants an acknowledgement.
[[nodiscard]] inline bool is_acknowledged(const void* request, std::size_t size) {
    struct {
        ::nlmsghdr head;
        ::nlmsgerr result;
        char more[512];
    } answer = {};
    const int routing = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    const bool answered =
        ::send(routing, request, size, 0) == static_cast<ssize_t>(size) && ::recv(routing, &answer, sizeof answer, 0) > 0;
    ::close(routing);
    return answered && answer.head.nlmsg_type == NLMSG_ERROR && answer.result.error == 0;
}

/// Adds an address to a device, by rtnetlink(7): qemu's user mode does not know the other way, SIOCSIFADDR of IPv6.
inline bool add_address(unsigned device, const ::in6_addr& address) {
    struct {
        ::nlmsghdr head;
        ::ifaddrmsg what;
        ::rtattr attribute;
        ::in6_addr address;
    } request = {};
    static_assert(sizeof request == NLMSG_LENGTH(sizeof request.what) + RTA_LENGTH(sizeof address), "without gaps");
    request.head.nlmsg_len = sizeof request;
    request.head.nlmsg_type = RTM_NEWADDR;
    request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
    request.what.ifa_family = AF_INET6;
    request.what.ifa_prefixlen = 128;
    request.what.ifa_index = device;
    request.attribute.rta_len = RTA_LENGTH(sizeof address);
    request.attribute.rta_type = IFA_LOCAL;
    request.address = address;
    return is_acknowledged(&request, sizeof request);
}

/// A new address is tentative until the kernel comes round to it, and cannot be bound to until then.
inline bool ipv6_addresses_are_ready() {
    const int trying = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const ::sockaddr_in6 last = own_ipv6_address(own_ipv6_addresses);
    bool bound = false;
    for (const std::time_t late = std::time(nullptr) + 10; !bound && std::time(nullptr) < late; ::sched_yield())
        bound = ::bind(trying, reinterpret_cast<const ::sockaddr*>(&last), sizeof last) == 0;
    ::close(trying);
    return bound;
}

inline bool bring_up_loopback() {
    const int control = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ::ifreq device = {};
    std::memcpy(device.ifr_name, "lo", 3);
    bool done = ::ioctl(control, SIOCGIFFLAGS, &device) == 0;
    device.ifr_flags = static_cast<short>(device.ifr_flags | IFF_UP);
    done = done && ::ioctl(control, SIOCSIFFLAGS, &device) == 0;
    ::close(control);
    for (int number = 1; done && number <= own_ipv6_addresses; ++number)
        done = add_address(::if_nametoindex("lo"), own_ipv6_address(number).sin6_addr);
    return done && ipv6_addresses_are_ready();
}

}  // namespace network

/// Enters a network of the process's own, at the first call: with a loopback device that is up, and open for the ping sockets
/// of icmp(7). To be called before there are threads. False where the system does not allow it: then the machine's stays.
inline bool own_network() {
    static const bool entered = network::leave_the_machines() && network::bring_up_loopback() &&
                                network::write_file("/proc/sys/net/ipv4/ping_group_range", "0 0");
    return entered;
}

}  // namespace support
