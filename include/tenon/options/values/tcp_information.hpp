// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <tenon/base/address_of.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/options/machinery/whole.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The states of a connection (RFC 9293, section 3.3.2), by the system's numbers.
enum class tcp_state : std::uint8_t {
    established = 1,
    syn_sent,
    syn_received,
    fin_wait_1,
    fin_wait_2,
    time_wait,
    closed,
    close_wait,
    last_acknowledgement,
    listening,
    closing,
    new_syn_received,
};

/// The state of congestion control (TCP_CA_* of <linux/tcp.h>).
enum class tcp_congestion_state : std::uint8_t {
    open,
    disorder,
    window_reduced,
    recovery,
    loss,
};

/// The measurements of a connection: struct tcp_info of <linux/tcp.h>, member by member.
///
/// New kernels add members at the end. Under an older kernel the last members are 0, and
/// `tcp_information::has` returns false for them; members that a newer kernel adds are left out.
/// Units: segments are counted, sizes are in bytes, rates in bytes per second.
struct tcp_measurements {
    using milliseconds = whole<1'000, std::uint32_t>;
    using microseconds = whole<1'000'000, std::uint32_t>;
    using long_microseconds = whole<1'000'000, std::uint64_t>;

    tcp_state state{};
    tcp_congestion_state congestion_state{};
    std::uint8_t retransmits = 0;    ///< timeouts in a row without an acknowledgement
    std::uint8_t probes = 0;         ///< unanswered zero-window or keep-alive probes
    std::uint8_t backoff = 0;        ///< how many times the timeout was doubled
    std::uint8_t negotiated = 0;     ///< TCPI_OPT_* of <netinet/tcp.h>
    std::uint8_t window_scales = 0;  ///< see `send_window_scale`
    std::uint8_t limited_and_fast_open =
        0;  ///< bit 0: see `limited_by_application`; bits 1 and 2: the reason that fast open failed

    microseconds retransmission_timeout;
    microseconds acknowledgement_timeout;
    std::uint32_t send_segment_size = 0;
    std::uint32_t receive_segment_size = 0;

    std::uint32_t unacknowledged =
        0;  ///< segments; on a listener, connections that wait for accept(2)
    std::uint32_t selectively_acknowledged = 0;  ///< segments; on a listener, its backlog
    std::uint32_t lost = 0;                      ///< segments
    std::uint32_t retransmitted = 0;             ///< retransmitted segments in flight
    std::uint32_t forward_acknowledged = 0;      ///< no longer filled in

    milliseconds since_data_sent;
    milliseconds since_acknowledgement_sent;  ///< never filled in
    milliseconds since_data_received;
    milliseconds since_acknowledgement_received;

    std::uint32_t path_mtu = 0;
    std::uint32_t receive_slow_start_threshold = 0;
    microseconds round_trip_time;                 ///< smoothed (RFC 6298)
    microseconds round_trip_time_variation;       ///< the mean deviation
    std::uint32_t send_slow_start_threshold = 0;  ///< segments
    std::uint32_t congestion_window = 0;          ///< segments
    std::uint32_t advertised_segment_size = 0;
    std::uint32_t reordering = 0;  ///< segments

    microseconds receive_round_trip_time;
    std::uint32_t receive_space = 0;

    std::uint32_t total_retransmitted = 0;  ///< segments

    std::uint64_t pacing_rate = 0;
    std::uint64_t max_pacing_rate = 0;
    std::uint64_t bytes_acknowledged = 0;
    std::uint64_t bytes_received = 0;
    std::uint32_t segments_sent = 0;
    std::uint32_t segments_received = 0;

    std::uint32_t not_sent = 0;  ///< bytes
    microseconds min_round_trip_time;
    std::uint32_t data_segments_received = 0;
    std::uint32_t data_segments_sent = 0;

    std::uint64_t delivery_rate = 0;

    long_microseconds busy;  ///< time with data to send
    long_microseconds
        limited_by_peer_window;  ///< the part of `busy` in which the peer's window was full
    long_microseconds
        limited_by_send_buffer;  ///< the part of `busy` in which the send buffer was too small

    std::uint32_t delivered = 0;                       ///< segments
    std::uint32_t delivered_with_congestion_mark = 0;  ///< segments

    std::uint64_t bytes_sent = 0;  ///< including retransmissions
    std::uint64_t bytes_retransmitted = 0;
    std::uint32_t duplicates_acknowledged = 0;  ///< segments that arrived twice (RFC 2883)
    std::uint32_t reorderings_seen = 0;

    std::uint32_t received_out_of_order = 0;  ///< segments

    std::uint32_t peer_window = 0;     ///< bytes, scaled
    std::uint32_t receive_window = 0;  ///< bytes, scaled

    std::uint32_t path_changes = 0;  ///< how many times another path was tried

    std::uint16_t timeouts = 0;
    std::uint16_t timeouts_recovered = 0;
    milliseconds time_in_timeouts;

    std::uint32_t received_with_congestion_mark =
        0;  ///< segments; this and the members below: accurate ECN (RFC 9768)
    std::uint32_t delivered_ect_1 = 0;  ///< bytes, like the five members that follow
    std::uint32_t delivered_ect_0 = 0;
    std::uint32_t delivered_congested = 0;
    std::uint32_t received_ect_1 = 0;
    std::uint32_t received_ect_0 = 0;
    std::uint32_t received_congested = 0;
    std::uint32_t accurate_ecn =
        0;  ///< Linux 6.18: two numbers of 16 bits; Linux 7.0: bit fields. See <linux/tcp.h>
};

/// The measurements, and how many of them the kernel has filled in.
class tcp_information : public tcp_measurements {
public:
    constexpr tcp_information() noexcept = default;
    /// The kernel has filled in the first `size` bytes of `given`. `has` returns false for the
    /// members after them.
    constexpr tcp_information(const tcp_measurements& given, std::size_t size) noexcept
        : tcp_measurements(given), size_(size < sizeof given ? size : sizeof given) {}

    /// Returns whether the kernel has filled in a member:
    /// `has(&tcp_information::min_round_trip_time)`.
    template <class Member>
    [[nodiscard]] bool has(Member tcp_measurements::* member) const noexcept {
        const tcp_measurements& all = *this;
        const auto begins =
            reinterpret_cast<const unsigned char*>(detail::address_of(all.*member)) -
            reinterpret_cast<const unsigned char*>(&all);
        return static_cast<std::size_t>(begins) + sizeof(Member) <= size_;
    }
    /// Returns the number of bytes that the kernel has filled in.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

    /// Returns by how many bits the peer's windows are shifted left (RFC 7323).
    [[nodiscard]] constexpr int send_window_scale() const noexcept {
        return low_bits_first ? window_scales & 15 : window_scales >> 4;
    }
    /// Returns by how many bits this end's windows are shifted left (RFC 7323).
    [[nodiscard]] constexpr int receive_window_scale() const noexcept {
        return low_bits_first ? window_scales >> 4 : window_scales & 15;
    }
    /// Returns whether the delivery rate was limited by how much the program sent.
    [[nodiscard]] constexpr bool limited_by_application() const noexcept {
        return (limited_and_fast_open & (low_bits_first ? 0x01 : 0x80)) != 0;
    }

private:
    // A bit field begins at the lowest bit on little-endian machines, and at the highest on
    // big-endian ones.
    static constexpr bool low_bits_first = std::endian::native == std::endian::little;

    std::size_t size_ = 0;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::tcp_information> {
    using type = options::tcp_measurements;
    static constexpr bool varies_in_size = true;
    static constexpr type encode(const options::tcp_information& value) noexcept { return value; }
    static constexpr os::address_length size(const options::tcp_information&) noexcept {
        return sizeof(type);
    }
    static constexpr options::tcp_information decode(const type& given,
                                                     os::address_length size) noexcept {
        return {given, size};
    }
};
