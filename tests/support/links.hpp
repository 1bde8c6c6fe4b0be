// SPDX-License-Identifier: BSL-1.0
#pragma once

// Devices and addresses of a network namespace. Made by rtnetlink(7) and netdevice(7), without
// tenon.

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <support/network.hpp>
#include <vector>

namespace support {

/// While an object exists, this thread is in a new, empty network namespace. Needs CAP_SYS_ADMIN.
class separate_network {
public:
    separate_network()
        : before_(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)),
          entered_(before_ >= 0 && ::unshare(CLONE_NEWNET) == 0) {}
    separate_network(const separate_network&) = delete;
    separate_network& operator=(const separate_network&) = delete;
    ~separate_network() {
        if (entered_ && ::setns(before_, CLONE_NEWNET) != 0)
            std::abort();
        if (before_ >= 0)
            ::close(before_);
    }
    [[nodiscard]] bool entered() const noexcept { return entered_; }

private:
    int before_;
    bool entered_;
};

namespace links {

/// A message of rtnetlink(7), to which attributes are appended.
class request {
public:
    template <class Body>
    request(unsigned short type, const Body& body) {
        ::nlmsghdr head = {};
        head.nlmsg_type = type;
        head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
        append(&head, sizeof head);
        append(&body, sizeof body);
    }
    request& add(unsigned short type, const void* data, std::size_t size) {
        begin(type);
        append(data, size);
        return end();
    }
    request& add(unsigned short type, const std::string& text) {
        return add(type, text.c_str(), text.size() + 1);
    }
    /// Begins an attribute that contains others, until `end`.
    request& begin(unsigned short type) {
        open_.push_back(bytes_.size());
        const ::rtattr head = {0, type};
        append(&head, sizeof head);
        return *this;
    }
    request& end() {
        const auto length = static_cast<unsigned short>(bytes_.size() - open_.back());
        std::memcpy(&bytes_[open_.back()], &length, sizeof length);
        open_.pop_back();
        bytes_.resize(NLMSG_ALIGN(bytes_.size()));
        return *this;
    }
    template <class Body>
    request& body(const Body& body) {
        append(&body, sizeof body);
        return *this;
    }

    /// Sends the message. Returns whether the system has acknowledged it.
    [[nodiscard]] bool send() {
        const auto length = static_cast<unsigned>(bytes_.size());
        std::memcpy(bytes_.data(), &length, sizeof length);
        return network::is_acknowledged(bytes_.data(), bytes_.size());
    }

private:
    void append(const void* data, std::size_t size) {
        const auto* const bytes = static_cast<const char*>(data);
        bytes_.insert(bytes_.end(), bytes, bytes + size);
        bytes_.resize(NLMSG_ALIGN(bytes_.size()));
    }
    std::vector<char> bytes_;
    std::vector<std::size_t> open_;
};

/// Adds two Ethernet devices that are connected to each other (veth(4)).
[[nodiscard]] inline bool add_pair(const std::string& name, const std::string& other) {
    const ::ifinfomsg link = {};
    request message(RTM_NEWLINK, link);
    message.add(IFLA_IFNAME, name)
        .begin(IFLA_LINKINFO)
        .add(IFLA_INFO_KIND, "veth", 4)
        .begin(IFLA_INFO_DATA);
    message.begin(VETH_INFO_PEER).body(link).add(IFLA_IFNAME, other).end().end().end();
    return message.send();
}

/// An address of a device. An IPv4 address can also have a peer, a broadcast address and a label.
struct address {
    const char* local;
    unsigned char prefix_length;
    const char* peer = nullptr;
    const char* broadcast = nullptr;
    const char* label = nullptr;
};

[[nodiscard]] inline bool add_address(const char* device, const address& added) {
    const bool is_ipv6 = std::strchr(added.local, ':') != nullptr;
    ::ifaddrmsg header = {};
    header.ifa_family = is_ipv6 ? AF_INET6 : AF_INET;
    header.ifa_prefixlen = added.prefix_length;
    header.ifa_index = ::if_nametoindex(device);
    request message(RTM_NEWADDR, header);
    const auto add = [&](unsigned short type, const char* text) {
        unsigned char bytes[16];
        if (text != nullptr && ::inet_pton(header.ifa_family, text, bytes) == 1)
            message.add(type, bytes, is_ipv6 ? 16 : 4);
    };
    add(IFA_LOCAL, added.local);
    add(IFA_ADDRESS, added.peer != nullptr ? added.peer : added.local);
    add(IFA_BROADCAST, added.broadcast);
    if (added.label != nullptr)
        message.add(IFA_LABEL, added.label);
    return message.send();
}

/// A socket for the ioctl(2) requests of netdevice(7).
class control {
public:
    explicit control(const char* device)
        : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        std::strncpy(request_.ifr_name, device, sizeof request_.ifr_name - 1);
    }
    control(const control&) = delete;
    control& operator=(const control&) = delete;
    ~control() { ::close(socket_); }

    /// The argument of the requests, which contains a union.
    [[nodiscard]] ::ifreq& request() noexcept { return request_; }
    [[nodiscard]] bool ask(unsigned long code) noexcept {
        return ::ioctl(socket_, code, &request_) == 0;
    }

private:
    int socket_;
    ::ifreq request_ = {};
};

[[nodiscard]] inline bool set_up(const char* device) {
    control flags(device);
    if (!flags.ask(SIOCGIFFLAGS))
        return false;
    flags.request().ifr_flags = static_cast<short>(flags.request().ifr_flags | IFF_UP);
    return flags.ask(SIOCSIFFLAGS);
}

}  // namespace links
}  // namespace support
