// SPDX-License-Identifier: BSL-1.0

// The members of tcp_measurements have the offsets and units of struct tcp_info of the kernel.
// kernel.cpp compares them with <linux/tcp.h>.

#include "tcp_info.hpp"

#include <array>
#include <bit>
#include <type_traits>

#include "pin.hpp"

namespace pins {
namespace {

using namespace tenon::options;
using measured = tcp_measurements;
using tenon::whole;

static_assert(std::same_as<measured::milliseconds, whole<1'000, std::uint32_t>>);
static_assert(std::same_as<measured::microseconds, whole<1'000'000, std::uint32_t>>);
static_assert(std::same_as<measured::long_microseconds, whole<1'000'000, std::uint64_t>>);

using milliseconds = measured::milliseconds;
using microseconds = measured::microseconds;
using long_microseconds = measured::long_microseconds;

// The structure of the C library ends with tcpi_total_retrans, or later.
static_assert(matching_members<::tcp_info>() >= 28);

#define MEMBER(ours, theirs, offset, type)               \
    static_assert(offsetof(measured, ours) == (offset)); \
    static_assert(std::same_as<decltype(measured::ours), type>);
#include "tcp_info.def"
#undef MEMBER
static_assert(offsetof(measured, window_scales) == 6 && sizeof(measured::window_scales) == 1);
static_assert(offsetof(measured, limited_and_fast_open) == 7 &&
              sizeof(measured::limited_and_fast_open) == 1);
// In Linux 6.18 these are tcpi_accecn_fail_mode and tcpi_accecn_opt_seen of 16 bits each; in
// Linux 7.0 the same four bytes have bit fields of these and other names. The size of the structure
// is the same.
static_assert(offsetof(measured, accurate_ecn) == 276 &&
              std::same_as<decltype(measured::accurate_ecn), std::uint32_t>);
static_assert(sizeof(measured) == 280);
static_assert(std::is_trivially_copyable_v<measured> && std::is_standard_layout_v<measured>);

/// Decodes a structure in which one byte is set, and all others are 0.
constexpr tcp_information with_byte(std::size_t index, unsigned char byte) {
    std::array<unsigned char, 280> bytes{};
    bytes[index] = byte;
    return options::tcp_info::decode(std::bit_cast<measured>(bytes), sizeof(measured));
}

// tcpi_snd_wscale : 4, tcpi_rcv_wscale : 4. On a little-endian machine the first bit field has the
// lower bits.
constexpr bool is_little_endian = std::endian::native == std::endian::little;
static_assert(with_byte(6, is_little_endian ? 0x93 : 0x39).send_window_scale() == 3);
static_assert(with_byte(6, is_little_endian ? 0x93 : 0x39).receive_window_scale() == 9);
static_assert(with_byte(6, is_little_endian ? 0x0E : 0xE0).send_window_scale() == 14);
static_assert(with_byte(6, is_little_endian ? 0x0E : 0xE0).receive_window_scale() == 0);
static_assert(with_byte(7, 0xFF).send_window_scale() == 0 &&
              with_byte(7, 0xFF).receive_window_scale() == 0);

// tcpi_delivery_rate_app_limited : 1, tcpi_fastopen_client_fail : 2.
static_assert(with_byte(7, is_little_endian ? 0x01 : 0x80).limited_by_application());
static_assert(!with_byte(7, is_little_endian ? 0xFE : 0x7F).limited_by_application());
static_assert(!with_byte(6, 0xFF).limited_by_application());

// Some members, decoded from their bytes.
static_assert(with_byte(0, 10).state == tcp_state::listening);
static_assert(with_byte(1, 3).congestion_state == tcp_congestion_state::recovery);
static_assert(with_byte(5, TCPI_OPT_SACK).negotiated == TCPI_OPT_SACK);
static_assert(with_byte(is_little_endian ? 8 : 11, 7).retransmission_timeout == microseconds(7));
static_assert(with_byte(is_little_endian ? 168 : 175, 7).busy == long_microseconds(7));

/// Encodes a structure in which one member is set, and returns one of its bytes.
template <auto Member, class Value>
constexpr unsigned char byte_of(const Value& value, std::size_t index) {
    tcp_information information;
    information.*Member = value;
    return std::bit_cast<std::array<unsigned char, 280>>(
        options::tcp_info(information).encode())[index];
}
static_assert(byte_of<&measured::state>(tcp_state::listening, 0) == 10);
static_assert(byte_of<&measured::window_scales>(std::uint8_t{0x93}, 6) == 0x93);
static_assert(byte_of<&measured::not_sent>(7U, is_little_endian ? 144 : 147) == 7);

// The numbers of the states: enum { TCP_ESTABLISHED = 1, … } and enum tcp_ca_state of
// <netinet/tcp.h>.
static_assert(static_cast<int>(tcp_state::established) == TCP_ESTABLISHED);
static_assert(static_cast<int>(tcp_state::syn_sent) == TCP_SYN_SENT);
static_assert(static_cast<int>(tcp_state::syn_received) == TCP_SYN_RECV);
static_assert(static_cast<int>(tcp_state::fin_wait_1) == TCP_FIN_WAIT1);
static_assert(static_cast<int>(tcp_state::fin_wait_2) == TCP_FIN_WAIT2);
static_assert(static_cast<int>(tcp_state::time_wait) == TCP_TIME_WAIT);
static_assert(static_cast<int>(tcp_state::closed) == TCP_CLOSE);
static_assert(static_cast<int>(tcp_state::close_wait) == TCP_CLOSE_WAIT);
static_assert(static_cast<int>(tcp_state::last_acknowledgement) == TCP_LAST_ACK);
static_assert(static_cast<int>(tcp_state::listening) == TCP_LISTEN);
static_assert(static_cast<int>(tcp_state::closing) == TCP_CLOSING);
static_assert(static_cast<int>(tcp_state::new_syn_received) ==
              12);  // TCP_NEW_SYN_RECV, <linux/bpf.h>
static_assert(static_cast<int>(tcp_congestion_state::open) == TCP_CA_Open);
static_assert(static_cast<int>(tcp_congestion_state::disorder) == TCP_CA_Disorder);
static_assert(static_cast<int>(tcp_congestion_state::window_reduced) == TCP_CA_CWR);
static_assert(static_cast<int>(tcp_congestion_state::recovery) == TCP_CA_Recovery);
static_assert(static_cast<int>(tcp_congestion_state::loss) == TCP_CA_Loss);

}  // namespace
}  // namespace pins
