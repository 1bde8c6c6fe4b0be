// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/option.hpp>

/// The options of sockets: socket(7), ip(7), ipv6(7), tcp(7). Each names what it is on the system.
namespace tenon::inline v0::options {

/// Sockets without a connection over IPv4.
struct on_ipv4_messages {
    template <class Protocol, class Family>
    static constexpr bool applies_to = on_ipv4::applies_to<Protocol, Family> && connectionless<Protocol>;
};

/// SO_REUSEADDR: a local endpoint may be bound that an ended connection still holds. Verbs set it on listeners.
// clang-format off
struct reuse_address : option<bool, SOL_SOCKET, SO_REUSEADDR, on_ip> { using option::option; };
// clang-format on

/// SO_BROADCAST: messages may be sent to a broadcast address.
// clang-format off
struct broadcast : option<bool, SOL_SOCKET, SO_BROADCAST, on_ipv4_messages> { using option::option; };
// clang-format on

/// SO_RCVBUF: the size of the receive buffer in bytes. Linux doubles what is set, and gives the double.
// clang-format off
struct receive_buffer_size : option<int, SOL_SOCKET, SO_RCVBUF, on_any> { using option::option; };
// clang-format on

/// SO_SNDBUF: the size of the send buffer in bytes. Linux doubles what is set, and gives the double.
// clang-format off
struct send_buffer_size : option<int, SOL_SOCKET, SO_SNDBUF, on_any> { using option::option; };
// clang-format on

/// SO_ERROR: the pending error, which reading takes away. Read only.
struct error : option<std::error_code, SOL_SOCKET, SO_ERROR, on_any> {
    using option::option;
    static constexpr bool get_only = true;
};

/// What closing a socket with unsent data does: return at once (`on` false), or wait up to `seconds`. With 0 seconds the data
/// is discarded and a TCP connection reset.
struct lingering {
    bool on = false;
    int seconds = 0;
    friend constexpr bool operator==(const lingering&, const lingering&) noexcept = default;
};

/// Sockets with a connection.
struct on_connections {
    template <class Protocol, class Family>
    static constexpr bool applies_to = connection_oriented<Protocol>;
};

}  // namespace tenon::inline v0::options

template <>
struct tenon::option_representation<tenon::options::lingering> {
    using type = ::linger;
    static constexpr ::linger encode(const options::lingering& value) noexcept { return {value.on ? 1 : 0, value.seconds}; }
    static constexpr options::lingering decode(const ::linger& given) noexcept { return {given.l_onoff != 0, given.l_linger}; }
};

namespace tenon::inline v0::options {

/// SO_LINGER: see `lingering`.
// clang-format off
struct linger : option<lingering, SOL_SOCKET, SO_LINGER, on_connections> { using option::option; };
// clang-format on

static_assert(socket_option<reuse_address> && socket_option<error> && socket_option<linger>);

}  // namespace tenon::inline v0::options
