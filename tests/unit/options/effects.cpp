// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include <support/knows_option.hpp>
#include <support/options/option_case.hpp>

#include <tenon/options/tcp_repair.hpp>

// Options that depend on another option or affect received data: the tests check their effect.

using namespace tenon;
using namespace tenon::literals;

TEST_CASE("attach_filter: decides which messages are received, until detach_filter") {
    if (!support::knows_option(SOL_SOCKET, SO_DETACH_FILTER))
        SKIP_TEST("no SO_DETACH_FILTER, which qemu's user mode does not know");
    auto receiver = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    const auto destination = receiver.local_endpoint().value();
    auto sender = tenon::open<udp, ipv4>().value();
    static constexpr options::filter_instruction drop_all[] = {{0x06, 0, 0, 0}};
    REQUIRE(receiver.set(options::attach_filter{drop_all}));
    REQUIRE(sender.send_to("dropped"_bytes, destination));
    REQUIRE(receiver.set(options::attach_filter{listing::accept_all()}));
    REQUIRE(sender.send_to("kept"_bytes, destination));
    std::string buffer(20, '.');
    CHECK(receiver.receive_from(buffer).value().length == 4);
    CHECK(receiver.set(options::detach_filter{}));
    CHECK(receiver.set(options::detach_filter{}).error() == std::errc::no_such_file_or_directory);
    REQUIRE(receiver.set(options::attach_filter{listing::accept_all()}));
    REQUIRE(receiver.set(options::lock_filter{true}));
    CHECK(receiver.set(options::detach_filter{}).error() == std::errc::operation_not_permitted);
    CHECK(receiver.set(options::attach_filter{options::filter_program()}).error() !=
          std::error_code());
}

TEST_CASE("attach_reuse_port_filter: selects the receiver among the sockets that share a port") {
    if (!support::knows_option(SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF))
        SKIP_TEST("no SO_ATTACH_REUSEPORT_CBPF, which qemu's user mode does not know");
    auto first = tenon::bind<udp>("127.0.0.1:0"_v4, options::reuse_port{true}).value();
    const auto destination = first.local_endpoint().value();
    auto second = tenon::bind<udp>(destination, options::reuse_port{true}).value();
    // The filter returns the index of the socket in the group.
    static constexpr options::filter_instruction select_second[] = {{0x06, 0, 0, 1}};
    REQUIRE(first.set(options::attach_reuse_port_filter{select_second}));
    auto sender = tenon::open<udp, ipv4>().value();
    for (int count = 0; count != 8; ++count)
        REQUIRE(sender.send_to("x"_bytes, destination));
    CHECK(first.available().value() == 0);
    CHECK(second.available().value() == 1);
    CHECK(first.set(options::detach_reuse_port_filter{}));
    CHECK(first.set(options::detach_reuse_port_filter{}).error() ==
          std::errc::no_such_file_or_directory);
}

TEST_CASE("repair_queue, queue_sequence: are set and read on a socket under repair") {
    auto socket = tenon::open<tcp, ipv4>().value();
    if (const auto result = socket.set(options::repair{1});
        result.error() == std::errc::operation_not_permitted)
        SKIP_TEST("TCP_REPAIR needs CAP_NET_ADMIN");
    CHECK(socket.set(options::repair_queue{options::repaired_queue::sending}));
    CHECK(socket.get(options::repair_queue{}).value() == options::repaired_queue::sending);
    CHECK(socket.set(options::queue_sequence{0x80000001U}));
    CHECK(socket.get(options::queue_sequence{}).value() == 0x80000001U);
}

TEST_CASE("peer_credentials, peer_groups: on a pair, are those of this process") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    CHECK(local.get(options::peer_credentials{}).value() ==
          options::credentials{::getpid(), ::getuid(), ::getgid()});
    ::gid_t groups[256];
    const int count = ::getgroups(256, groups);
    REQUIRE(count >= 0);
    const auto reported = local.get(options::peer_groups{}).value();
    REQUIRE(reported.size() == static_cast<std::size_t>(count));
    for (const ::gid_t group : reported)
        CHECK(std::count(groups, groups + count, group) > 0);
}

TEST_CASE(
    "congestion_control: an unknown name is refused, bounded_text refuses one that is too long") {
    auto socket = tenon::open<tcp, ipv4>().value();
    const auto before = socket.get(options::congestion_control{}).value();
    CHECK(socket.set(options::congestion_control{"no such"}).error() ==
          std::errc::no_such_file_or_directory);
    CHECK(socket.get(options::congestion_control{}).value() == before);
    CHECK(bounded_text<15>::from("of_sixteen_bytes").error() == std::errc::filename_too_long);
    CHECK(bounded_text<15>::from("of_fifteen_byte").value().view() == "of_fifteen_byte");
}

namespace {

/// A duration type with the members of <chrono>.
struct minutes {
    struct period {
        static constexpr long num = 60;
        static constexpr long den = 1;
    };
    [[nodiscard]] static constexpr long count() { return 2; }
};

}  // namespace

TEST_CASE(
    "whole_seconds, whole_milliseconds: convert durations without remainder, encode saturates") {
    STATIC_REQUIRE(whole_seconds(minutes()).count() == 120);
    STATIC_REQUIRE(whole_milliseconds(minutes()).count() == 120'000);
    STATIC_REQUIRE(whole_milliseconds(whole_seconds(3)).count() == 3000);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<whole_milliseconds, whole_seconds>);
    STATIC_REQUIRE(options::keep_alive_idle(whole_seconds(1LL << 40)).encode() == 0x7FFFFFFF);
    STATIC_REQUIRE(options::keep_alive_idle(whole_seconds(-(1LL << 40))).encode() < 0);
}

TEST_CASE("receive_timeout: a time-out too long for the counter is read as the longest") {
    auto socket = tenon::open<udp, ipv4>().value();
    // If time_t has 32 bits, each value can be counted.
    constexpr auto centuries = static_cast<time_t>(
        std::min<std::int64_t>(20'000'000'000'000'000, std::numeric_limits<time_t>::max()));
    REQUIRE(socket.set(raw_option<SOL_SOCKET, SO_RCVTIMEO, ::timeval>{{centuries, 0}}));
    REQUIRE(socket.get(raw_option<SOL_SOCKET, SO_RCVTIMEO, ::timeval>{}).value().tv_sec ==
            centuries);
    CHECK(socket.get(options::receive_timeout{}).value().count() / 1'000'000 >=
          std::min<std::int64_t>(9'000'000'000'000, centuries));
}

TEST_CASE("raw_option, run_time_option: the value is passed unchanged") {
    auto socket = tenon::open<udp, ipv4>().value();
    CHECK(socket.set(raw_option<SOL_SOCKET, SO_PRIORITY>{5}));
    CHECK(socket.get(raw_option<SOL_SOCKET, SO_PRIORITY>{}).value() == 5);
    CHECK(socket.get<raw_option<SOL_SOCKET, SO_PRIORITY>>().value() == 5);
    CHECK(socket.set(run_time_option<int>(SOL_SOCKET, SO_PRIORITY, 2)));
    CHECK(socket.get(run_time_option<int>(SOL_SOCKET, SO_PRIORITY)).value() == 2);
    CHECK(socket.get(options::priority{}).value() == 2);
    CHECK(socket.get(run_time_option<int>(SOL_SOCKET, 9999)).error() ==
          std::errc::no_protocol_option);
}
