// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>

namespace tenon::inline v0::options {

// The options of socket(7) that have no file of their own. Each names what it is on the system.

/// Sockets without a connection over IPv4.
using on_ipv4_messages = on_all_of<on_ipv4, on_connectionless>;

/// Where one byte can overtake the others.
struct on_urgent {
    template <class Protocol, class Family>
    static constexpr bool applies_to = has_urgent_data<Protocol> || on_tcp::applies_to<Protocol, Family>;
};

/// What closing a socket with unsent data does: return at once (`on` false), or wait up to `seconds`. With 0 seconds the data
/// is discarded and a TCP connection reset.
struct lingering {
    bool on = false;
    int seconds = 0;
    friend constexpr bool operator==(const lingering&, const lingering&) noexcept = default;
};

}  // namespace tenon::inline v0::options

template <>
struct tenon::option_representation<tenon::options::lingering> {
    using type = ::linger;
    static constexpr ::linger encode(const options::lingering& value) noexcept { return {value.on ? 1 : 0, value.seconds}; }
    static constexpr options::lingering decode(const ::linger& given) noexcept { return {given.l_onoff != 0, given.l_linger}; }
};

namespace tenon::inline v0::options {

// clang-format off

/// SO_REUSEADDR: a local endpoint may be bound that an ended connection still holds. Verbs set it on listeners.
struct reuse_address : option_at<bool, SOL_SOCKET, on_ip> { using option_at::option_at; static constexpr int name = SO_REUSEADDR; };

#ifdef SO_REUSEPORT
/// SO_REUSEPORT: several sockets of one user share a local endpoint, and what comes to it (socket(7)).
struct reuse_port : option_at<bool, SOL_SOCKET, on_ip> { using option_at::option_at; static constexpr int name = SO_REUSEPORT; };
#endif

/// SO_BROADCAST: messages may be sent to a broadcast address.
struct broadcast : option_at<bool, SOL_SOCKET, on_ipv4_messages> { using option_at::option_at; static constexpr int name = SO_BROADCAST; };

/// SO_ERROR: the pending error, which reading takes away. Read only.
struct error : option_at<std::error_code, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_ERROR;
    static constexpr bool get_only = true;
};

/// SO_OOBINLINE: urgent data comes in its place in the stream (socket(7), tcp(7)).
struct out_of_band_inline : option_at<bool, SOL_SOCKET, on_urgent> { using option_at::option_at; static constexpr int name = SO_OOBINLINE; };

/// SO_DEBUG: the protocol is debugged, where the system can; needs CAP_NET_ADMIN (socket(7)).
struct debug : option_at<bool, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_DEBUG; };

/// SO_LINGER: see `lingering`.
struct linger : option_at<lingering, SOL_SOCKET, on_connections> { using option_at::option_at; static constexpr int name = SO_LINGER; };

// clang-format on

}  // namespace tenon::inline v0::options
