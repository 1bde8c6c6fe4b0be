// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/bounded_text.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// TCP_NODELAY: small segments are sent at once (no Nagle algorithm, RFC 896).
using no_delay = option<bool, IPPROTO_TCP, TCP_NODELAY, on_tcp>;

#ifdef TCP_CORK
/// TCP_CORK: partial segments are held back until it is off, or for 200 ms (tcp(7)).
using cork = option<bool, IPPROTO_TCP, TCP_CORK, on_tcp>;
#endif

#ifdef TCP_QUICKACK
/// TCP_QUICKACK: segments are acknowledged at once. The system may turn it off again by itself (tcp(7)).
using quick_acknowledgement = option<bool, IPPROTO_TCP, TCP_QUICKACK, on_tcp>;
#endif

/// TCP_MAXSEG: the longest segment in bytes that is announced and sent, 88 to 32767 (tcp(7)). Before there is a connection the
/// system gives its default.
using max_segment_size = option<int, IPPROTO_TCP, TCP_MAXSEG, on_tcp>;

#ifdef TCP_WINDOW_CLAMP
/// TCP_WINDOW_CLAMP: a bound on the window that is announced, in bytes (tcp(7)).
using window_clamp = option<int, IPPROTO_TCP, TCP_WINDOW_CLAMP, on_tcp>;
#endif

#ifdef TCP_NOTSENT_LOWAT
/// TCP_NOTSENT_LOWAT: more unsent bytes than this, and the socket is not writable; 0 is the system's default (Linux 3.12).
using not_sent_low_water = option<std::uint32_t, IPPROTO_TCP, TCP_NOTSENT_LOWAT, on_tcp>;
#endif

#ifdef TCP_INQ
/// TCP_INQ: how much there is to receive comes as a control message (Linux 4.18).
using receive_in_queue = option<bool, IPPROTO_TCP, TCP_INQ, on_tcp>;
#endif

#ifdef TCP_THIN_LINEAR_TIMEOUTS
/// TCP_THIN_LINEAR_TIMEOUTS: a stream of few segments repeats them at even times (Linux 2.6.34).
using thin_linear_timeouts = option<bool, IPPROTO_TCP, TCP_THIN_LINEAR_TIMEOUTS, on_tcp>;
#endif

#ifdef TCP_SAVE_SYN
/// TCP_SAVE_SYN: a listener keeps the headers of the first segment of each connection (Linux 4.2).
using save_syn = option<bool, IPPROTO_TCP, TCP_SAVE_SYN, set_without_peer<on_tcp>>;
#endif

#ifdef TENON_TCP_IS_MPTCP
/// TCP_IS_MPTCP: the connection is one of Multipath TCP (RFC 8684, Linux 6.7).
using is_multipath = option<bool, IPPROTO_TCP, TENON_TCP_IS_MPTCP, read_only<on_tcp>>;
#endif

#ifdef TCP_CONGESTION
/// TCP_CONGESTION: the name of the algorithm of congestion control, such as "cubic". One that is not loaded is
/// `no_such_file_or_directory`; one that is not open to all needs CAP_NET_ADMIN (tcp(7)).
using congestion_control = option<bounded_text<15>, IPPROTO_TCP, TCP_CONGESTION, on_tcp>;
#endif

#ifdef TCP_ULP
/// TCP_ULP: the name of what the system speaks over the connection, such as "tls"; empty for nothing (Linux 4.13).
using upper_layer_protocol = option<bounded_text<15>, IPPROTO_TCP, TCP_ULP, set_with_peer<on_tcp>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
