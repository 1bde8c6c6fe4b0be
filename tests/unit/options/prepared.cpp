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

// Options that mean something only after another, or only to what comes: what they do is looked at.

using namespace tenon;
using namespace tenon::literals;

TEST_CASE("a filter decides what comes, until it is detached") {
    if (!support::knows_option(SOL_SOCKET, SO_DETACH_FILTER))
        SKIP_TEST("no SO_DETACH_FILTER, which qemu's user mode does not know");
    auto hearer = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    const auto there = hearer.local_endpoint().value();
    auto sender = tenon::open<udp, ipv4>().value();
    static constexpr options::filter_instruction nothing[] = {{0x06, 0, 0, 0}};
    REQUIRE(hearer.set(options::attach_filter{nothing}));
    REQUIRE(sender.send_to("dropped"_bytes, there));
    REQUIRE(hearer.set(options::attach_filter{listing::accept_all()}));
    REQUIRE(sender.send_to("kept"_bytes, there));
    std::string buffer(20, '.');
    CHECK(hearer.receive_from(buffer).value().length == 4);
    CHECK(hearer.set(options::detach_filter{}));
    CHECK(hearer.set(options::detach_filter{}).error() == std::errc::no_such_file_or_directory);
    REQUIRE(hearer.set(options::attach_filter{listing::accept_all()}));
    REQUIRE(hearer.set(options::lock_filter{true}));
    CHECK(hearer.set(options::detach_filter{}).error() == std::errc::operation_not_permitted);
    CHECK(hearer.set(options::attach_filter{options::filter_program()}).error() != std::error_code());
}

TEST_CASE("sockets that share a port are chosen among by a filter") {
    if (!support::knows_option(SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF))
        SKIP_TEST("no SO_ATTACH_REUSEPORT_CBPF, which qemu's user mode does not know");
    auto one = tenon::bind<udp>("127.0.0.1:0"_v4, options::reuse_port{true}).value();
    const auto there = one.local_endpoint().value();
    auto other = tenon::bind<udp>(there, options::reuse_port{true}).value();
    // The value that the program returns is the number of the socket in the group.
    static constexpr options::filter_instruction second[] = {{0x06, 0, 0, 1}};
    REQUIRE(one.set(options::attach_reuse_port_filter{second}));
    auto sender = tenon::open<udp, ipv4>().value();
    for (int count = 0; count != 8; ++count)
        REQUIRE(sender.send_to("x"_bytes, there));
    CHECK(one.available().value() == 0);
    CHECK(other.available().value() == 1);
    CHECK(one.set(options::detach_reuse_port_filter{}));
    CHECK(one.set(options::detach_reuse_port_filter{}).error() == std::errc::no_such_file_or_directory);
}

TEST_CASE("a connection under repair has its queues") {
    auto socket = tenon::open<tcp, ipv4>().value();
    if (const auto begun = socket.set(options::repair{1}); begun.error() == std::errc::operation_not_permitted)
        SKIP_TEST("TCP_REPAIR needs CAP_NET_ADMIN");
    CHECK(socket.set(options::repair_queue{options::repaired_queue::sending}));
    CHECK(socket.get(options::repair_queue{}).value() == options::repaired_queue::sending);
    CHECK(socket.set(options::queue_sequence{0x80000001U}));
    CHECK(socket.get(options::queue_sequence{}).value() == 0x80000001U);
}

TEST_CASE("the peer of a Unix socket is known: this process") {
    auto [near, far] = tenon::connected_pair<stream, unix_domain>().value();
    CHECK(near.get(options::peer_credentials{}).value() == options::credentials{::getpid(), ::getuid(), ::getgid()});
    ::gid_t groups[256];
    const int count = ::getgroups(256, groups);
    REQUIRE(count >= 0);
    const auto told = near.get(options::peer_groups{}).value();
    REQUIRE(told.size() == static_cast<std::size_t>(count));
    for (const ::gid_t group : told)
        CHECK(std::count(groups, groups + count, group) > 0);
}

TEST_CASE("a name that is no algorithm is refused, and of one that is too long there is no option") {
    auto socket = tenon::open<tcp, ipv4>().value();
    const auto before = socket.get(options::congestion_control{}).value();
    CHECK(socket.set(options::congestion_control{"no such"}).error() == std::errc::no_such_file_or_directory);
    CHECK(socket.get(options::congestion_control{}).value() == before);
    CHECK(bounded_text<15>::from("of_sixteen_bytes").error() == std::errc::filename_too_long);
    CHECK(bounded_text<15>::from("of_fifteen_byte").value().view() == "of_fifteen_byte");
}

namespace {

/// A duration of <chrono>'s form.
struct minutes {
    struct period {
        static constexpr long num = 60;
        static constexpr long den = 1;
    };
    [[nodiscard]] static constexpr long count() { return 2; }
};

}  // namespace

TEST_CASE("time spans are made of durations that have no remainder, and never become shorter by being long") {
    STATIC_REQUIRE(whole_seconds(minutes()).count() == 120);
    STATIC_REQUIRE(whole_milliseconds(minutes()).count() == 120'000);
    STATIC_REQUIRE(whole_milliseconds(whole_seconds(3)).count() == 3000);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<whole_milliseconds, whole_seconds>);
    STATIC_REQUIRE(options::keep_alive_idle(whole_seconds(1LL << 40)).encode() == 0x7FFFFFFF);
    STATIC_REQUIRE(options::keep_alive_idle(whole_seconds(-(1LL << 40))).encode() < 0);
}

TEST_CASE("a time-out that somebody set to more than can be counted is as long as it can be") {
    auto socket = tenon::open<udp, ipv4>().value();
    // Where time_t has 32 bits, all of it can be counted.
    constexpr auto centuries =
        static_cast<time_t>(std::min<std::int64_t>(20'000'000'000'000'000, std::numeric_limits<time_t>::max()));
    REQUIRE(socket.set(raw_option<SOL_SOCKET, SO_RCVTIMEO, ::timeval>{{centuries, 0}}));
    REQUIRE(socket.get(raw_option<SOL_SOCKET, SO_RCVTIMEO, ::timeval>{}).value().tv_sec == centuries);
    CHECK(socket.get(options::receive_timeout{}).value().count() / 1'000'000 >=
          std::min<std::int64_t>(9'000'000'000'000, centuries));
}

TEST_CASE("a raw option is handed over as it is, by a name known to the compiler or not") {
    auto socket = tenon::open<udp, ipv4>().value();
    CHECK(socket.set(raw_option<SOL_SOCKET, SO_PRIORITY>{5}));
    CHECK(socket.get(raw_option<SOL_SOCKET, SO_PRIORITY>{}).value() == 5);
    CHECK(socket.get<raw_option<SOL_SOCKET, SO_PRIORITY>>().value() == 5);
    CHECK(socket.set(run_time_option<int>(SOL_SOCKET, SO_PRIORITY, 2)));
    CHECK(socket.get(run_time_option<int>(SOL_SOCKET, SO_PRIORITY)).value() == 2);
    CHECK(socket.get(options::priority{}).value() == 2);
    CHECK(socket.get(run_time_option<int>(SOL_SOCKET, 9999)).error() == std::errc::no_protocol_option);
}
