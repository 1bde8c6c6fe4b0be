// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/options/machinery/bounded_text.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/options/machinery/whole.hpp>
#include <tenon/options/values/fast_open_secret.hpp>
#include <tenon/options/values/tcp_information.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Level IPPROTO_TCP: tcp(7). See also socket.hpp for `keep_alive`, and tcp_repair.hpp, which
// tenon.hpp includes only if TENON_WITH_EVERYTHING is defined.

// When segments are sent

/// TCP_NODELAY: sends small segments at once, without Nagle's algorithm (tcp(7), RFC 896).
using no_delay = option<bool, IPPROTO_TCP, TCP_NODELAY, on_tcp>;

#ifdef TCP_CORK
/// TCP_CORK: holds back partial segments until the option is off, or for 200 ms (tcp(7)).
using cork = option<bool, IPPROTO_TCP, TCP_CORK, on_tcp>;
#endif

#ifdef TCP_QUICKACK
/// TCP_QUICKACK: acknowledges segments at once, until the system turns the option off by itself
/// (tcp(7)).
using quick_acknowledgement = option<bool, IPPROTO_TCP, TCP_QUICKACK, on_tcp>;
#endif

#ifdef TCP_NOTSENT_LOWAT
/// TCP_NOTSENT_LOWAT: the number of unsent bytes above which the socket is not writable; 0 is the
/// system's default (since Linux 3.12).
using not_sent_low_water = option<std::uint32_t, IPPROTO_TCP, TCP_NOTSENT_LOWAT, on_tcp>;
#endif

#ifdef TCP_TX_DELAY
/// TCP_TX_DELAY: the time by which each sent segment is delayed, to emulate a slow path (since
/// Linux 5.3).
using transmit_delay = option<whole_microseconds, IPPROTO_TCP, TCP_TX_DELAY, on_tcp>;
#endif

// Sizes

/// TCP_MAXSEG: the size in bytes of the longest segment that is announced and sent, 88 to 32767;
/// before there is a connection, the system returns its default (tcp(7)).
using max_segment_size = option<int, IPPROTO_TCP, TCP_MAXSEG, on_tcp>;

#ifdef TCP_WINDOW_CLAMP
/// TCP_WINDOW_CLAMP: the greatest window in bytes that is advertised (tcp(7)).
using window_clamp = option<int, IPPROTO_TCP, TCP_WINDOW_CLAMP, on_tcp>;
#endif

// Retransmission and acknowledgement

#ifdef TCP_SYNCNT
/// TCP_SYNCNT: how many times the SYN is retransmitted before connecting fails, 1 to 127 (tcp(7)).
using syn_retries = option<int, IPPROTO_TCP, TCP_SYNCNT, on_tcp>;
#endif

#ifdef TCP_USER_TIMEOUT
/// TCP_USER_TIMEOUT: the time that data may stay unacknowledged before the connection ends; 0 is
/// the system's default (tcp(7)).
using user_timeout = option<whole_milliseconds, IPPROTO_TCP, TCP_USER_TIMEOUT, on_tcp>;
#endif

#ifdef TCP_THIN_LINEAR_TIMEOUTS
/// TCP_THIN_LINEAR_TIMEOUTS: retransmits at constant intervals while few segments are in flight
/// (since Linux 2.6.34).
using thin_linear_timeouts = option<bool, IPPROTO_TCP, TCP_THIN_LINEAR_TIMEOUTS, on_tcp>;
#endif

#ifdef TENON_TCP_RTO_MAX_MS
/// TCP_RTO_MAX_MS: the longest time before a retransmission, 1 to 120 s (since Linux 6.15).
using max_retransmission_timeout =
    option<whole_milliseconds, IPPROTO_TCP, TENON_TCP_RTO_MAX_MS, on_tcp>;
#endif

#ifdef TENON_TCP_RTO_MIN_US
/// TCP_RTO_MIN_US: the shortest time before a retransmission (since Linux 6.15).
using min_retransmission_timeout =
    option<whole_microseconds, IPPROTO_TCP, TENON_TCP_RTO_MIN_US, on_tcp>;
#endif

#ifdef TENON_TCP_DELACK_MAX_US
/// TCP_DELACK_MAX_US: the longest time before an acknowledgement (since Linux 6.15).
using max_acknowledgement_delay =
    option<whole_microseconds, IPPROTO_TCP, TENON_TCP_DELACK_MAX_US, on_tcp>;
#endif

// Keep-alive: the probes that `keep_alive` turns on

#ifdef TENON_TCP_KEEPIDLE
/// TCP_KEEPIDLE: the time that a connection is idle before the first probe (tcp(7)).
using keep_alive_idle = option<whole_seconds, IPPROTO_TCP, TENON_TCP_KEEPIDLE, on_tcp>;
#endif

#ifdef TCP_KEEPINTVL
/// TCP_KEEPINTVL: the time between probes (tcp(7)).
using keep_alive_interval = option<whole_seconds, IPPROTO_TCP, TCP_KEEPINTVL, on_tcp>;
#endif

#ifdef TCP_KEEPCNT
/// TCP_KEEPCNT: the number of unanswered probes after which the connection ends (tcp(7)).
using keep_alive_probes = option<int, IPPROTO_TCP, TCP_KEEPCNT, on_tcp>;
#endif

// Accepting and ending

#ifdef TCP_DEFER_ACCEPT
/// TCP_DEFER_ACCEPT: the time for which a listener waits for the first data before it offers a
/// connection; 0 offers it at once, and the system rounds up to whole retransmissions (tcp(7)).
using defer_accept = option<whole_seconds, IPPROTO_TCP, TCP_DEFER_ACCEPT, on_tcp>;
#endif

#ifdef TCP_SAVE_SYN
/// TCP_SAVE_SYN: makes a listener keep the headers of the SYN of each connection (since Linux 4.2).
using save_syn = option<bool, IPPROTO_TCP, TCP_SAVE_SYN, set_without_peer<on_tcp>>;
#endif

#ifdef TCP_LINGER2
/// TCP_LINGER2: the time that a closed connection waits for the peer's FIN; 0 is the system's
/// default, -1 does not wait (tcp(7)).
using fin_wait_timeout = option<whole_seconds, IPPROTO_TCP, TCP_LINGER2, on_tcp>;
#endif

// Fast Open: data in the SYN of a connection (RFC 7413)

#ifdef TENON_HAS_TCP_FASTOPEN
/// TCP_FASTOPEN: the greatest number of Fast Open connections that may be pending on a listener
/// (tcp(7), RFC 7413).
using fast_open = option<int, IPPROTO_TCP, TCP_FASTOPEN, set_without_peer<on_tcp>>;
#endif

#ifdef TCP_FASTOPEN_CONNECT
/// TCP_FASTOPEN_CONNECT: delays connecting until the first data is sent, and sends that data in the
/// SYN (tcp(7), since Linux 4.11).
using fast_open_connect =
    option<bool, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, set_before_connect<on_tcp>>;
#endif

#ifdef TCP_FASTOPEN_NO_COOKIE
/// TCP_FASTOPEN_NO_COOKIE: sends and accepts data in the SYN without a cookie (since Linux 4.15).
using fast_open_without_cookie =
    option<bool, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, set_without_peer<on_tcp>>;
#endif

#ifdef TCP_FASTOPEN_KEY
/// TCP_FASTOPEN_KEY: the key with which a listener generates Fast Open cookies (since Linux 4.15).
using fast_open_key = option<fast_open_secret, IPPROTO_TCP, TCP_FASTOPEN_KEY, on_tcp>;
#endif

// Algorithms

#ifdef TCP_CONGESTION
/// TCP_CONGESTION: the name of the congestion control algorithm, such as "cubic"; a name that is
/// not loaded fails with `no_such_file_or_directory`, and one outside
/// tcp_allowed_congestion_control needs CAP_NET_ADMIN (tcp(7)).
using congestion_control = option<bounded_text<15>, IPPROTO_TCP, TCP_CONGESTION, on_tcp>;
#endif

#ifdef TCP_ULP
/// TCP_ULP: the name of the protocol that the system speaks over the connection, such as "tls";
/// empty if there is none (since Linux 4.13).
using upper_layer_protocol = option<bounded_text<15>, IPPROTO_TCP, TCP_ULP, set_with_peer<on_tcp>>;
#endif

#ifdef TENON_TCP_IS_MPTCP
/// TCP_IS_MPTCP: whether the connection uses Multipath TCP (RFC 8684, since Linux 6.7).
using is_multipath = option<bool, IPPROTO_TCP, TENON_TCP_IS_MPTCP, read_only<on_tcp>>;
#endif

// Measurements

#ifdef TENON_HAS_TCP_INFO
/// TCP_INFO: the measurements of the connection, see `tcp_measurements` (tcp(7)).
using tcp_info = option<tcp_information, IPPROTO_TCP, TCP_INFO, read_only<on_tcp>>;
#endif

#ifdef TCP_INQ
/// TCP_INQ: delivers the number of bytes that wait to be received, as a control message (since
/// Linux 4.18).
using receive_in_queue = option<bool, IPPROTO_TCP, TCP_INQ, on_tcp>;
#endif

#ifdef TCP_TIMESTAMP
/// TCP_TIMESTAMP: the clock of the timestamps in segments, in milliseconds (since Linux 3.9).
using segment_clock = option<std::uint32_t, IPPROTO_TCP, TCP_TIMESTAMP, read_only<on_tcp>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
