// SPDX-License-Identifier: BSL-1.0

// The flags of interfaces, and the functions that read an entry of getifaddrs(3).

#include <support/catch.hpp>

#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>

#include <string_view>

#include <tenon/system/interface_entry.hpp>

namespace os = tenon::os;
using bits = os::interface_bits;

TEST_CASE("interface_bits: each constant is the flag of the system") {
    CHECK(bits::up == unsigned{IFF_UP});
    CHECK(bits::running == unsigned{IFF_RUNNING});
    CHECK(bits::loopback == unsigned{IFF_LOOPBACK});
    CHECK(bits::broadcast == unsigned{IFF_BROADCAST});
    CHECK(bits::multicast == unsigned{IFF_MULTICAST});
    CHECK(bits::point_to_point == unsigned{IFF_POINTOPOINT});
    CHECK(bits::promiscuous == unsigned{IFF_PROMISC});
    CHECK(bits::no_arp == unsigned{IFF_NOARP});
    CHECK(os::interface_name_size == IF_NAMESIZE);
}

TEST_CASE("interface_entry: the accessors return the members of the ifaddrs") {
    char name[] = "some0";
    ::sockaddr address = {};
    ::sockaddr mask = {};
    ::sockaddr broadcast = {};
    address.sa_family = AF_INET;
    ::ifaddrs after = {};
    ::ifaddrs entry = {};
    entry.ifa_next = &after;
    entry.ifa_name = name;
    entry.ifa_flags = IFF_UP | IFF_LOOPBACK;
    entry.ifa_addr = &address;
    entry.ifa_netmask = &mask;
    entry.ifa_dstaddr = &broadcast;
    CHECK(os::next_of(entry) == &after);
    CHECK(os::next_of(after) == nullptr);
    CHECK(std::string_view(os::name_of(entry)) == "some0");
    CHECK(os::flags_of(entry) == (bits::up | bits::loopback));
    CHECK(os::address_of(entry) == &address);
    CHECK(os::netmask_of(entry) == &mask);
    CHECK(os::destination_of(entry) == &broadcast);
    CHECK_FALSE(os::is_of_link(entry));
}
