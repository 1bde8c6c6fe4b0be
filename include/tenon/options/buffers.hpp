// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// Where peeking can begin later than at the front.
using on_peeking = on_unix;

/// What the system has set aside for a socket, in bytes but for the last (SO_MEMINFO, sock_diag(7)).
struct memory_use {
    std::uint32_t received = 0;             ///< held by data that has come
    std::uint32_t receive_buffer_size = 0;  ///< as `options::receive_buffer_size`
    std::uint32_t being_sent = 0;           ///< held by data on its way
    std::uint32_t send_buffer_size = 0;     ///< as `options::send_buffer_size`
    std::uint32_t reserved = 0;             ///< allotted and not yet used
    std::uint32_t queued_to_send = 0;       ///< held by data that waits to be sent
    std::uint32_t for_options = 0;          ///< held by options, filters among them
    std::uint32_t backlog = 0;              ///< held by packets that nobody has looked at yet
    std::uint32_t dropped = 0;              ///< packets that found no room
    friend constexpr bool operator==(const memory_use&, const memory_use&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::memory_use> : tenon::represented_by_itself<tenon::options::memory_use> {};

namespace tenon {
inline namespace v0 {
namespace options {

/// SO_RCVBUF: the size of the receive buffer in bytes. Linux doubles what is set, and gives the double (socket(7)).
using receive_buffer_size = option<int, SOL_SOCKET, SO_RCVBUF, on_any>;

/// SO_SNDBUF: the size of the send buffer in bytes. Linux doubles what is set, and gives the double (socket(7)).
using send_buffer_size = option<int, SOL_SOCKET, SO_SNDBUF, on_any>;

#ifdef SO_RCVBUFFORCE
/// SO_RCVBUFFORCE: as `receive_buffer_size`, beyond the limit of the system; needs CAP_NET_ADMIN (socket(7)).
using receive_buffer_size_forced = option<int, SOL_SOCKET, SO_RCVBUFFORCE, write_only<on_any>>;
#endif

#ifdef SO_SNDBUFFORCE
/// SO_SNDBUFFORCE: as `send_buffer_size`, beyond the limit of the system; needs CAP_NET_ADMIN (socket(7)).
using send_buffer_size_forced = option<int, SOL_SOCKET, SO_SNDBUFFORCE, write_only<on_any>>;
#endif

/// SO_RCVLOWAT: bytes that must have come before a stream counts as readable (socket(7)).
using receive_low_water = option<int, SOL_SOCKET, SO_RCVLOWAT, on_connections>;

/// SO_SNDLOWAT: bytes of room before a socket counts as writable; on Linux always 1 (socket(7)).
using send_low_water = option<int, SOL_SOCKET, SO_SNDLOWAT, read_only<on_any>>;

#ifdef SO_BUF_LOCK
/// SO_BUF_LOCK: which sizes the system may no longer adjust: 1 the send buffer's, 2 the receive buffer's (Linux 5.14).
using buffer_lock = option<int, SOL_SOCKET, SO_BUF_LOCK, on_any>;
#endif

#ifdef SO_RESERVE_MEM
/// SO_RESERVE_MEM: bytes that a control group sets aside for the socket (Linux 5.17).
using reserved_memory = option<int, SOL_SOCKET, SO_RESERVE_MEM, on_any>;
#endif

#ifdef SO_MEMINFO
/// SO_MEMINFO: what the system has set aside (sock_diag(7)).
using memory_information = option<memory_use, SOL_SOCKET, SO_MEMINFO, read_only<on_any>>;
#endif

#ifdef SO_PEEK_OFF
/// SO_PEEK_OFF: bytes into what has come at which peeking begins, and which peeking moves; -1 is off (socket(7)).
using peek_offset = option<int, SOL_SOCKET, SO_PEEK_OFF, on_peeking>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
