// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <string>

#include <tenon.hpp>

using namespace tenon;
using namespace tenon::literals;
using options::tcp_information;

namespace {

/// Compares the offset of a member with struct tcp_info of the C library, which has the first 104
/// bytes.
#define SAME_OFFSET(ours, theirs) \
    STATIC_REQUIRE(offsetof(options::tcp_measurements, ours) == offsetof(::tcp_info, theirs))

/// Returns whether TCP_INFO is a structure. Linux returns at least 104 bytes. The user mode of qemu
/// returns an int for each TCP option.
bool has_structure() {
    const auto socket = tenon::open<tcp, ipv4>().value();
    ::tcp_info information;
    socklen_t size = sizeof information;
    return getsockopt(socket.native_handle(), IPPROTO_TCP, TCP_INFO, &information, &size) == 0 &&
           size > sizeof(int);
}
constexpr const char* no_structure =
    "getsockopt() returns an int for TCP_INFO, as the user mode of qemu does";

}  // namespace

TEST_CASE("tcp_measurements: members have the offsets of struct tcp_info of the C library") {
    SAME_OFFSET(state, tcpi_state);
    SAME_OFFSET(negotiated, tcpi_options);
    SAME_OFFSET(retransmission_timeout, tcpi_rto);
    SAME_OFFSET(receive_segment_size, tcpi_rcv_mss);
    SAME_OFFSET(unacknowledged, tcpi_unacked);
    SAME_OFFSET(since_data_sent, tcpi_last_data_sent);
    SAME_OFFSET(path_mtu, tcpi_pmtu);
    SAME_OFFSET(round_trip_time, tcpi_rtt);
    SAME_OFFSET(congestion_window, tcpi_snd_cwnd);
    SAME_OFFSET(receive_space, tcpi_rcv_space);
    SAME_OFFSET(total_retransmitted, tcpi_total_retrans);
}

TEST_CASE("tcp_measurements: newer members have the offsets of Linux") {
    // The sizes of struct tcp_info in the releases of Linux that ended with these members.
    using measured = options::tcp_measurements;
    STATIC_REQUIRE(offsetof(measured, pacing_rate) == 104);            // 3.15
    STATIC_REQUIRE(offsetof(measured, bytes_acknowledged) == 120);     // 4.1
    STATIC_REQUIRE(offsetof(measured, not_sent) == 144);               // 4.6
    STATIC_REQUIRE(offsetof(measured, delivery_rate) == 160);          // 4.9
    STATIC_REQUIRE(offsetof(measured, busy) == 168);                   // 4.10
    STATIC_REQUIRE(offsetof(measured, delivered) == 192);              // 4.18
    STATIC_REQUIRE(offsetof(measured, bytes_sent) == 200);             // 4.19
    STATIC_REQUIRE(offsetof(measured, received_out_of_order) == 224);  // 5.4
    STATIC_REQUIRE(offsetof(measured, peer_window) == 228);            // 5.4
    STATIC_REQUIRE(offsetof(measured, receive_window) == 232);         // 6.2
    STATIC_REQUIRE(offsetof(measured, timeouts) == 240);               // 6.7
    STATIC_REQUIRE(sizeof(measured) == 280);                           // 6.18
}

TEST_CASE("tcp_info: a connection has plausible measurements") {
    if (!has_structure())
        SKIP_TEST(no_structure);
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    CHECK(listener.get(options::tcp_info{}).value().state == options::tcp_state::listening);
    auto local = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    auto peer = listener.accept().value();
    const std::string sent(5000, 'x');
    REQUIRE(local.send_all(sent));
    std::string buffer(5000, '.');
    REQUIRE(peer.receive_exactly(buffer));
    REQUIRE(peer.send_all("y"_bytes));
    std::string one(1, '.');
    REQUIRE(local.receive_exactly(one));

    const tcp_information measured = local.get(options::tcp_info{}).value();
    CHECK(measured.state == options::tcp_state::established);
    CHECK(measured.size() >= 104);
    CHECK(measured.congestion_window > 0);
    CHECK(measured.round_trip_time.count() > 0);
    CHECK(measured.round_trip_time.count() < 10'000'000);
    CHECK(measured.path_mtu > 1000);
    CHECK(measured.has(&tcp_information::state));
    if (measured.has(&tcp_information::bytes_received)) {
        CHECK(measured.bytes_received == 1);
        CHECK(measured.bytes_acknowledged >= 5000);
        CHECK(peer.get(options::tcp_info{}).value().bytes_received == 5000);
    }
    if (measured.has(&tcp_information::bytes_sent))
        CHECK(measured.bytes_sent == 5000);
    CHECK(measured.limited_by_application());
    ::tcp_info information = {};
    socklen_t size = sizeof information;
    REQUIRE(getsockopt(local.native_handle(), IPPROTO_TCP, TCP_INFO, &information, &size) == 0);
    CHECK(measured.send_window_scale() == information.tcpi_snd_wscale);
    CHECK(measured.receive_window_scale() == information.tcpi_rcv_wscale);
}

TEST_CASE("tcp_info: each window scale is decoded from its bit field") {
    for (unsigned scale = 0; scale != 15; ++scale) {
        // The structure of the C library may be shorter or longer than that of the kernel.
        std::array<unsigned char, sizeof(::tcp_info) + sizeof(options::tcp_measurements)> bytes{};
        ::tcp_info information = {};
        information.tcpi_snd_wscale = static_cast<unsigned char>(scale & 15U);
        information.tcpi_rcv_wscale = static_cast<unsigned char>((14 - scale) & 15U);
        std::memcpy(bytes.data(), &information, sizeof information);
        options::tcp_measurements measurements;
        std::memcpy(static_cast<void*>(&measurements), bytes.data(), sizeof measurements);
        const tcp_information decoded =
            options::tcp_info::decode(measurements, sizeof measurements);
        CHECK(decoded.send_window_scale() == static_cast<int>(scale));
        CHECK(decoded.receive_window_scale() == 14 - static_cast<int>(scale));
        CHECK_FALSE(decoded.limited_by_application());
    }
}

TEST_CASE(
    "tcp_info: a small receive buffer makes the window scales differ, and each is reported in its direction") {
    if (!has_structure())
        SKIP_TEST(no_structure);
    // A socket announces a scale that depends on its receive buffer (RFC 7323), which has to be set
    // before the connection.
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto local =
        tenon::connect<tcp>(listener.local_endpoint().value(), options::receive_buffer_size{4096})
            .value();
    auto peer = listener.accept().value();
    const auto read_tcp_info = [](const auto& socket) {
        ::tcp_info information = {};
        socklen_t size = sizeof information;
        REQUIRE(getsockopt(socket.native_handle(), IPPROTO_TCP, TCP_INFO, &information, &size) ==
                0);
        return information;
    };
    const ::tcp_info info_of_local = read_tcp_info(local);
    if ((info_of_local.tcpi_options & TCPI_OPT_WSCALE) == 0)
        SKIP_TEST("the system does not scale windows: net.ipv4.tcp_window_scaling is off");
    const tcp_information small = local.get(options::tcp_info{}).value();
    const tcp_information large = peer.get(options::tcp_info{}).value();
    REQUIRE(info_of_local.tcpi_snd_wscale != info_of_local.tcpi_rcv_wscale);
    CHECK(small.send_window_scale() == info_of_local.tcpi_snd_wscale);
    CHECK(small.receive_window_scale() == info_of_local.tcpi_rcv_wscale);
    CHECK(small.receive_window_scale() < small.send_window_scale());
    CHECK(large.send_window_scale() == read_tcp_info(peer).tcpi_snd_wscale);
    CHECK(large.receive_window_scale() == read_tcp_info(peer).tcpi_rcv_wscale);
    CHECK(large.send_window_scale() == small.receive_window_scale());
    CHECK(large.receive_window_scale() == small.send_window_scale());
}

TEST_CASE("has: for each size, a member that does not fit is absent") {
    options::tcp_measurements all;
    std::memset(static_cast<void*>(&all), 0xFF, sizeof all);
    for (os::address_length size = 0; size <= sizeof all + 40; ++size) {
        const tcp_information truncated = options::tcp_info::decode(all, size);
        CHECK(truncated.size() == (size < sizeof all ? size : sizeof all));
        CHECK(truncated.has(&tcp_information::state) == (size >= 1));
        CHECK(truncated.has(&tcp_information::retransmission_timeout) == (size >= 12));
        CHECK(truncated.has(&tcp_information::total_retransmitted) == (size >= 104));
        CHECK(truncated.has(&tcp_information::pacing_rate) == (size >= 112));
        CHECK(truncated.has(&tcp_information::min_round_trip_time) == (size >= 152));
        CHECK(truncated.has(&tcp_information::accurate_ecn) == (size >= 280));
    }
}

TEST_CASE("encode: passes the whole structure") {
    tcp_information measured;
    measured.round_trip_time = decltype(measured.round_trip_time)(12'345);
    const options::tcp_info option(measured);
    CHECK(option.size() == sizeof(options::tcp_measurements));
    CHECK(options::tcp_info::decode(option.encode(), option.size()).round_trip_time.count() ==
          12'345);
}

namespace {

/// A system that returns only the first bytes of the structure, as an older kernel does.
struct shortened : os::native {
    static inline os::address_length returned_size = 0;
    static std::ptrdiff_t getsockopt(os::descriptor socket, int level, int name, void* value,
                                     os::address_length* size) {
        *size = returned_size < *size ? returned_size : *size;
        return os::native::getsockopt(socket, level, name, value, size);
    }
};

}  // namespace

TEST_CASE("tcp_info: members that the kernel does not return are 0 and absent, for each length") {
    if (!has_structure())
        SKIP_TEST(no_structure);
    auto listener = tenon::listen<tcp>(basic_blocking<shortened>(), "127.0.0.1:0"_v4).value();
    for (shortened::returned_size = 1;
         shortened::returned_size <= sizeof(options::tcp_measurements);
         ++shortened::returned_size) {
        const tcp_information truncated = listener.get(options::tcp_info{}).value();
        CHECK(truncated.size() == shortened::returned_size);
        CHECK(truncated.state == options::tcp_state::listening);
        if (shortened::returned_size <=
            offsetof(options::tcp_measurements, selectively_acknowledged))
            CHECK(truncated.selectively_acknowledged == 0);
        if (truncated.has(&tcp_information::selectively_acknowledged))
            CHECK(truncated.selectively_acknowledged > 0);
    }
}
