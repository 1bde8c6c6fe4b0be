// SPDX-License-Identifier: BSL-1.0

// A family of your own: tenon needs only a struct with its domain and its endpoint. This one is
// netlink, by which Linux reports about itself (netlink(7), rtnetlink(7)). The program asks for the
// network interfaces.
//
//     own_family
//     ip link        prints the same, if it is installed

#include <array>
#include <cstring>
#include <iostream>
#include <span>
#include <string_view>
#include <type_traits>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <tenon.hpp>

struct netlink {
    static constexpr int domain = AF_NETLINK;
    using endpoint = tenon::basic_endpoint<netlink, ::sockaddr_nl>;
};
static_assert(tenon::family<netlink>);

// The protocol that is spoken over netlink; it runs over no other family.
struct route : tenon::raw {
    static constexpr int number = NETLINK_ROUTE;
    template <class Family>
    static constexpr bool runs_over = std::is_same_v<Family, netlink>;
};
static_assert(tenon::runs_over<route, netlink>);

struct request {
    ::nlmsghdr header = {sizeof(request), RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, 0};
    ::ifinfomsg about = {};
};

static int fail(const char* what, const std::error_code& error) {
    std::cerr << "own_family: " << what << ": " << error.message() << '\n';
    return 1;
}

// Returns the `T` at the beginning of some bytes, which need not be aligned for it. If there are
// too few bytes, the rest of it is zeros.
template <class T>
static T read(tenon::const_bytes bytes) {
    T value = {};
    if (!bytes.empty())
        std::memcpy(&value, bytes.data(), bytes.first(sizeof value).size());
    return value;
}

// "1: lo, 65536 bytes a packet"
static void print(tenon::const_bytes message) {
    std::string_view name = "?";
    unsigned mtu = 0;
    auto rest = message.after(NLMSG_ALIGN(sizeof(::ifinfomsg)));
    for (auto attribute = read<::rtattr>(rest); attribute.rta_len >= sizeof attribute;
         attribute = read<::rtattr>(rest)) {
        const auto value = rest.first(attribute.rta_len).after(RTA_ALIGN(sizeof attribute));
        if (attribute.rta_type == IFLA_IFNAME)
            name = tenon::as_text(value).substr(0, tenon::as_text(value).find('\0'));
        if (attribute.rta_type == IFLA_MTU)
            mtu = read<unsigned>(value);
        rest = rest.after(RTA_ALIGN(attribute.rta_len));
    }
    std::cout << read<::ifinfomsg>(message).ifi_index << ": " << name << ", " << mtu
              << " bytes a packet\n";
}

int main() {
    // The kernel is the endpoint with number 0. If the kernel does not have netlink, the error is
    // "Address family not supported by protocol".
    const netlink::endpoint kernel;
    auto socket = tenon::connect<route>(kernel);
    if (!socket)
        return fail("connect", socket.error());
    const request links;
    if (const auto sent = socket->send(std::as_bytes(std::span(&links, 1))); !sent)
        return fail("send", sent.error());

    std::array<std::byte, 65536> buffer;
    for (;;) {  // The reply is several datagrams, and each has several messages.
        const auto got = socket->receive(buffer);
        if (!got)
            return fail("receive", got.error());
        tenon::const_bytes rest = got->data;
        for (auto header = read<::nlmsghdr>(rest); header.nlmsg_len >= sizeof header;
             header = read<::nlmsghdr>(rest)) {
            const auto message = rest.first(header.nlmsg_len).after(NLMSG_HDRLEN);
            if (header.nlmsg_type == NLMSG_DONE)
                return 0;
            if (header.nlmsg_type == NLMSG_ERROR)
                return fail("the kernel",
                            {-read<::nlmsgerr>(message).error, std::system_category()});
            if (header.nlmsg_type == RTM_NEWLINK)
                print(message);
            rest = rest.after(NLMSG_ALIGN(header.nlmsg_len));
        }
    }
}
