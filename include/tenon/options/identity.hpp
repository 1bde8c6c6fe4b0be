// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>

namespace tenon::inline v0::options {

// clang-format off

#ifdef SO_DOMAIN
/// SO_DOMAIN: the number of the family, such as AF_INET (socket(7)).
struct domain : option_at<int, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_DOMAIN;
    static constexpr bool get_only = true;
};
#endif

/// SO_TYPE: the kind, such as SOCK_STREAM (socket(7)).
struct type : option_at<int, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_TYPE;
    static constexpr bool get_only = true;
};

#ifdef SO_PROTOCOL
/// SO_PROTOCOL: the number of the protocol, such as IPPROTO_TCP (socket(7)).
struct protocol : option_at<int, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_PROTOCOL;
    static constexpr bool get_only = true;
};
#endif

/// SO_ACCEPTCONN: the socket listens (socket(7)).
struct accept_connections : option_at<bool, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_ACCEPTCONN;
    static constexpr bool get_only = true;
};

#ifdef SO_COOKIE
/// SO_COOKIE: a number that no other socket of the machine has had since it was started (Linux 4.12).
struct cookie : option_at<std::uint64_t, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_COOKIE;
    static constexpr bool get_only = true;
};
#endif

#ifdef SO_NETNS_COOKIE
/// SO_NETNS_COOKIE: such a number for the network namespace that the socket lives in (Linux 5.14).
struct network_namespace_cookie : option_at<std::uint64_t, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_NETNS_COOKIE;
    static constexpr bool get_only = true;
};
#endif

#ifdef SO_INCOMING_NAPI_ID
/// SO_INCOMING_NAPI_ID: the queue of the device that the last packet came by, 0 for none (socket(7)).
struct incoming_queue : option_at<int, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_INCOMING_NAPI_ID;
    static constexpr bool get_only = true;
};
#endif

#ifdef SO_INCOMING_CPU
/// SO_INCOMING_CPU: the processor that handles what comes, -1 for none yet; set on a `reuse_port` group, it prefers (socket(7)).
struct incoming_cpu : option_at<int, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_INCOMING_CPU; };
#endif

// clang-format on

}  // namespace tenon::inline v0::options
