// SPDX-License-Identifier: BSL-1.0

// A family of one's own: a struct with its domain and its endpoint is all that tenon needs. This one is netlink, on which Linux
// answers questions about itself (netlink(7), rtnetlink(7)). The program asks for the network interfaces.
//
//     own_family
//     ip link        says the same, where it is installed

#include <array>
#include <cstring>
#include <iostream>
#include <span>
#include <type_traits>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <tenon.hpp>

struct netlink {
    static constexpr int domain = AF_NETLINK;
    using endpoint = tenon::basic_endpoint<netlink, ::sockaddr_nl>;
};
static_assert(tenon::family<netlink>);

// What is spoken on it, and that it runs over no other family.
struct route : tenon::raw {
    static constexpr int number = NETLINK_ROUTE;
    template <class Family>
    static constexpr bool runs_over = std::is_same_v<Family, netlink>;
};
static_assert(tenon::runs_over<route, netlink>);

struct question {
    ::nlmsghdr header = {sizeof(question), RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, 0};
    ::ifinfomsg about = {};
};

int fail(const char* what, const std::error_code& error) {
    std::cerr << "own_family: " << what << ": " << error.message() << '\n';
    return 1;
}

// "1: lo, 65536 bytes a packet"
void print(::nlmsghdr* message) {
    const auto* const link = static_cast<const ::ifinfomsg*>(NLMSG_DATA(message));
    const char* name = "?";
    unsigned mtu = 0;
    auto left = static_cast<int>(IFLA_PAYLOAD(message));
    for (const ::rtattr* attribute = IFLA_RTA(link); RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        if (attribute->rta_type == IFLA_IFNAME)
            name = static_cast<const char*>(RTA_DATA(attribute));
        if (attribute->rta_type == IFLA_MTU)
            std::memcpy(&mtu, RTA_DATA(attribute), sizeof mtu);
    }
    std::cout << link->ifi_index << ": " << name << ", " << mtu << " bytes a packet\n";
}

int main() {
    // The kernel is the endpoint with number 0. Where it knows no netlink: "Address family not supported by protocol".
    const netlink::endpoint kernel;
    auto socket = tenon::connect<route>(kernel);
    if (!socket)
        return fail("connect", socket.error());
    const question ask;
    if (const auto sent = socket->send(std::as_bytes(std::span(&ask, 1))); !sent)
        return fail("send", sent.error());

    alignas(::nlmsghdr) std::array<std::byte, 65536> buffer;
    for (;;) {  // The answer is several datagrams, each of several messages.
        const auto got = socket->receive(buffer);
        if (!got)
            return fail("receive", got.error());
        auto left = static_cast<unsigned>(got->data.size());
        for (auto* message = reinterpret_cast<::nlmsghdr*>(buffer.data()); NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type == NLMSG_DONE)
                return 0;
            if (message->nlmsg_type == NLMSG_ERROR)
                return fail("the kernel", {-static_cast<::nlmsgerr*>(NLMSG_DATA(message))->error, std::system_category()});
            if (message->nlmsg_type == RTM_NEWLINK)
                print(message);
        }
    }
}
