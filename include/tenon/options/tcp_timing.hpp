// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/whole.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

// How long TCP waits for what: tcp(7). See also keep_alive.hpp.

// clang-format off

#ifdef TCP_SYNCNT
/// TCP_SYNCNT: how often the first segment of a connection is repeated, 1 to 255 times (tcp(7)).
struct syn_retries : option_at<int, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_SYNCNT; };
#endif

#ifdef TCP_DEFER_ACCEPT
/// TCP_DEFER_ACCEPT: a connection is there to be accepted when data has come over it, or after so long; 0 is at once. The system
/// counts in repetitions, and gives what they amount to (tcp(7)).
struct defer_accept : option_at<whole_seconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_DEFER_ACCEPT; };
#endif

#ifdef TCP_LINGER2
/// TCP_LINGER2: how long an ended connection waits for the end of its peer; -1 not at all, 0 the system's default (tcp(7)).
struct fin_wait_timeout : option_at<whole_seconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_LINGER2; };
#endif

#ifdef TCP_USER_TIMEOUT
/// TCP_USER_TIMEOUT: how long data may stay unacknowledged before the connection ends; 0 is the system's default (tcp(7)).
struct user_timeout : option_at<whole_milliseconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_USER_TIMEOUT; };
#endif

#ifdef TCP_TX_DELAY
/// TCP_TX_DELAY: each segment is held back so long, to try out slow paths (Linux 5.3).
struct transmit_delay : option_at<whole_microseconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_TX_DELAY; };
#endif

#ifdef TENON_TCP_RTO_MAX_MS
/// TCP_RTO_MAX_MS: the longest time before a segment is repeated, 1 to 120 s (Linux 6.15).
struct max_retransmission_timeout : option_at<whole_milliseconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TENON_TCP_RTO_MAX_MS; };
#endif

#ifdef TENON_TCP_RTO_MIN_US
/// TCP_RTO_MIN_US: the shortest time before a segment is repeated (Linux 6.15).
struct min_retransmission_timeout : option_at<whole_microseconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TENON_TCP_RTO_MIN_US; };
#endif

#ifdef TENON_TCP_DELACK_MAX_US
/// TCP_DELACK_MAX_US: the longest time before a segment is acknowledged (Linux 6.15).
struct max_acknowledgement_delay : option_at<whole_microseconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TENON_TCP_DELACK_MAX_US; };
#endif

#ifdef TCP_TIMESTAMP
/// TCP_TIMESTAMP: the clock of the segments, which counts milliseconds; set only under `repair` (Linux 3.9).
struct segment_clock : option_at<std::uint32_t, IPPROTO_TCP, on_tcp> {
    using option_at::option_at;
    static constexpr int name = TCP_TIMESTAMP;
    static constexpr bool get_only = true;
};
#endif

// clang-format on

}  // namespace tenon::inline v0::options
