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

/// Where the system has a member: struct tcp_info of the C library, which knows the first 104 bytes.
#define SAME_PLACE(ours, theirs) STATIC_REQUIRE(offsetof(options::tcp_measurements, ours) == offsetof(::tcp_info, theirs))

/// Linux gives 104 bytes at least; qemu's user mode takes every option of TCP for an int.
bool given_whole() {
    const auto socket = tenon::open<tcp, ipv4>().value();
    ::tcp_info information;
    socklen_t size = sizeof information;
    return getsockopt(socket.native_handle(), IPPROTO_TCP, TCP_INFO, &information, &size) == 0 && size > sizeof(int);
}
constexpr const char* not_given_whole = "getsockopt() gives an int of TCP_INFO, as qemu's user mode does";

}  // namespace

TEST_CASE("the members that the C library knows lie where it says") {
    SAME_PLACE(state, tcpi_state);
    SAME_PLACE(negotiated, tcpi_options);
    SAME_PLACE(retransmission_timeout, tcpi_rto);
    SAME_PLACE(receive_segment_size, tcpi_rcv_mss);
    SAME_PLACE(unacknowledged, tcpi_unacked);
    SAME_PLACE(since_data_sent, tcpi_last_data_sent);
    SAME_PLACE(path_mtu, tcpi_pmtu);
    SAME_PLACE(round_trip_time, tcpi_rtt);
    SAME_PLACE(congestion_window, tcpi_snd_cwnd);
    SAME_PLACE(receive_space, tcpi_rcv_space);
    SAME_PLACE(total_retransmitted, tcpi_total_retrans);
}

TEST_CASE("the members that came later lie where Linux added them") {
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

TEST_CASE("a connection is measured") {
    if (!given_whole())
        SKIP_TEST(not_given_whole);
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    CHECK(listener.get(options::tcp_info{}).value().state == options::tcp_state::listening);
    auto near = tenon::connect<tcp>(listener.local_endpoint().value()).value();
    auto far = listener.accept().value();
    const std::string sent(5000, 'x');
    REQUIRE(near.send_all(sent));
    std::string buffer(5000, '.');
    REQUIRE(far.receive_exactly(buffer));
    REQUIRE(far.send_all("y"_bytes));
    std::string one(1, '.');
    REQUIRE(near.receive_exactly(one));

    const tcp_information measured = near.get(options::tcp_info{}).value();
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
        CHECK(far.get(options::tcp_info{}).value().bytes_received == 5000);
    }
    if (measured.has(&tcp_information::bytes_sent))
        CHECK(measured.bytes_sent == 5000);
    CHECK(measured.limited_by_application());
    ::tcp_info theirs = {};
    socklen_t size = sizeof theirs;
    REQUIRE(getsockopt(near.native_handle(), IPPROTO_TCP, TCP_INFO, &theirs, &size) == 0);
    CHECK(measured.send_window_scale() == theirs.tcpi_snd_wscale);
    CHECK(measured.receive_window_scale() == theirs.tcpi_rcv_wscale);
}

TEST_CASE("tcp_info: the window scales are the bit fields of the system's structure, each by itself") {
    for (unsigned scale = 0; scale != 15; ++scale) {
        // The C library's structure may be shorter than the kernel's, or longer.
        std::array<unsigned char, sizeof(::tcp_info) + sizeof(options::tcp_measurements)> bytes{};
        ::tcp_info theirs = {};
        theirs.tcpi_snd_wscale = static_cast<unsigned char>(scale & 15U);
        theirs.tcpi_rcv_wscale = static_cast<unsigned char>((14 - scale) & 15U);
        std::memcpy(bytes.data(), &theirs, sizeof theirs);
        options::tcp_measurements ours;
        std::memcpy(static_cast<void*>(&ours), bytes.data(), sizeof ours);
        const tcp_information decoded = options::tcp_info::decode(ours, sizeof ours);
        CHECK(decoded.send_window_scale() == static_cast<int>(scale));
        CHECK(decoded.receive_window_scale() == 14 - static_cast<int>(scale));
        CHECK_FALSE(decoded.limited_by_application());
    }
}

TEST_CASE(
    "tcp_info: with a small receive buffer at one end the window scales differ, and each end tells its own from its peer's") {
    if (!given_whole())
        SKIP_TEST(not_given_whole);
    // The scale that an end announces follows from its receive buffer (RFC 7323), which has to be set before the connection.
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    auto near = tenon::connect<tcp>(listener.local_endpoint().value(), options::receive_buffer_size{4096}).value();
    auto far = listener.accept().value();
    const auto system_says = [](const auto& socket) {
        ::tcp_info information = {};
        socklen_t size = sizeof information;
        REQUIRE(getsockopt(socket.native_handle(), IPPROTO_TCP, TCP_INFO, &information, &size) == 0);
        return information;
    };
    const ::tcp_info of_near = system_says(near);
    if ((of_near.tcpi_options & TCPI_OPT_WSCALE) == 0)
        SKIP_TEST("the system does not scale windows: net.ipv4.tcp_window_scaling is off");
    const tcp_information small = near.get(options::tcp_info{}).value();
    const tcp_information large = far.get(options::tcp_info{}).value();
    REQUIRE(of_near.tcpi_snd_wscale != of_near.tcpi_rcv_wscale);
    CHECK(small.send_window_scale() == of_near.tcpi_snd_wscale);
    CHECK(small.receive_window_scale() == of_near.tcpi_rcv_wscale);
    CHECK(small.receive_window_scale() < small.send_window_scale());
    CHECK(large.send_window_scale() == system_says(far).tcpi_snd_wscale);
    CHECK(large.receive_window_scale() == system_says(far).tcpi_rcv_wscale);
    CHECK(large.send_window_scale() == small.receive_window_scale());
    CHECK(large.receive_window_scale() == small.send_window_scale());
}

TEST_CASE("of an older system some members are absent, whatever the length") {
    options::tcp_measurements all;
    std::memset(static_cast<void*>(&all), 0xFF, sizeof all);
    for (os::address_length size = 0; size <= sizeof all + 40; ++size) {
        const tcp_information cut = options::tcp_info::decode(all, size);
        CHECK(cut.size() == (size < sizeof all ? size : sizeof all));
        CHECK(cut.has(&tcp_information::state) == (size >= 1));
        CHECK(cut.has(&tcp_information::retransmission_timeout) == (size >= 12));
        CHECK(cut.has(&tcp_information::total_retransmitted) == (size >= 104));
        CHECK(cut.has(&tcp_information::pacing_rate) == (size >= 112));
        CHECK(cut.has(&tcp_information::min_round_trip_time) == (size >= 152));
        CHECK(cut.has(&tcp_information::accurate_ecn) == (size >= 280));
    }
}

TEST_CASE("what was measured goes whole to where the system would take it") {
    tcp_information measured;
    measured.round_trip_time = decltype(measured.round_trip_time)(12'345);
    const options::tcp_info option(measured);
    CHECK(option.size() == sizeof(options::tcp_measurements));
    CHECK(options::tcp_info::decode(option.encode(), option.size()).round_trip_time.count() == 12'345);
}

namespace {

/// A system of another age: it gives as many bytes of what the kernel gives.
struct shorter : os::native {
    static inline os::address_length gives = 0;
    static std::ptrdiff_t getsockopt(os::descriptor socket, int level, int name, void* value, os::address_length* size) {
        *size = gives < *size ? gives : *size;
        return os::native::getsockopt(socket, level, name, value, size);
    }
};

}  // namespace

TEST_CASE("what the kernel does not give is 0 and absent, for every length that it may give") {
    if (!given_whole())
        SKIP_TEST(not_given_whole);
    auto listener = tenon::listen<tcp>(basic_blocking<shorter>(), "127.0.0.1:0"_v4).value();
    for (shorter::gives = 1; shorter::gives <= sizeof(options::tcp_measurements); ++shorter::gives) {
        const tcp_information cut = listener.get(options::tcp_info{}).value();
        CHECK(cut.size() == shorter::gives);
        CHECK(cut.state == options::tcp_state::listening);
        if (shorter::gives <= offsetof(options::tcp_measurements, selectively_acknowledged))
            CHECK(cut.selectively_acknowledged == 0);
        if (cut.has(&tcp_information::selectively_acknowledged))
            CHECK(cut.selectively_acknowledged > 0);
    }
}
