// SPDX-License-Identifier: BSL-1.0

// Levels IPPROTO_TCP and IPPROTO_UDP. pin.hpp explains the columns.

#include "kernel.hpp"
#include "pin.hpp"

#include <tenon/options/tcp_repair.hpp>

namespace pins {

// TCP: tcp(7).

static_assert(set_and_get<options::no_delay, IPPROTO_TCP, TCP_NODELAY, bool, int>);
#ifdef TCP_CORK
static_assert(set_and_get<options::cork, IPPROTO_TCP, TCP_CORK, bool, int>);
#endif
#ifdef TCP_QUICKACK
static_assert(set_and_get<options::quick_acknowledgement, IPPROTO_TCP, TCP_QUICKACK, bool, int>);
#endif
static_assert(set_and_get<options::max_segment_size, IPPROTO_TCP, TCP_MAXSEG, int, int>);
#ifdef TCP_WINDOW_CLAMP
static_assert(set_and_get<options::window_clamp, IPPROTO_TCP, TCP_WINDOW_CLAMP, int, int>);
#endif
#ifdef TCP_NOTSENT_LOWAT
static_assert(
    set_and_get<options::not_sent_low_water, IPPROTO_TCP, TCP_NOTSENT_LOWAT, std::uint32_t, int>);
#endif
#ifdef TCP_INQ
static_assert(set_and_get<options::receive_in_queue, IPPROTO_TCP, TCP_INQ, bool, int>);
#endif
#ifdef TCP_THIN_LINEAR_TIMEOUTS
static_assert(
    set_and_get<options::thin_linear_timeouts, IPPROTO_TCP, TCP_THIN_LINEAR_TIMEOUTS, bool, int>);
#endif
#ifdef TCP_SAVE_SYN
static_assert(set_and_get<options::save_syn, IPPROTO_TCP, TCP_SAVE_SYN, bool, int>);
#endif
#ifdef TENON_TCP_IS_MPTCP
static_assert(get_only<options::is_multipath, IPPROTO_TCP, kernel::tcp_is_mptcp, bool, int>);
#endif
#ifdef TCP_CONGESTION
static_assert(set_and_get<options::congestion_control, IPPROTO_TCP, TCP_CONGESTION,
                          bounded_text<15>, laid_out<bounded_text<15>>>);
#endif
#ifdef TCP_ULP
static_assert(set_and_get<options::upper_layer_protocol, IPPROTO_TCP, TCP_ULP, bounded_text<15>,
                          laid_out<bounded_text<15>>>);
#endif

// Keep-alive: tcp(7).

#ifdef TENON_TCP_KEEPIDLE
static_assert(set_and_get<options::keep_alive_idle, IPPROTO_TCP, TCP_KEEPIDLE, whole_seconds, int>);
#endif
#ifdef TCP_KEEPINTVL
static_assert(
    set_and_get<options::keep_alive_interval, IPPROTO_TCP, TCP_KEEPINTVL, whole_seconds, int>);
#endif
#ifdef TCP_KEEPCNT
static_assert(set_and_get<options::keep_alive_probes, IPPROTO_TCP, TCP_KEEPCNT, int, int>);
#endif

// Timing: tcp(7).

#ifdef TCP_SYNCNT
static_assert(set_and_get<options::syn_retries, IPPROTO_TCP, TCP_SYNCNT, int, int>);
#endif
#ifdef TCP_DEFER_ACCEPT
static_assert(
    set_and_get<options::defer_accept, IPPROTO_TCP, TCP_DEFER_ACCEPT, whole_seconds, int>);
#endif
#ifdef TCP_LINGER2
static_assert(set_and_get<options::fin_wait_timeout, IPPROTO_TCP, TCP_LINGER2, whole_seconds, int>);
#endif
#ifdef TCP_USER_TIMEOUT
static_assert(
    set_and_get<options::user_timeout, IPPROTO_TCP, TCP_USER_TIMEOUT, whole_milliseconds, int>);
#endif
#ifdef TCP_TX_DELAY
static_assert(
    set_and_get<options::transmit_delay, IPPROTO_TCP, TCP_TX_DELAY, whole_microseconds, int>);
#endif
#ifdef TENON_TCP_RTO_MAX_MS
static_assert(set_and_get<options::max_retransmission_timeout, IPPROTO_TCP, kernel::tcp_rto_max_ms,
                          whole_milliseconds, int>);
#endif
#ifdef TENON_TCP_RTO_MIN_US
static_assert(set_and_get<options::min_retransmission_timeout, IPPROTO_TCP, kernel::tcp_rto_min_us,
                          whole_microseconds, int>);
#endif
#ifdef TENON_TCP_DELACK_MAX_US
static_assert(set_and_get<options::max_acknowledgement_delay, IPPROTO_TCP,
                          kernel::tcp_delack_max_us, whole_microseconds, int>);
#endif
#ifdef TCP_TIMESTAMP
static_assert(get_only<options::segment_clock, IPPROTO_TCP, TCP_TIMESTAMP, std::uint32_t, int>);
#endif

// Fast open: tcp(7), RFC 7413.

#ifdef TENON_HAS_TCP_FASTOPEN
static_assert(set_and_get<options::fast_open, IPPROTO_TCP, TCP_FASTOPEN, int, int>);
#endif
#ifdef TCP_FASTOPEN_CONNECT
static_assert(
    set_and_get<options::fast_open_connect, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, bool, int>);
#endif
#ifdef TCP_FASTOPEN_NO_COOKIE
static_assert(
    set_and_get<options::fast_open_without_cookie, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, bool, int>);
#endif
#ifdef TCP_FASTOPEN_KEY
static_assert(set_and_get<options::fast_open_key, IPPROTO_TCP, TCP_FASTOPEN_KEY,
                          options::fast_open_secret, options::fast_open_secret>);
#endif

// Repair: <linux/tcp.h>.

#ifdef TCP_REPAIR
static_assert(set_and_get<options::repair, IPPROTO_TCP, TCP_REPAIR, int, int>);
#endif
#ifdef TCP_REPAIR_QUEUE
static_assert(set_and_get<options::repair_queue, IPPROTO_TCP, TCP_REPAIR_QUEUE,
                          options::repaired_queue, int>);
#endif
#ifdef TCP_QUEUE_SEQ
static_assert(set_and_get<options::queue_sequence, IPPROTO_TCP, TCP_QUEUE_SEQ, std::uint32_t, int>);
#endif

// Measurements: tcp(7).

#ifdef TENON_HAS_TCP_INFO
static_assert(get_only<options::tcp_info, IPPROTO_TCP, TCP_INFO, options::tcp_information,
                       options::tcp_measurements>);
#endif

// UDP: udp(7).

#ifdef UDP_CORK
static_assert(set_and_get<options::udp_cork, IPPROTO_UDP, UDP_CORK, bool, int>);
#endif
#ifdef UDP_SEGMENT
static_assert(set_and_get<options::segment_size, IPPROTO_UDP, UDP_SEGMENT, int, int>);
#endif
#ifdef UDP_GRO
static_assert(set_and_get<options::receive_offload, IPPROTO_UDP, UDP_GRO, bool, int>);
#endif
#ifdef UDP_NO_CHECK6_TX
static_assert(set_and_get<options::no_checksum_sent, IPPROTO_UDP, UDP_NO_CHECK6_TX, bool, int>);
#endif
#ifdef UDP_NO_CHECK6_RX
static_assert(set_and_get<options::no_checksum_received, IPPROTO_UDP, UDP_NO_CHECK6_RX, bool, int>);
#endif
#ifdef UDP_ENCAP
static_assert(
    set_and_get<options::encapsulation, IPPROTO_UDP, UDP_ENCAP, options::udp_encapsulation, int>);
#endif

}  // namespace pins
