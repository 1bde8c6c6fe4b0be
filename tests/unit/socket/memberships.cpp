// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <linux/if_tun.h>
#include <poll.h>

#include <string>
#include <utility>

#include <support/network.hpp>
#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

// Messages to groups over the loopback device: who has joined hears them, and from whom he wants to.

using namespace tenon;
using namespace tenon::literals;

namespace {

interface_index loopback() {
    return interface_named("lo").value();
}

/// Linux does not loop messages to groups of IPv6 back on the loopback device. A network of the process's own is given another
/// device, which leads nowhere, and stays as long as the process. None where the system does not allow it.
interface_index device_of_own() {
    static const unsigned made = [] {
        if (!support::enter_network_namespace())
            return 0U;
        const int tap = ::open("/dev/net/tun", O_RDWR | O_CLOEXEC);
        ::ifreq device = {};
        std::memcpy(device.ifr_name, "groups", 7);
        device.ifr_flags = IFF_TAP | IFF_NO_PI;
        if (tap < 0 || ::ioctl(tap, TUNSETIFF, &device) != 0)
            return 0U;
        const int control = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        device.ifr_flags = IFF_UP | IFF_MULTICAST;
        const bool up = ::ioctl(control, SIOCSIFFLAGS, &device) == 0;
        ::close(control);
        return up ? ::if_nametoindex("groups") : 0U;
    }();
    return interface_index(made);
}

template <class Socket>
bool hears(Socket& socket, const std::string& what) {
    pollfd waiting = {socket.native_handle(), POLLIN, 0};
    // What is sent over loopback is there when sending returns, so nothing is waited for.
    if (::poll(&waiting, 1, 0) != 1)
        return false;
    std::string buffer(100, '.');
    const auto got = socket.receive_from(buffer).value();
    return std::string(reinterpret_cast<const char*>(got.data.data()), got.data.size()) == what;
}

/// A hearer and a sender of messages to groups over loopback.
struct four {
    interface_index by = loopback();
    basic_socket<udp, ipv4, bound, blocking> hearer = tenon::bind<udp>("0.0.0.0:0"_v4).value();
    basic_socket<udp, ipv4, bound, blocking> sender = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    ipv4::group group = "239.255.70.70"_v4_group;
    ipv4::address source = "127.0.0.1"_v4_address;
    ipv4::address stranger = "127.0.0.2"_v4_address;
    [[nodiscard]] ipv4::endpoint there() const { return {group.address(), hearer.local_endpoint().value().port()}; }
};
struct six {
    interface_index by = device_of_own();
    basic_socket<udp, ipv6, bound, blocking> hearer = tenon::bind<udp>("[::]:0"_v6).value();
    basic_socket<udp, ipv6, bound, blocking> sender =
        tenon::bind<udp>(by.number() == 0 ? "[::1]:0"_v6 : "[fd00::1]:0"_v6).value();
    ipv6::group group = "ff15::7070"_v6_group;
    ipv6::address source = "fd00::1"_v6_address;
    ipv6::address stranger = "fd00::2"_v6_address;
    [[nodiscard]] ipv6::endpoint there() const { return {group.address(), hearer.local_endpoint().value().port()}; }
};

template <class Setting>
bool prepared(Setting& setting) {
    if (setting.by.number() == 0)
        return false;
    REQUIRE(setting.sender.set(options::multicast_interface{setting.by}));
    REQUIRE(setting.sender.set(options::multicast_loop{true}));
    REQUIRE(setting.hearer.set(options::multicast_all{false}));
    REQUIRE(setting.hearer.join_group(setting.group, setting.by));
    const auto sent = setting.sender.send_to("probe"_bytes, setting.there());
    if (!sent)
        return false;
    CHECK(hears(setting.hearer, "probe"));
    REQUIRE(setting.hearer.leave_group(setting.group, setting.by));
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("a group is heard from join_awaiter to leaving", "", four, six) {
    TestType setting;
    if (!prepared(setting))
        SKIP_TEST("no device that groups can be reached by");
    auto& hearer = setting.hearer;
    auto& sender = setting.sender;
    const auto& group = setting.group;
    const auto say = [&](const_bytes what) { REQUIRE(sender.send_to(what, setting.there())); };
    say("before"_bytes);
    CHECK_FALSE(hears(hearer, "before"));
    CHECK(hearer.join_group(group, setting.by));
    CHECK(hearer.join_group(group, setting.by).error() == std::errc::address_in_use);
    say("joined"_bytes);
    CHECK(hears(hearer, "joined"));
    CHECK(hearer.leave_group(group, setting.by));
    CHECK(hearer.leave_group(group, setting.by).error() == std::errc::address_not_available);
    say("left"_bytes);
    CHECK_FALSE(hears(hearer, "left"));
}

TEMPLATE_TEST_CASE("a group is heard from the sources that were joined", "", four, six) {
    TestType setting;
    if (!prepared(setting))
        SKIP_TEST("no device that groups can be reached by");
    auto& hearer = setting.hearer;
    auto& sender = setting.sender;
    const auto& group = setting.group;
    const auto say = [&](const_bytes what) { REQUIRE(sender.send_to(what, setting.there())); };
    REQUIRE(hearer.join_group(group, setting.stranger, setting.by));
    say("not of the stranger"_bytes);
    CHECK_FALSE(hears(hearer, "not of the stranger"));
    REQUIRE(hearer.join_group(group, setting.source, setting.by));
    say("of the source"_bytes);
    CHECK(hears(hearer, "of the source"));
    REQUIRE(hearer.leave_group(group, setting.source, setting.by));
    say("no more"_bytes);
    CHECK_FALSE(hears(hearer, "no more"));
}

TEMPLATE_TEST_CASE("a source is blocked and unblocked", "", four, six) {
    TestType setting;
    if (!prepared(setting))
        SKIP_TEST("no device that groups can be reached by");
    auto& hearer = setting.hearer;
    auto& sender = setting.sender;
    const auto& group = setting.group;
    const auto say = [&](const_bytes what) { REQUIRE(sender.send_to(what, setting.there())); };
    REQUIRE(hearer.join_group(group, setting.by));
    REQUIRE(hearer.block_source(group, setting.source, setting.by));
    say("blocked"_bytes);
    CHECK_FALSE(hears(hearer, "blocked"));
    REQUIRE(hearer.unblock_source(group, setting.source, setting.by));
    CHECK(hearer.unblock_source(group, setting.source, setting.by).error() == std::errc::address_not_available);
    say("unblocked"_bytes);
    CHECK(hears(hearer, "unblocked"));
}

TEST_CASE("what is not looped back is not heard here") {
    four setting;
    if (!prepared(setting))
        SKIP_TEST("no device that groups can be reached by");
    REQUIRE(setting.hearer.join_group(setting.group, setting.by));
    REQUIRE(setting.sender.set(options::multicast_loop{false}));
    CHECK_FALSE(setting.sender.get(options::multicast_loop{}).value());
}

TEMPLATE_TEST_CASE("membership of a source: refused where the socket is a member in another way", "", ipv4, ipv6) {
    const auto [group, source] = [] {
        if constexpr (std::same_as<TestType, ipv4>)
            return std::pair("239.255.70.70"_v4_group, "192.0.2.1"_v4_address);
        else
            return std::pair("ff11::7070"_v6_group, "2001:db8::1"_v6_address);
    }();
    const interface_index lo = tenon::interface_named("lo").value();
    auto socket = tenon::open<udp, TestType>().value();
    constexpr auto not_a_member = std::errc::invalid_argument;
    constexpr auto no_such_change = std::errc::address_not_available;
    CHECK(socket.leave_group(group, source, lo).error() == not_a_member);
    CHECK(socket.block_source(group, source, lo).error() == not_a_member);
    CHECK(socket.unblock_source(group, source, lo).error() == not_a_member);
    REQUIRE(socket.join_group(group, source, lo));
    CHECK(socket.join_group(group, source, lo).error() == no_such_change);
    REQUIRE(socket.leave_group(group, source, lo));
    REQUIRE(socket.join_group(group, lo));
    CHECK(socket.unblock_source(group, source, lo).error() == no_such_change);
    REQUIRE(socket.block_source(group, source, lo));
    CHECK(socket.block_source(group, source, lo).error() == no_such_change);
    CHECK(socket.join_group(group, source, lo).error() == not_a_member);
    CHECK(socket.leave_group(group, source, lo).error() == not_a_member);
    // As long as no source has been blocked, join_awaiter one narrows the membership to it.
    auto narrowed = tenon::open<udp, TestType>().value();
    REQUIRE(narrowed.join_group(group, lo));
    REQUIRE(narrowed.join_group(group, source, lo));
    CHECK(narrowed.block_source(group, source, lo).error() == not_a_member);
}

TEST_CASE("an interface that is not there has no groups") {
    auto socket = tenon::open<udp, ipv4>().value();
    CHECK(socket.join_group("239.255.70.70"_v4_group, interface_index(0x7FFFFFF0)).error() == std::errc::no_such_device);
}

TEST_CASE("the system is asked once for each membership, and its error is told") {
    os::fault_plan plan(os::fault{.call = os::call_name::change_membership, .error = ENOBUFS});
    auto socket = tenon::open<udp, ipv4>(basic_blocking<os::faulty>(os::faulty(plan))).value();
    CHECK(socket.join_group("239.255.70.70"_v4_group).error() == std::errc::no_buffer_space);
    CHECK(plan.seen(os::call_name::change_membership) == 1);
}
