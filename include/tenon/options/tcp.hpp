// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/state.hpp>
#include <tenon/options/bounded_text.hpp>
#include <tenon/options/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

// clang-format off

/// TCP_NODELAY: small segments are sent at once (no Nagle algorithm, RFC 896).
struct no_delay : option_at<bool, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_NODELAY; };

#ifdef TCP_CORK
/// TCP_CORK: partial segments are held back until it is off, or for 200 ms (tcp(7)).
struct cork : option_at<bool, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_CORK; };
#endif

#ifdef TCP_QUICKACK
/// TCP_QUICKACK: segments are acknowledged at once. The system may turn it off again by itself (tcp(7)).
struct quick_acknowledgement : option_at<bool, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_QUICKACK; };
#endif

/// TCP_MAXSEG: the longest segment in bytes that is announced and sent, 88 to 32767 (tcp(7)). Before there is a connection the
/// system gives its default.
struct max_segment_size : option_at<int, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_MAXSEG; };

#ifdef TCP_WINDOW_CLAMP
/// TCP_WINDOW_CLAMP: a bound on the window that is announced, in bytes (tcp(7)).
struct window_clamp : option_at<int, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_WINDOW_CLAMP; };
#endif

#ifdef TCP_NOTSENT_LOWAT
/// TCP_NOTSENT_LOWAT: more unsent bytes than this, and the socket is not writable; 0 is the system's default (Linux 3.12).
struct not_sent_low_water : option_at<std::uint32_t, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_NOTSENT_LOWAT; };
#endif

#ifdef TCP_INQ
/// TCP_INQ: how much there is to receive comes as a control message (Linux 4.18).
struct receive_in_queue : option_at<bool, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_INQ; };
#endif

#ifdef TCP_THIN_LINEAR_TIMEOUTS
/// TCP_THIN_LINEAR_TIMEOUTS: a stream of few segments repeats them at even times (Linux 2.6.34).
struct thin_linear_timeouts : option_at<bool, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_THIN_LINEAR_TIMEOUTS; };
#endif

#ifdef TCP_SAVE_SYN
/// TCP_SAVE_SYN: a listener keeps the headers of the first segment of each connection (Linux 4.2).
struct save_syn : option_at<bool, IPPROTO_TCP, on_tcp> {
    using option_at::option_at;
    static constexpr int name = TCP_SAVE_SYN;
    template <class State>
    static constexpr bool applies_in = ready_to_connect<State> || may_accept<State>;
};
#endif

#ifdef TENON_TCP_IS_MPTCP
/// TCP_IS_MPTCP: the connection is one of Multipath TCP (RFC 8684, Linux 6.7).
struct is_multipath : option_at<bool, IPPROTO_TCP, on_tcp> {
    using option_at::option_at;
    static constexpr int name = TENON_TCP_IS_MPTCP;
    static constexpr bool get_only = true;
};
#endif

// clang-format on

#ifdef TCP_CONGESTION
/// TCP_CONGESTION: the name of the algorithm of congestion control, such as "cubic". One that is not loaded is
/// `no_such_file_or_directory`; one that is not open to all needs CAP_NET_ADMIN (tcp(7)).
struct congestion_control : text_option_at<15, IPPROTO_TCP, on_tcp> {
    using text_option_at::text_option_at;
    static constexpr int name = TCP_CONGESTION;
};
#endif

#ifdef TCP_ULP
/// TCP_ULP: the name of what the system speaks over the connection, such as "tls"; empty for nothing (Linux 4.13).
struct upper_layer_protocol : text_option_at<15, IPPROTO_TCP, on_tcp> {
    using text_option_at::text_option_at;
    static constexpr int name = TCP_ULP;
    template <class State>
    static constexpr bool applies_in = has_remote_endpoint<State>;
};
#endif

}  // namespace tenon::inline v0::options
