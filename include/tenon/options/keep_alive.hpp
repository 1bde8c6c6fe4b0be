// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/whole.hpp>

namespace tenon::inline v0::options {

/// Sockets with a connection over IP.
using on_ip_connections = on_all_of<on_ip, on_connections>;

// clang-format off

/// SO_KEEPALIVE: a connection over which nothing comes is probed, and ends when nobody answers (socket(7)).
struct keep_alive : option_at<bool, SOL_SOCKET, on_ip_connections> { using option_at::option_at; static constexpr int name = SO_KEEPALIVE; };

#ifdef TCP_KEEPIDLE
/// TCP_KEEPIDLE: how long nothing comes before the first probe (tcp(7)).
struct keep_alive_idle : option_at<whole_seconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_KEEPIDLE; };
#endif

#ifdef TCP_KEEPINTVL
/// TCP_KEEPINTVL: the time between probes (tcp(7)).
struct keep_alive_interval : option_at<whole_seconds, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_KEEPINTVL; };
#endif

#ifdef TCP_KEEPCNT
/// TCP_KEEPCNT: probes without an answer that end the connection (tcp(7)).
struct keep_alive_probes : option_at<int, IPPROTO_TCP, on_tcp> { using option_at::option_at; static constexpr int name = TCP_KEEPCNT; };
#endif

// clang-format on

}  // namespace tenon::inline v0::options
