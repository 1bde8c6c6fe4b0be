// SPDX-License-Identifier: BSL-1.0
#pragma once

// A network namespace for the process, which tests configure without an effect on the machine.

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

/// The number of addresses `fd00::1`, `fd00::2`, … of the loopback device in that namespace, beside
/// `::1`.
inline constexpr int loopback_ipv6_addresses = 8;

namespace network {

inline bool write_file(const char* path, const std::string& text) noexcept {
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    ::close(file);
    return written;
}

/// Creates a network namespace. Without the privilege, creates a user namespace that grants it
/// (user_namespaces(7)).
inline bool create_network_namespace() {
    if (::unshare(CLONE_NEWNET) == 0)
        return true;
    const std::string user = "0 " + std::to_string(::getuid()) + " 1";
    const std::string group = "0 " + std::to_string(::getgid()) + " 1";
    return ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 &&
           write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/uid_map", user) &&
           write_file("/proc/self/gid_map", group);
}

inline ::sockaddr_in6 loopback_ipv6_address(int number) {
    ::sockaddr_in6 address = {};
    address.sin6_family = AF_INET6;
    static_cast<void>(
        ::inet_pton(AF_INET6, ("fd00::" + std::to_string(number)).c_str(), &address.sin6_addr));
    return address;
}

/// Sends a request of rtnetlink(7) with NLM_F_ACK. Returns whether the system has acknowledged it.
[[nodiscard]] inline bool is_acknowledged(const void* request, std::size_t size) {
    struct {
        ::nlmsghdr head;
        ::nlmsgerr result;
        char more[512];
    } reply = {};
    const int routing = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    const bool received = ::send(routing, request, size, 0) == static_cast<ssize_t>(size) &&
                          ::recv(routing, &reply, sizeof reply, 0) > 0;
    ::close(routing);
    return received && reply.head.nlmsg_type == NLMSG_ERROR && reply.result.error == 0;
}

/// Adds an address to a device by rtnetlink(7): qemu's user mode does not have SIOCSIFADDR for
/// IPv6.
inline bool add_address(unsigned device, const ::in6_addr& address) {
    struct {
        ::nlmsghdr head;
        ::ifaddrmsg message;
        ::rtattr attribute;
        ::in6_addr address;
    } request = {};
    static_assert(
        sizeof request == NLMSG_LENGTH(sizeof request.message) + RTA_LENGTH(sizeof address),
        "the structure has no padding");
    request.head.nlmsg_len = sizeof request;
    request.head.nlmsg_type = RTM_NEWADDR;
    request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
    request.message.ifa_family = AF_INET6;
    request.message.ifa_prefixlen = 128;
    request.message.ifa_index = device;
    request.attribute.rta_len = RTA_LENGTH(sizeof address);
    request.attribute.rta_type = IFA_LOCAL;
    request.address = address;
    return is_acknowledged(&request, sizeof request);
}

/// Waits until the last address can be bound: a new address is tentative for some time (RFC 4862).
inline bool ipv6_addresses_are_ready() {
    const int probe = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const ::sockaddr_in6 last = loopback_ipv6_address(loopback_ipv6_addresses);
    bool bound = false;
    for (const std::time_t deadline = std::time(nullptr) + 10;
         !bound && std::time(nullptr) < deadline; ::sched_yield())
        bound = ::bind(probe, reinterpret_cast<const ::sockaddr*>(&last), sizeof last) == 0;
    ::close(probe);
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
    for (int number = 1; done && number <= loopback_ipv6_addresses; ++number)
        done = add_address(::if_nametoindex("lo"), loopback_ipv6_address(number).sin6_addr);
    return done && ipv6_addresses_are_ready();
}

}  // namespace network

/// Moves the process into a network namespace at the first call. The loopback device is up, and
/// ping sockets (icmp(7)) are allowed. Must be called before there are threads. Returns false if
/// the system does not allow it: the process stays in the network of the machine.
inline bool enter_network_namespace() {
    static const bool entered = network::create_network_namespace() &&
                                network::bring_up_loopback() &&
                                network::write_file("/proc/sys/net/ipv4/ping_group_range", "0 0");
    return entered;
}

}  // namespace support
