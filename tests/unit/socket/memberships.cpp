// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <linux/if_tun.h>
#include <poll.h>

#include <string>
#include <utility>

#include <support/network.hpp>
#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

// Messages to multicast groups over the loopback device: a member of the group receives them, from
// the sources that it has joined.

using namespace tenon;
using namespace tenon::literals;

namespace {

interface_index loopback() {
    return interface_named("lo").value();
}

/// Creates a device without a link in a network namespace of this process, because Linux does not
/// loop IPv6 multicast back on the loopback device. Returns its index, or 0 if the system does not
/// permit it. The device exists as long as the process.
interface_index new_device() {
    static const unsigned index = [] {
        if (!support::enter_network_namespace())
            return 0U;
        const int tap = ::open("/dev/net/tun", O_RDWR | O_CLOEXEC);
        ::ifreq request = {};
        std::memcpy(request.ifr_name, "groups", 7);
        request.ifr_flags = IFF_TAP | IFF_NO_PI;
        if (tap < 0 || ::ioctl(tap, TUNSETIFF, &request) != 0)
            return 0U;
        const int control = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        request.ifr_flags = IFF_UP | IFF_MULTICAST;
        const bool up = ::ioctl(control, SIOCSIFFLAGS, &request) == 0;
        ::close(control);
        return up ? ::if_nametoindex("groups") : 0U;
    }();
    return interface_index(index);
}

template <class Socket>
bool receives(Socket& socket, const std::string& expected) {
    pollfd waiting = {socket.native_handle(), POLLIN, 0};
    // A message over loopback is in the queue when the sending call returns, so poll(2) does not
    // wait.
    if (::poll(&waiting, 1, 0) != 1)
        return false;
    std::string buffer(100, '.');
    const auto received = socket.receive_from(buffer).value();
    return std::string(reinterpret_cast<const char*>(received.data.data()), received.data.size()) ==
           expected;
}

/// A receiver and a sender of messages to an IPv4 group over loopback.
struct ipv4_multicast {
    interface_index device = loopback();
    basic_socket<udp, ipv4, bound, blocking> receiver = tenon::bind<udp>("0.0.0.0:0"_v4).value();
    basic_socket<udp, ipv4, bound, blocking> sender = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    ipv4::group group = "239.255.70.70"_v4_group;
    ipv4::address source = "127.0.0.1"_v4_address;
    ipv4::address other_source = "127.0.0.2"_v4_address;
    [[nodiscard]] ipv4::endpoint destination() const {
        return {group.address(), receiver.local_endpoint().value().port()};
    }
};
/// A receiver and a sender of messages to an IPv6 group over another device.
struct ipv6_multicast {
    interface_index device = new_device();
    basic_socket<udp, ipv6, bound, blocking> receiver = tenon::bind<udp>("[::]:0"_v6).value();
    basic_socket<udp, ipv6, bound, blocking> sender =
        tenon::bind<udp>(device.number() == 0 ? "[::1]:0"_v6 : "[fd00::1]:0"_v6).value();
    ipv6::group group = "ff15::7070"_v6_group;
    ipv6::address source = "fd00::1"_v6_address;
    ipv6::address other_source = "fd00::2"_v6_address;
    [[nodiscard]] ipv6::endpoint destination() const {
        return {group.address(), receiver.local_endpoint().value().port()};
    }
};

template <class Fixture>
bool prepare(Fixture& fixture) {
    if (fixture.device.number() == 0)
        return false;
    REQUIRE(fixture.sender.set(options::multicast_interface{fixture.device}));
    REQUIRE(fixture.sender.set(options::multicast_loop{true}));
    REQUIRE(fixture.receiver.set(options::multicast_all{false}));
    REQUIRE(fixture.receiver.join_group(fixture.group, fixture.device));
    const auto sent = fixture.sender.send_to("probe"_bytes, fixture.destination());
    if (!sent)
        return false;
    CHECK(receives(fixture.receiver, "probe"));
    REQUIRE(fixture.receiver.leave_group(fixture.group, fixture.device));
    return true;
}

}  // namespace

TEMPLATE_TEST_CASE("join_group, leave_group: messages are received between join and leave", "",
                   ipv4_multicast, ipv6_multicast) {
    TestType fixture;
    if (!prepare(fixture))
        SKIP_TEST("no device for multicast groups");
    auto& receiver = fixture.receiver;
    auto& sender = fixture.sender;
    const auto& group = fixture.group;
    const auto send = [&](const_bytes data) {
        REQUIRE(sender.send_to(data, fixture.destination()));
    };
    send("before"_bytes);
    CHECK_FALSE(receives(receiver, "before"));
    CHECK(receiver.join_group(group, fixture.device));
    CHECK(receiver.join_group(group, fixture.device).error() == std::errc::address_in_use);
    send("joined"_bytes);
    CHECK(receives(receiver, "joined"));
    CHECK(receiver.leave_group(group, fixture.device));
    CHECK(receiver.leave_group(group, fixture.device).error() == std::errc::address_not_available);
    send("left"_bytes);
    CHECK_FALSE(receives(receiver, "left"));
}

TEMPLATE_TEST_CASE("join_group: with a source, only messages from that source are received", "",
                   ipv4_multicast, ipv6_multicast) {
    TestType fixture;
    if (!prepare(fixture))
        SKIP_TEST("no device for multicast groups");
    auto& receiver = fixture.receiver;
    auto& sender = fixture.sender;
    const auto& group = fixture.group;
    const auto send = [&](const_bytes data) {
        REQUIRE(sender.send_to(data, fixture.destination()));
    };
    REQUIRE(receiver.join_group(group, fixture.other_source, fixture.device));
    send("from the other source"_bytes);
    CHECK_FALSE(receives(receiver, "from the other source"));
    REQUIRE(receiver.join_group(group, fixture.source, fixture.device));
    send("from the source"_bytes);
    CHECK(receives(receiver, "from the source"));
    REQUIRE(receiver.leave_group(group, fixture.source, fixture.device));
    send("after leaving"_bytes);
    CHECK_FALSE(receives(receiver, "after leaving"));
}

TEMPLATE_TEST_CASE("block_source, unblock_source: messages of a blocked source are not received",
                   "", ipv4_multicast, ipv6_multicast) {
    TestType fixture;
    if (!prepare(fixture))
        SKIP_TEST("no device for multicast groups");
    auto& receiver = fixture.receiver;
    auto& sender = fixture.sender;
    const auto& group = fixture.group;
    const auto send = [&](const_bytes data) {
        REQUIRE(sender.send_to(data, fixture.destination()));
    };
    REQUIRE(receiver.join_group(group, fixture.device));
    REQUIRE(receiver.block_source(group, fixture.source, fixture.device));
    send("blocked"_bytes);
    CHECK_FALSE(receives(receiver, "blocked"));
    REQUIRE(receiver.unblock_source(group, fixture.source, fixture.device));
    CHECK(receiver.unblock_source(group, fixture.source, fixture.device).error() ==
          std::errc::address_not_available);
    send("unblocked"_bytes);
    CHECK(receives(receiver, "unblocked"));
}

TEST_CASE("multicast_loop: is set off and read back") {
    ipv4_multicast fixture;
    if (!prepare(fixture))
        SKIP_TEST("no device for multicast groups");
    REQUIRE(fixture.receiver.join_group(fixture.group, fixture.device));
    REQUIRE(fixture.sender.set(options::multicast_loop{false}));
    CHECK_FALSE(fixture.sender.get(options::multicast_loop{}).value());
}

TEMPLATE_TEST_CASE(
    "join_group, block_source: a change that conflicts with the membership is refused", "", ipv4,
    ipv6) {
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
    // If no source has been blocked, joining a source restricts the membership to that source.
    auto narrowed = tenon::open<udp, TestType>().value();
    REQUIRE(narrowed.join_group(group, lo));
    REQUIRE(narrowed.join_group(group, source, lo));
    CHECK(narrowed.block_source(group, source, lo).error() == not_a_member);
}

TEST_CASE("join_group: an interface that does not exist fails with no_such_device") {
    auto socket = tenon::open<udp, ipv4>().value();
    CHECK(socket.join_group("239.255.70.70"_v4_group, interface_index(0x7FFFFFF0)).error() ==
          std::errc::no_such_device);
}

TEST_CASE("join_group: makes one call and reports its error") {
    os::fault_plan plan(os::fault{.call = os::call_name::change_membership, .error = ENOBUFS});
    auto socket = tenon::open<udp, ipv4>(basic_blocking<os::faulty>(os::faulty(plan))).value();
    CHECK(socket.join_group("239.255.70.70"_v4_group).error() == std::errc::no_buffer_space);
    CHECK(plan.seen(os::call_name::change_membership) == 1);
}
