// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {

/// The options of sockets: socket(7), ip(7), ipv6(7), tcp(7), udp(7), unix(7). Each says what it is called on the system.
namespace options {

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

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::lingering> {
    using type = ::linger;
    static constexpr ::linger encode(const options::lingering& value) noexcept {
        // Other systems have other integers there.
        return {static_cast<decltype(::linger::l_onoff)>(value.on), static_cast<decltype(::linger::l_linger)>(value.seconds)};
    }
    static constexpr options::lingering decode(const ::linger& given) noexcept { return {given.l_onoff != 0, given.l_linger}; }
};

namespace tenon {
inline namespace v0 {
namespace options {

/// SO_REUSEADDR: a local endpoint may be bound that an ended connection still holds (socket(7)). Verbs set it on listeners.
using reuse_address = option<bool, SOL_SOCKET, SO_REUSEADDR, on_ip>;

#ifdef TENON_SO_REUSEPORT
/// SO_REUSEPORT: several sockets of one user share a local endpoint, and what comes to it (socket(7)).
using reuse_port = option<bool, SOL_SOCKET, TENON_SO_REUSEPORT, on_ip>;
#endif

/// SO_BROADCAST: messages may be sent to a broadcast address (socket(7)).
using broadcast = option<bool, SOL_SOCKET, SO_BROADCAST, on_ipv4_messages>;

/// SO_ERROR: the pending error, which reading takes away (socket(7)). Read only.
using error = option<std::error_code, SOL_SOCKET, SO_ERROR, read_only<on_any>>;

/// SO_OOBINLINE: urgent data comes in its place in the stream (socket(7), tcp(7)).
using out_of_band_inline = option<bool, SOL_SOCKET, SO_OOBINLINE, on_urgent>;

/// SO_DEBUG: the protocol is debugged, where the system can; needs CAP_NET_ADMIN (socket(7)).
using debug = option<bool, SOL_SOCKET, SO_DEBUG, on_any>;

/// SO_LINGER: see `lingering` (socket(7)).
using linger = option<lingering, SOL_SOCKET, TENON_SO_LINGER, on_connections>;

}  // namespace options
}  // namespace v0
}  // namespace tenon
