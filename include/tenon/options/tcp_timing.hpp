// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/whole.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// How long TCP waits for what: tcp(7). See also keep_alive.hpp.

#ifdef TCP_SYNCNT
/// TCP_SYNCNT: how often the first segment of a connection is repeated, 1 to 255 times (tcp(7)).
using syn_retries = option<int, IPPROTO_TCP, TCP_SYNCNT, on_tcp>;
#endif

#ifdef TCP_DEFER_ACCEPT
/// TCP_DEFER_ACCEPT: a connection is there to be accepted when data has come over it, or after so long; 0 is at once. The
/// system counts in repetitions, and gives what they amount to (tcp(7)).
using defer_accept = option<whole_seconds, IPPROTO_TCP, TCP_DEFER_ACCEPT, on_tcp>;
#endif

#ifdef TCP_LINGER2
/// TCP_LINGER2: how long an ended connection waits for the end of its peer; -1 not at all, 0 the system's default (tcp(7)).
using fin_wait_timeout = option<whole_seconds, IPPROTO_TCP, TCP_LINGER2, on_tcp>;
#endif

#ifdef TCP_USER_TIMEOUT
/// TCP_USER_TIMEOUT: how long data may stay unacknowledged before the connection ends; 0 is the system's default (tcp(7)).
using user_timeout = option<whole_milliseconds, IPPROTO_TCP, TCP_USER_TIMEOUT, on_tcp>;
#endif

#ifdef TCP_TX_DELAY
/// TCP_TX_DELAY: each segment is held back so long, to try out slow paths (Linux 5.3).
using transmit_delay = option<whole_microseconds, IPPROTO_TCP, TCP_TX_DELAY, on_tcp>;
#endif

#ifdef TENON_TCP_RTO_MAX_MS
/// TCP_RTO_MAX_MS: the longest time before a segment is repeated, 1 to 120 s (Linux 6.15).
using max_retransmission_timeout = option<whole_milliseconds, IPPROTO_TCP, TENON_TCP_RTO_MAX_MS, on_tcp>;
#endif

#ifdef TENON_TCP_RTO_MIN_US
/// TCP_RTO_MIN_US: the shortest time before a segment is repeated (Linux 6.15).
using min_retransmission_timeout = option<whole_microseconds, IPPROTO_TCP, TENON_TCP_RTO_MIN_US, on_tcp>;
#endif

#ifdef TENON_TCP_DELACK_MAX_US
/// TCP_DELACK_MAX_US: the longest time before a segment is acknowledged (Linux 6.15).
using max_acknowledgement_delay = option<whole_microseconds, IPPROTO_TCP, TENON_TCP_DELACK_MAX_US, on_tcp>;
#endif

#ifdef TCP_TIMESTAMP
/// TCP_TIMESTAMP: the clock of the segments, which counts milliseconds; set only under `repair` (Linux 3.9).
using segment_clock = option<std::uint32_t, IPPROTO_TCP, TCP_TIMESTAMP, read_only<on_tcp>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
