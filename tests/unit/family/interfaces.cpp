// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/links.hpp>

#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <tenon.hpp>
#include <tenon/address/network.hpp>
#include <tenon/family/interfaces.hpp>
#include <tenon/system/faulty.hpp>

using support::separate_network;
using tenon::any_ip;
using tenon::interface_index;
using tenon::ipv4;
using tenon::ipv6;
using namespace tenon::literals;
namespace links = support::links;

TEST_CASE(
    "interface_named, name_of: convert a name to an index and back, and report unknown ones") {
    const interface_index lo = tenon::interface_named("lo").value();
    CHECK(lo.number() == if_nametoindex("lo"));
    CHECK(tenon::name_of(lo).value() == "lo");
    CHECK(tenon::interface_named("").error() == std::errc::no_such_device);
    CHECK(tenon::interface_named("no such thing").error() == std::errc::no_such_device);
    CHECK(tenon::interface_named(std::string(16, 'x')).error() == std::errc::no_such_device);
    CHECK(tenon::interface_named(std::string_view("lo\0", 3)).error() == std::errc::no_such_device);
    CHECK(tenon::name_of(interface_index()).error() == std::errc::no_such_device_or_address);
    CHECK(tenon::name_of(interface_index(0x7FFFFFFF)).error() ==
          std::errc::no_such_device_or_address);
    STATIC_REQUIRE(interface_index().number() == 0);
    STATIC_REQUIRE(interface_index(1) < interface_index(2));
}

TEST_CASE("interfaces: the list is that of if_nameindex, ordered by index") {
    const auto all = tenon::interfaces().value();
    CHECK(std::is_sorted(all.begin(), all.end(), [](const auto& left, const auto& right) {
        return left.index < right.index;
    }));
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

TEST_CASE("find_interface: lo has its flags and the loopback addresses with their prefix lengths") {
    const auto lo = tenon::find_interface("lo").value();
    CHECK(lo.flags.loopback());
    CHECK_FALSE(lo.flags.broadcast());
    CHECK_FALSE(lo.flags.point_to_point());
    if (!lo.flags.up())
        SKIP_TEST("the loopback interface is down");
    CHECK(lo.flags.running());
    bool four = false;
    for (const auto& [address, prefix_length, scope, broadcast, peer, label] : lo.addresses) {
        CHECK(label.empty());
        CHECK_FALSE(broadcast.has_value());
        CHECK_FALSE(peer.has_value());
        if (address == ipv4::address::loopback()) {
            four = true;
            CHECK(ipv4::network::containing(*address.v4(), prefix_length).value() ==
                  "127.0.0.0/8"_v4_network);
        } else if (address == ipv6::address::loopback()) {
            CHECK(prefix_length == 128);
            CHECK(scope == 0);
        }
    }
    CHECK(four);
}

TEST_CASE("interfaces: an error of a call is returned, and a removed interface is omitted") {
    using tenon::os::call_name;
    tenon::os::fault_plan no_list({call_name::interface_addresses, ENOBUFS});
    CHECK(tenon::interfaces(tenon::os::faulty(no_list)).error() == std::errc::no_buffer_space);
    CHECK(no_list.seen(call_name::socket) == 0);
    tenon::os::fault_plan none_to_search({call_name::interface_addresses, EMFILE});
    CHECK(tenon::find_interface("lo", tenon::os::faulty(none_to_search)).error() ==
          std::errc::too_many_files_open);
    tenon::os::fault_plan no_socket({call_name::socket, EMFILE});
    CHECK(tenon::interfaces(tenon::os::faulty(no_socket)).error() ==
          std::errc::too_many_files_open);
    CHECK(no_socket.seen(call_name::close) == 0);
    tenon::os::fault_plan no_mtu({call_name::interface_mtu, EPERM});
    CHECK(tenon::interfaces(tenon::os::faulty(no_mtu)).error() ==
          std::errc::operation_not_permitted);
    CHECK(no_mtu.seen(call_name::interface_mtu) == 1);
    CHECK(no_mtu.seen(call_name::close) == 1);
    tenon::os::fault_plan removed({.call = call_name::interface_mtu, .error = ENODEV, .times = -1});
    CHECK(tenon::interfaces(tenon::os::faulty(removed)).value().empty());
    CHECK(removed.seen(call_name::close) == 1);
    tenon::os::fault_plan nameless({call_name::interface_name, ENXIO});
    CHECK(tenon::name_of(interface_index(1), tenon::os::faulty(nameless)).error() ==
          std::errc::no_such_device_or_address);
}

TEST_CASE("interfaces: an address is in the same network as its broadcast address") {
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

TEST_CASE("interfaces: the prefix length fits the version, a link-local address has a scope") {
    const auto all = tenon::interfaces().value();
    for (const auto& each : all)
        for (const auto& found : each.addresses) {
            INFO(each.name << ' ' << found.address);
            CHECK(found.prefix_length <= (found.address.is_v4() ? 32U : 128U));
            if (found.address.is_v6() && found.address.is_link_local())
                CHECK(found.scope == each.index.number());
        }
}

// The layout of link_layer_address is that of the system's sockaddr_ll.
using link_layer_address = tenon::os::link_layer_address;
static_assert(offsetof(link_layer_address, family) == offsetof(::sockaddr_ll, sll_family));
static_assert(offsetof(link_layer_address, protocol) == offsetof(::sockaddr_ll, sll_protocol));
static_assert(offsetof(link_layer_address, index) == offsetof(::sockaddr_ll, sll_ifindex));
static_assert(offsetof(link_layer_address, hardware_type) == offsetof(::sockaddr_ll, sll_hatype));
static_assert(offsetof(link_layer_address, packet_type) == offsetof(::sockaddr_ll, sll_pkttype));
static_assert(offsetof(link_layer_address, hardware_size) == offsetof(::sockaddr_ll, sll_halen));
static_assert(sizeof(link_layer_address) == offsetof(::sockaddr_ll, sll_addr));

namespace {

/// Returns the addresses of an interface, in the order of the list.
std::vector<any_ip::address> addresses_of(const tenon::network_interface& interface) {
    std::vector<any_ip::address> all;
    for (const auto& each : interface.addresses)
        all.push_back(each.address);
    return all;
}

/// Returns the entry of an address. Requires that the interface has the address.
const tenon::interface_address& entry_of(const tenon::network_interface& interface,
                                         const any_ip::address& address) {
    const auto found = std::find_if(interface.addresses.begin(), interface.addresses.end(),
                                    [&](const auto& each) { return each.address == address; });
    REQUIRE(found != interface.addresses.end());
    return *found;
}

/// Checks that an IPv4 address has the broadcast address, the peer and the mask that the system
/// reports.
void check_against_system(const tenon::network_interface& interface,
                          const tenon::interface_address& found) {
    INFO(interface.name << ' ' << found.address);
    const std::string name = found.label.empty() ? interface.name : found.label;
    const ipv4::endpoint endpoint(found.address.v4().value(), 0);
    const auto reported = [&](unsigned long request) {
        links::control control(name.c_str());
        std::memcpy(&control.request().ifr_addr, endpoint.data(), endpoint.size());
        REQUIRE(control.ask(request));
        return tenon::endpoint_from<ipv4::endpoint>(&control.request().ifr_addr, endpoint.size())
            .value()
            .address();
    };
    CHECK(found.broadcast.value_or(ipv4::address()) == any_ip::address(reported(SIOCGIFBRDADDR)));
    CHECK(found.peer.value_or(found.address) == any_ip::address(reported(SIOCGIFDSTADDR)));
    CHECK(ipv4::network::containing(endpoint.address(), found.prefix_length).value().mask() ==
          reported(SIOCGIFNETMASK));
}

/// Checks that an interface has the index, the flags, the MTU and the hardware address that
/// netdevice(7) reports.
void check_against_system(const tenon::network_interface& interface) {
    INFO(interface.name);
    const char* const name = interface.name.c_str();
    CHECK(interface.index.number() == ::if_nametoindex(name));
    links::control mtu(name);
    REQUIRE(mtu.ask(SIOCGIFMTU));
    CHECK(interface.mtu == static_cast<unsigned>(mtu.request().ifr_mtu));
    links::control flags(name);
    REQUIRE(flags.ask(SIOCGIFFLAGS));
    // IFF_RUNNING changes some time after the interface is set up.
    constexpr unsigned compared = 0xFFFF & ~IFF_RUNNING;
    CHECK((interface.flags.bits() & compared) ==
          (static_cast<unsigned>(flags.request().ifr_flags) & compared));
    links::control hardware(name);
    REQUIRE(hardware.ask(SIOCGIFHWADDR));
    // No request returns the length of the address. The bytes after the address are 0.
    const auto& reported = hardware.request().ifr_hwaddr.sa_data;
    const auto bytes = interface.hardware.bytes();
    for (std::size_t index = 0; index != sizeof reported; ++index)
        CHECK((index < bytes.size() ? bytes[index] : 0) ==
              static_cast<unsigned char>(reported[index]));
    for (const auto& each : interface.addresses)
        if (each.address.is_v4())
            check_against_system(interface, each);
}

/// Returns the first line of a file, or nothing if there is no such file.
std::string line_of(const std::string& path) {
    std::string line;
    std::getline(std::ifstream(path), line);
    return line;
}

}  // namespace

TEST_CASE("interfaces: the MTU, the hardware address and the addresses agree with the system") {
    const auto all = tenon::interfaces().value();
    for (const auto& each : all) {
        check_against_system(each);
        const std::string folder = "/sys/class/net/" + each.name;
        // The folder may be that of another network namespace.
        if (line_of(folder + "/ifindex") != std::to_string(each.index.number()))
            continue;
        CHECK(line_of(folder + "/mtu") == std::to_string(each.mtu));
        CHECK(line_of(folder + "/addr_len") == std::to_string(each.hardware.size()));
        CHECK(line_of(folder + "/address") == tenon::to_string(each.hardware));
    }
}

TEST_CASE(
    "interfaces: addresses with and without a broadcast address, a peer and a label are distinguished") {
    const separate_network network;
    if (!network.entered())
        SKIP_TEST("a separate network namespace requires CAP_SYS_ADMIN");
    if (!links::add_pair("net1", "net10"))
        SKIP_TEST("the system has no veth devices");
    links::control hardware("net1");
    hardware.request().ifr_hwaddr.sa_family = ARPHRD_ETHER;
    std::memcpy(hardware.request().ifr_hwaddr.sa_data, "\x02\x00\x5e\x10\x00\xab", 6);
    REQUIRE(hardware.ask(SIOCSIFHWADDR));
    links::control mtu("net1");
    mtu.request().ifr_mtu = 1345;
    REQUIRE(mtu.ask(SIOCSIFMTU));
    REQUIRE(links::set_up("net1"));
    REQUIRE(links::add_address("net1", {"10.0.0.1", 24}));
    REQUIRE(links::add_address("net1", {"10.1.0.1", 24, nullptr, "10.1.0.255", "net1:1"}));
    REQUIRE(links::add_address("net1", {"10.2.0.1", 32, "10.2.0.2"}));
    REQUIRE(links::add_address("net1", {"10.3.0.1", 24, "10.3.0.2", "10.3.0.255", "net1:peer"}));
    REQUIRE(links::add_address("net1", {"10.4.0.1", 16, nullptr, "255.255.255.255"}));
    // The kernel accepts a label without a colon too. No call accepts such a label as the name of
    // an interface.
    REQUIRE(links::add_address("net1", {"10.5.0.1", 16, nullptr, nullptr, "net1-home"}));
    REQUIRE(links::add_address("net1", {"fd00::1", 64}));
    REQUIRE(links::add_address("net1", {"fd01::1", 128, "fd01::2"}));

    const auto all = tenon::interfaces().value();
    REQUIRE(all.size() == 3);
    for (std::size_t position = 1; position != all.size(); ++position)
        CHECK(all[position - 1].index < all[position].index);
    for (const auto& each : all)
        if (each.name != "net1")
            check_against_system(each);

    const auto bare = tenon::find_interface("net10").value();
    CHECK(bare.addresses.empty());
    CHECK_FALSE(bare.flags.up());
    CHECK(bare.mtu == 1500);
    CHECK(bare.hardware.size() == 6);
    const auto down = tenon::find_interface("lo").value();
    CHECK((down.addresses.empty() && !down.flags.up() && down.flags.loopback()));
    CHECK(tenon::to_string(down.hardware) == "00:00:00:00:00:00");

    const auto net1 = tenon::find_interface("net1").value();
    CHECK(tenon::find_interface("net1:1").value().index == net1.index);
    CHECK((net1.flags.up() && net1.flags.broadcast() && net1.flags.multicast()));
    CHECK_FALSE((net1.flags.loopback() || net1.flags.point_to_point()));
    CHECK(net1.mtu == 1345);
    CHECK(tenon::to_string(net1.hardware) == "02:00:5e:10:00:ab");
    const auto addresses = addresses_of(net1);
    for (const auto text : {"10.0.0.1", "10.1.0.1", "10.2.0.1", "10.3.0.1", "10.4.0.1", "10.5.0.1",
                            "fd00::1", "fd01::1"}) {
        INFO(text);
        CHECK(std::count(addresses.begin(), addresses.end(),
                         tenon::parse<any_ip::address>(text).value()) == 1);
    }
    for (const auto& each : net1.addresses)
        if (each.address.is_v4() && each.label != "net1-home")
            check_against_system(net1, each);

    const auto& plain = entry_of(net1, "10.0.0.1"_v4_address);
    CHECK((plain.prefix_length == 24 && !plain.broadcast && !plain.peer && plain.label.empty()));
    const auto& labelled = entry_of(net1, "10.1.0.1"_v4_address);
    CHECK((labelled.broadcast == "10.1.0.255"_v4_address && !labelled.peer &&
           labelled.label == "net1:1"));
    const auto& with_peer = entry_of(net1, "10.2.0.1"_v4_address);
    CHECK((with_peer.prefix_length == 32 && !with_peer.broadcast &&
           with_peer.peer == "10.2.0.2"_v4_address));
    const auto& both = entry_of(net1, "10.3.0.1"_v4_address);
    CHECK((both.broadcast == "10.3.0.255"_v4_address && both.peer == "10.3.0.2"_v4_address &&
           both.label == "net1:peer"));
    const auto& everywhere = entry_of(net1, "10.4.0.1"_v4_address);
    CHECK((everywhere.prefix_length == 16 && everywhere.broadcast == ipv4::address::broadcast() &&
           !everywhere.peer));
    const auto& odd = entry_of(net1, "10.5.0.1"_v4_address);
    CHECK((odd.label == "net1-home" && !odd.broadcast && !odd.peer));
    const auto& six = entry_of(net1, "fd00::1"_v6_address);
    CHECK((six.prefix_length == 64 && !six.broadcast && !six.peer && six.label.empty()));
    const auto& six_with_peer = entry_of(net1, "fd01::1"_v6_address);
    CHECK((six_with_peer.prefix_length == 128 && !six_with_peer.broadcast &&
           six_with_peer.peer == "fd01::2"_v6_address));

    using tenon::os::call_name;
    for (const call_name question :
         {call_name::interface_broadcast, call_name::interface_destination}) {
        tenon::os::fault_plan refused({question, EPERM});
        CHECK(tenon::interfaces(tenon::os::faulty(refused)).error() ==
              std::errc::operation_not_permitted);
        CHECK(refused.seen(question) == 1);
        CHECK(refused.seen(call_name::close) == 1);
    }
    // If the address is removed in the meantime, neither is available.
    constexpr tenon::os::fault no_broadcast{
        .call = call_name::interface_broadcast, .error = EADDRNOTAVAIL, .times = -1};
    constexpr tenon::os::fault no_peer{
        .call = call_name::interface_destination, .error = EADDRNOTAVAIL, .times = -1};
    tenon::os::fault_plan removed(no_broadcast, no_peer);
    const auto without = tenon::find_interface("net1", tenon::os::faulty(removed)).value();
    CHECK(addresses_of(without) == addresses);
    CHECK_FALSE((entry_of(without, "10.3.0.1"_v4_address).broadcast ||
                 entry_of(without, "10.3.0.1"_v4_address).peer));
}

TEST_CASE("interfaces: addresses that differ only in their peer keep their peers") {
    const separate_network network;
    if (!network.entered())
        SKIP_TEST("a separate network namespace requires CAP_SYS_ADMIN");
    if (!links::add_pair("net1", "net10"))
        SKIP_TEST("the system has no veth devices");
    REQUIRE(links::set_up("net1"));
    REQUIRE(links::add_address("net1", {"10.6.0.1", 32, "10.6.0.2"}));
    REQUIRE(links::add_address("net1", {"10.6.0.1", 32, "10.6.0.3"}));

    std::vector<any_ip::address> peers;
    for (const auto& each : tenon::find_interface("net1").value().addresses)
        if (each.peer)
            peers.push_back(*each.peer);
    CHECK(peers == std::vector<any_ip::address>{"10.6.0.2"_v4_address, "10.6.0.3"_v4_address});
}

TEST_CASE(
    "interfaces: a tunnel has no hardware address, its address has a peer only if one was set") {
    const separate_network network;
    if (!network.entered())
        SKIP_TEST("a separate network namespace requires CAP_SYS_ADMIN");
    const int tunnel = ::open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    ::ifreq request = {};
    std::strcpy(request.ifr_name, "tun7");
    request.ifr_flags = IFF_TUN;
    const bool created = ::ioctl(tunnel, TUNSETIFF, &request) == 0;
    if (!created) {
        ::close(tunnel);
        SKIP_TEST("the system has no tun devices");
    }
    REQUIRE(links::add_address("tun7", {"10.0.0.1", 24}));
    REQUIRE(links::add_address("tun7", {"10.1.0.1", 32, "10.1.0.2"}));
    REQUIRE(links::add_address("tun7", {"10.2.0.1", 24, nullptr, "10.2.0.255"}));
    const auto found = tenon::find_interface("tun7").value();
    check_against_system(found);
    CHECK(found.hardware.empty());
    CHECK(found.flags.point_to_point());
    REQUIRE(found.addresses.size() == 3);
    const auto& plain = entry_of(found, "10.0.0.1"_v4_address);
    CHECK((!plain.peer && !plain.broadcast));
    const auto& with_peer = entry_of(found, "10.1.0.1"_v4_address);
    CHECK((with_peer.peer == "10.1.0.2"_v4_address && !with_peer.broadcast));
    const auto& broadcasting = entry_of(found, "10.2.0.1"_v4_address);
    CHECK((!broadcasting.peer && broadcasting.broadcast == "10.2.0.255"_v4_address));

    // The list of addresses does not have the index of the tunnel.
    using tenon::os::call_name;
    tenon::os::fault_plan refused({call_name::interface_index, EMFILE});
    CHECK(tenon::interfaces(tenon::os::faulty(refused)).error() == std::errc::too_many_files_open);
    CHECK(refused.seen(call_name::close) == 1);
    tenon::os::fault_plan removed(
        {.call = call_name::interface_index, .error = ENODEV, .times = -1});
    const auto others = tenon::interfaces(tenon::os::faulty(removed)).value();
    REQUIRE(others.size() == 1);
    CHECK(others[0].name == "lo");
    ::close(tunnel);
}

namespace {

/// A system with a list of interfaces that the test sets.
struct fixed_list : tenon::os::native {
    static inline tenon::os::interface_entry* list = nullptr;
    static std::ptrdiff_t interface_addresses(tenon::os::interface_entry** first) noexcept {
        *first = list;
        return 0;
    }
    static void free_interface_addresses(tenon::os::interface_entry*) noexcept {}
    static std::ptrdiff_t interface_index(const char* name) noexcept { return name[3] - '0'; }
    static std::ptrdiff_t interface_mtu(int, const char*) noexcept { return 1500; }
};

}  // namespace

TEST_CASE(
    "interfaces: from a list of addresses without interfaces, makes an interface for each name") {
    ipv4::endpoint address("10.0.0.1"_v4_address, 0);
    ipv4::endpoint mask("255.255.255.0"_v4_address, 0);
    char first_name[] = "net2:7";
    char second_name[] = "net1";
    ::ifaddrs entries[3] = {};
    const auto describe = [&](int index, char* name, unsigned flags, ::sockaddr* with_mask) {
        entries[index].ifa_next = index == 2 ? nullptr : &entries[index + 1];
        entries[index].ifa_name = name;
        entries[index].ifa_flags = flags;
        entries[index].ifa_addr = address.data();
        entries[index].ifa_netmask = with_mask;
    };
    describe(0, first_name, IFF_UP | IFF_BROADCAST, mask.data());
    describe(1, second_name, IFF_POINTOPOINT, nullptr);
    describe(2, first_name, IFF_UP, nullptr);
    fixed_list::list = entries;

    const auto all = tenon::interfaces(fixed_list()).value();
    REQUIRE(all.size() == 2);
    CHECK((all[0].name == "net1" && all[0].index.number() == 1 && all[0].flags.point_to_point()));
    CHECK((all[1].name == "net2" && all[1].index.number() == 2 && all[1].flags.up() &&
           all[1].hardware.empty()));
    CHECK(tenon::find_interface("net2", fixed_list()).value().name == "net2");
    CHECK(tenon::find_interface("net3", fixed_list()).error() == std::errc::no_such_device);
    REQUIRE(all[0].addresses.size() == 1);
    CHECK(all[0].addresses[0].prefix_length == 0);
    REQUIRE(all[1].addresses.size() == 2);
    CHECK(all[1].addresses[0].prefix_length == 24);
    CHECK(all[1].addresses[0].label == "net2:7");
}

TEST_CASE(
    "interfaces: a hardware address beyond the size of sockaddr_ll is whole, up to 32 bytes") {
    struct {
        ::sockaddr_ll link;
        unsigned char more[32];
    } long_address = {};
    long_address.link.sll_family = AF_PACKET;
    long_address.link.sll_ifindex = 5;
    for (unsigned char index = 0; index != 33; ++index)
        reinterpret_cast<unsigned char*>(&long_address)[offsetof(::sockaddr_ll, sll_addr) + index] =
            index;
    char name[] = "net5";
    ::ifaddrs entry = {};
    entry.ifa_name = name;
    entry.ifa_addr = reinterpret_cast<::sockaddr*>(&long_address);
    fixed_list::list = &entry;
    for (const std::size_t length : {0U, 6U, 8U, 20U, 32U}) {
        long_address.link.sll_halen = static_cast<unsigned char>(length);
        const auto all = tenon::interfaces(fixed_list()).value();
        REQUIRE(all.size() == 1);
        CHECK(all[0].index.number() == 5);
        REQUIRE(all[0].hardware.size() == length);
        for (std::size_t index = 0; index != length; ++index)
            CHECK(all[0].hardware.bytes()[index] == index);
    }
    long_address.link.sll_halen = 33;
    CHECK(tenon::interfaces(fixed_list()).value()[0].hardware.empty());
}

TEST_CASE("interface_flags: the predicates agree with the flags of the system") {
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
