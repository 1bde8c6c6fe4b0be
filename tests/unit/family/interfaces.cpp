// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/network.hpp>

#include <byteswap.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include <tenon.hpp>
#include <tenon/address/network.hpp>
#include <tenon/family/interfaces.hpp>
#include <tenon/system/faulty.hpp>

using tenon::interface_index;
using tenon::ipv4;
using tenon::ipv6;
using namespace tenon::literals;

TEST_CASE("an interface is found by its name, and its name by its index") {
    const interface_index lo = tenon::interface_named("lo").value();
    CHECK(lo.number() == if_nametoindex("lo"));
    CHECK(tenon::name_of(lo).value() == "lo");
    CHECK(tenon::interface_named("").error() == std::errc::no_such_device);
    CHECK(tenon::interface_named("no such thing").error() == std::errc::no_such_device);
    CHECK(tenon::interface_named(std::string(16, 'x')).error() == std::errc::no_such_device);
    CHECK(tenon::interface_named(std::string_view("lo\0", 3)).error() == std::errc::no_such_device);
    CHECK(tenon::name_of(interface_index()).error() == std::errc::no_such_device_or_address);
    CHECK(tenon::name_of(interface_index(0x7FFFFFFF)).error() == std::errc::no_such_device_or_address);
    STATIC_REQUIRE(interface_index().number() == 0);
    STATIC_REQUIRE(interface_index(1) < interface_index(2));
}

TEST_CASE("the interfaces of the machine are those of if_nameindex, in the order of their indices") {
    const auto all = tenon::interfaces().value();
    CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& left, const auto& right) { return left.index < right.index; }));
    struct if_nameindex* const known = if_nameindex();
    REQUIRE(known != nullptr);
    std::size_t count = 0;
    for (const struct if_nameindex* each = known; each->if_index != 0; ++each, ++count) {
        INFO(each->if_name);
        const auto found = tenon::find_interface(interface_index(each->if_index)).value();
        CHECK(found.name == each->if_name);
        CHECK(tenon::find_interface(found.name).value().index == found.index);
    }
    if_freenameindex(known);
    CHECK(count == all.size());
    CHECK(tenon::find_interface("no such").error() == std::errc::no_such_device);
    CHECK(tenon::find_interface(interface_index()).error() == std::errc::no_such_device);
}

TEST_CASE("the loopback interface is up, and has the loopback addresses with their networks") {
    const auto lo = tenon::find_interface("lo").value();
    CHECK(lo.flags.loopback());
    CHECK_FALSE(lo.flags.broadcast());
    CHECK_FALSE(lo.flags.point_to_point());
    if (!lo.flags.up())
        SKIP_TEST("the loopback interface is down");
    CHECK(lo.flags.running());
    bool four = false;
    for (const auto& [address, prefix_length, scope, broadcast, peer] : lo.addresses) {
        CHECK_FALSE(broadcast.has_value());
        CHECK_FALSE(peer.has_value());
        if (address == ipv4::address::loopback()) {
            four = true;
            CHECK(ipv4::network::containing(*address.v4(), prefix_length).value() == "127.0.0.0/8"_v4_network);
        } else if (address == ipv6::address::loopback()) {
            CHECK(prefix_length == 128);
            CHECK(scope == 0);
        }
    }
    CHECK(four);
}

TEST_CASE("a list of interfaces that cannot be had is an error, and an interface without an index has 0") {
    tenon::os::fault_plan no_list({tenon::os::call_name::interface_addresses, ENOBUFS});
    CHECK(tenon::interfaces(tenon::os::faulty(no_list)).error() == std::errc::no_buffer_space);
    tenon::os::fault_plan none_to_search({tenon::os::call_name::interface_addresses, EMFILE});
    CHECK(tenon::find_interface("lo", tenon::os::faulty(none_to_search)).error() == std::errc::too_many_files_open);
    tenon::os::fault_plan gone({.call = tenon::os::call_name::interface_index, .error = ENODEV, .times = -1});
    const auto all = tenon::interfaces(tenon::os::faulty(gone)).value();
    CHECK(std::all_of(all.begin(), all.end(), [](const auto& each) { return each.index == interface_index(); }));
    tenon::os::fault_plan nameless({tenon::os::call_name::interface_name, ENXIO});
    CHECK(tenon::name_of(interface_index(1), tenon::os::faulty(nameless)).error() == std::errc::no_such_device_or_address);
}

namespace {

/// Whether the C library's own list has the bytes of a broadcast address in reverse, as ioctl(2) says. qemu's user mode does
/// that to what comes by rtnetlink(7), where the order of the emulated processor is another.
bool broadcasts_come_reversed() {
    ::ifaddrs* first = nullptr;
    REQUIRE(::getifaddrs(&first) == 0);
    const auto asking = tenon::open<tenon::udp, ipv4>().value();
    bool reversed = false;
    for (const ::ifaddrs* each = first; each != nullptr; each = each->ifa_next) {
        ::ifreq asked = {};
        std::string_view(each->ifa_name).copy(asked.ifr_name, sizeof asked.ifr_name - 1);
        if (each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET || (each->ifa_flags & IFF_BROADCAST) == 0 ||
            each->ifa_broadaddr == nullptr || ::ioctl(asking.native_handle(), SIOCGIFBRDADDR, &asked) != 0)
            continue;
        ::sockaddr_in listed;
        ::sockaddr_in right;
        std::memcpy(&listed, each->ifa_broadaddr, sizeof listed);
        std::memcpy(&right, &asked.ifr_broadaddr, sizeof right);
        reversed |=
            listed.sin_addr.s_addr != right.sin_addr.s_addr && bswap_32(listed.sin_addr.s_addr) == right.sin_addr.s_addr;
    }
    ::freeifaddrs(first);
    return reversed;
}

}  // namespace

TEST_CASE("an address of an interface that broadcasts is in the network of its broadcast address") {
    if (broadcasts_come_reversed())
        SKIP_TEST("getifaddrs() has broadcast addresses in reverse, as under qemu's user mode");
    const auto all = tenon::interfaces().value();
    for (const auto& each : all)
        for (const auto& found : each.addresses)
            if (found.broadcast && found.address.is_v4() && found.prefix_length < 31) {
                INFO(each.name << ' ' << found.address);
                CHECK(ipv4::network::containing(*found.address.v4(), found.prefix_length)
                          .value()
                          .contains(*found.broadcast->v4()));
            }
}

TEST_CASE("an address of an interface has a prefix of its version, and a scope where it is of a link") {
    const auto all = tenon::interfaces().value();
    for (const auto& each : all)
        for (const auto& found : each.addresses) {
            INFO(each.name << ' ' << found.address);
            CHECK(found.prefix_length <= (found.address.is_v4() ? 32U : 128U));
            if (found.address.is_v6() && found.address.is_link_local())
                CHECK(found.scope == each.index.number());
        }
}

namespace {

/// A system that lists what it is told to, such as this machine may not have.
struct told : tenon::os::native {
    static inline tenon::os::interface_entry* list = nullptr;
    static std::ptrdiff_t interface_addresses(tenon::os::interface_entry** first) noexcept {
        *first = list;
        return 0;
    }
    static void free_interface_addresses(tenon::os::interface_entry*) noexcept {}
    static std::ptrdiff_t interface_index(const char* name) noexcept { return name[3] - '0'; }
};

}  // namespace

TEST_CASE("the flags say whether an address comes with a peer or a broadcast, and the mask says its network") {
    ipv4::endpoint own("10.0.0.1"_v4_address, 0);
    ipv4::endpoint mask("255.255.255.0"_v4_address, 0);
    ipv4::endpoint other("10.0.0.255"_v4_address, 0);
    char first_name[] = "net2";
    char second_name[] = "net1";
    // One of another family than IP, as getifaddrs(3) lists the link itself; and one without any address.
    ::sockaddr link = {};
    link.sa_family = AF_PACKET;
    ::ifaddrs entries[5] = {};
    const auto describe = [&](int index, char* name, unsigned flags, ::sockaddr* address, ::sockaddr* with_mask,
                              ::sockaddr* there) {
        entries[index].ifa_next = index == 4 ? nullptr : &entries[index + 1];
        entries[index].ifa_name = name;
        entries[index].ifa_flags = flags;
        entries[index].ifa_addr = address;
        entries[index].ifa_netmask = with_mask;
        entries[index].ifa_dstaddr = there;
    };
    describe(0, first_name, IFF_UP | IFF_BROADCAST, &link, nullptr, &link);
    describe(1, second_name, IFF_POINTOPOINT, nullptr, nullptr, nullptr);
    describe(2, first_name, IFF_UP | IFF_BROADCAST, own.data(), mask.data(), other.data());
    describe(3, second_name, IFF_POINTOPOINT, own.data(), nullptr, other.data());
    describe(4, first_name, IFF_UP, own.data(), mask.data(), other.data());
    told::list = entries;

    const auto all = tenon::interfaces(told()).value();
    REQUIRE(all.size() == 2);
    CHECK((all[0].name == "net1" && all[0].index.number() == 1 && all[0].flags.point_to_point()));
    CHECK((all[1].name == "net2" && all[1].index.number() == 2 && all[1].flags.up()));
    CHECK(tenon::find_interface("net2", told()).value().name == "net2");
    CHECK(tenon::find_interface("net3", told()).error() == std::errc::no_such_device);
    REQUIRE(all[0].addresses.size() == 1);
    CHECK(all[0].addresses[0].peer == other.address());
    CHECK_FALSE(all[0].addresses[0].broadcast.has_value());
    CHECK(all[0].addresses[0].prefix_length == 0);
    REQUIRE(all[1].addresses.size() == 2);
    CHECK(all[1].addresses[0].broadcast == other.address());
    CHECK_FALSE(all[1].addresses[0].peer.has_value());
    CHECK(all[1].addresses[0].prefix_length == 24);
    CHECK_FALSE(all[1].addresses[1].broadcast.has_value());
    CHECK_FALSE(all[1].addresses[1].peer.has_value());
}

TEST_CASE("the flags of an interface are the system's") {
    CHECK(tenon::interface_flags(IFF_UP).up());
    CHECK(tenon::interface_flags(IFF_RUNNING).running());
    CHECK(tenon::interface_flags(IFF_LOOPBACK).loopback());
    CHECK(tenon::interface_flags(IFF_BROADCAST).broadcast());
    CHECK(tenon::interface_flags(IFF_MULTICAST).multicast());
    CHECK(tenon::interface_flags(IFF_POINTOPOINT).point_to_point());
    CHECK(tenon::interface_flags(IFF_PROMISC).promiscuous());
    CHECK(tenon::interface_flags(IFF_NOARP).no_arp());
    CHECK_FALSE(tenon::interface_flags().up());
    CHECK(tenon::interface_flags(IFF_UP | IFF_LOOPBACK).bits() == (IFF_UP | IFF_LOOPBACK));
    STATIC_REQUIRE(tenon::interface_flags(IFF_UP).up());
}
