// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/whole.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// Sockets with a connection over IP.
using on_ip_connections = on_all_of<on_ip, on_connections>;

/// SO_KEEPALIVE: a connection over which nothing comes is probed, and ends when nobody answers (socket(7)).
using keep_alive = option<bool, SOL_SOCKET, SO_KEEPALIVE, on_ip_connections>;

#ifdef TENON_TCP_KEEPIDLE
/// TCP_KEEPIDLE: how long nothing comes before the first probe (tcp(7)).
using keep_alive_idle = option<whole_seconds, IPPROTO_TCP, TENON_TCP_KEEPIDLE, on_tcp>;
#endif

#ifdef TCP_KEEPINTVL
/// TCP_KEEPINTVL: the time between probes (tcp(7)).
using keep_alive_interval = option<whole_seconds, IPPROTO_TCP, TCP_KEEPINTVL, on_tcp>;
#endif

#ifdef TCP_KEEPCNT
/// TCP_KEEPCNT: probes without an answer that end the connection (tcp(7)).
using keep_alive_probes = option<int, IPPROTO_TCP, TCP_KEEPCNT, on_tcp>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
