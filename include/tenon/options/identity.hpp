// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

#ifdef SO_DOMAIN
/// SO_DOMAIN: the number of the family, such as AF_INET (socket(7)).
using domain = option<int, SOL_SOCKET, SO_DOMAIN, read_only<on_any>>;
#endif

/// SO_TYPE: the socket type, such as SOCK_STREAM (socket(7)).
using type = option<int, SOL_SOCKET, SO_TYPE, read_only<on_any>>;

#ifdef SO_PROTOCOL
/// SO_PROTOCOL: the number of the protocol, such as IPPROTO_TCP (socket(7)).
using protocol = option<int, SOL_SOCKET, SO_PROTOCOL, read_only<on_any>>;
#endif

/// SO_ACCEPTCONN: the socket listens (socket(7)).
using accept_connections = option<bool, SOL_SOCKET, SO_ACCEPTCONN, read_only<on_any>>;

#ifdef SO_COOKIE
/// SO_COOKIE: a number that no other socket of the machine has had since it was started (Linux 4.12).
using cookie = option<std::uint64_t, SOL_SOCKET, SO_COOKIE, read_only<on_any>>;
#endif

#ifdef SO_NETNS_COOKIE
/// SO_NETNS_COOKIE: such a number for the network namespace that the socket lives in (Linux 5.14).
using network_namespace_cookie = option<std::uint64_t, SOL_SOCKET, SO_NETNS_COOKIE, read_only<on_any>>;
#endif

#ifdef SO_INCOMING_NAPI_ID
/// SO_INCOMING_NAPI_ID: the queue of the device that the last packet came by, 0 for none (socket(7)).
using incoming_queue = option<int, SOL_SOCKET, SO_INCOMING_NAPI_ID, read_only<on_any>>;
#endif

#ifdef SO_INCOMING_CPU
/// SO_INCOMING_CPU: the processor that handles what comes, -1 for none yet; set on a `reuse_port` group, it prefers
/// (socket(7)).
using incoming_cpu = option<int, SOL_SOCKET, SO_INCOMING_CPU, on_any>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
