// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <system_error>

#include <tenon/options/machinery/bounded_text.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/options/machinery/whole.hpp>
#include <tenon/options/values/interface_index.hpp>
#include <tenon/options/values/lingering.hpp>
#include <tenon/options/values/longest_wait.hpp>
#include <tenon/options/values/memory_use.hpp>
#include <tenon/options/values/timestamping_flags.hpp>
#include <tenon/options/values/transmit_clock.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {

/// The options of sockets: socket(7), ip(7), ipv6(7), tcp(7), udp(7), unix(7), raw(7). The comment
/// of each begins with its constant.
namespace options {

// Level SOL_SOCKET: the options that are not specific to one family. See also filter.hpp, and
// unix.hpp for the options of Unix sockets.

// Properties of the socket

#ifdef SO_DOMAIN
/// SO_DOMAIN: the number of the domain, such as AF_INET (socket(7)).
using domain = option<int, SOL_SOCKET, SO_DOMAIN, read_only<on_any>>;
#endif

/// SO_TYPE: the socket type, such as SOCK_STREAM (socket(7)).
using type = option<int, SOL_SOCKET, SO_TYPE, read_only<on_any>>;

#ifdef SO_PROTOCOL
/// SO_PROTOCOL: the number of the protocol, such as IPPROTO_TCP (socket(7)).
using protocol = option<int, SOL_SOCKET, SO_PROTOCOL, read_only<on_any>>;
#endif

/// SO_ACCEPTCONN: whether the socket is listening (socket(7)).
using accept_connections = option<bool, SOL_SOCKET, SO_ACCEPTCONN, read_only<on_any>>;

/// SO_ERROR: the pending error; reading it clears it (socket(7)).
using error = option<std::error_code, SOL_SOCKET, SO_ERROR, read_only<on_any>>;

/// SO_DEBUG: makes the protocol record debugging information, if the system can; needs
/// CAP_NET_ADMIN (socket(7)).
using debug = option<bool, SOL_SOCKET, SO_DEBUG, on_any>;

#ifdef SO_COOKIE
/// SO_COOKIE: a number that no other socket has had since the machine was started (since
/// Linux 4.12).
using cookie = option<std::uint64_t, SOL_SOCKET, SO_COOKIE, read_only<on_any>>;
#endif

#ifdef SO_NETNS_COOKIE
/// SO_NETNS_COOKIE: a number that no other network namespace has had since the machine was started
/// (since Linux 5.14).
using network_namespace_cookie =
    option<std::uint64_t, SOL_SOCKET, SO_NETNS_COOKIE, read_only<on_any>>;
#endif

#ifdef SO_INCOMING_NAPI_ID
/// SO_INCOMING_NAPI_ID: the number of the device's queue that received the last packet, or 0 if
/// there is none (socket(7)).
using incoming_queue = option<int, SOL_SOCKET, SO_INCOMING_NAPI_ID, read_only<on_any>>;
#endif

#ifdef SO_INCOMING_CPU
/// SO_INCOMING_CPU: the processor that received the last packet, or -1 if there is none; in a
/// `reuse_port` group, the processor whose packets the socket prefers (socket(7)).
using incoming_cpu = option<int, SOL_SOCKET, SO_INCOMING_CPU, on_any>;
#endif

// Addresses and interfaces

/// SO_REUSEADDR: allows binding to a local endpoint that an ended connection still holds; the verb
/// `listen` sets it over IP (socket(7)).
using reuse_address = option<bool, SOL_SOCKET, SO_REUSEADDR, on_ip>;

#ifdef TENON_SO_REUSEPORT
/// SO_REUSEPORT: lets several sockets of one user bind to the same local endpoint and share its
/// traffic (socket(7)).
using reuse_port = option<bool, SOL_SOCKET, TENON_SO_REUSEPORT, on_ip>;
#endif

#ifdef SO_BINDTODEVICE
/// SO_BINDTODEVICE: the name of the only interface that the socket uses, or empty for all; needs
/// CAP_NET_RAW to change it, before Linux 5.7 also to set it (socket(7)).
using bind_to_device =
    option<bounded_text<os::interface_name_size - 1>, SOL_SOCKET, SO_BINDTODEVICE, on_ip>;
#endif

#ifdef SO_BINDTOIFINDEX
/// SO_BINDTOIFINDEX: the index of the only interface that the socket uses, or 0 for all; needs
/// CAP_NET_RAW to change it, before Linux 5.7 also to set it (since Linux 5.0).
using bind_to_interface = option<interface_index, SOL_SOCKET, SO_BINDTOIFINDEX, on_ip>;
#endif

/// SO_DONTROUTE: sends only to hosts on the same link, not through a gateway (socket(7)).
using do_not_route = option<bool, SOL_SOCKET, SO_DONTROUTE, on_any>;

/// SO_BROADCAST: allows sending to a broadcast address (socket(7)).
using broadcast = option<bool, SOL_SOCKET, SO_BROADCAST, on_ipv4_messages>;

// Buffers

/// SO_RCVBUF: the size of the receive buffer in bytes; Linux doubles the value that is set, and
/// returns the double (socket(7)).
using receive_buffer_size = option<int, SOL_SOCKET, SO_RCVBUF, on_any>;

/// SO_SNDBUF: the size of the send buffer in bytes; Linux doubles the value that is set, and
/// returns the double (socket(7)).
using send_buffer_size = option<int, SOL_SOCKET, SO_SNDBUF, on_any>;

#ifdef SO_RCVBUFFORCE
/// SO_RCVBUFFORCE: as `receive_buffer_size`, but beyond the system's limit; needs CAP_NET_ADMIN
/// (socket(7)).
using receive_buffer_size_forced = option<int, SOL_SOCKET, SO_RCVBUFFORCE, write_only<on_any>>;
#endif

#ifdef SO_SNDBUFFORCE
/// SO_SNDBUFFORCE: as `send_buffer_size`, but beyond the system's limit; needs CAP_NET_ADMIN
/// (socket(7)).
using send_buffer_size_forced = option<int, SOL_SOCKET, SO_SNDBUFFORCE, write_only<on_any>>;
#endif

/// SO_RCVLOWAT: the number of received bytes at which a socket becomes readable (socket(7)).
using receive_low_water = option<int, SOL_SOCKET, SO_RCVLOWAT, on_connections>;

/// SO_SNDLOWAT: the number of free bytes in the send buffer at which a socket becomes writable;
/// always 1 on Linux (socket(7)).
using send_low_water = option<int, SOL_SOCKET, SO_SNDLOWAT, read_only<on_any>>;

#ifdef SO_BUF_LOCK
/// SO_BUF_LOCK: the buffers whose size the system does not adjust: 0 none, 1 the send buffer, 2 the
/// receive buffer, 3 both (since Linux 5.14).
using buffer_lock = option<int, SOL_SOCKET, SO_BUF_LOCK, on_any>;
#endif

#ifdef SO_RESERVE_MEM
/// SO_RESERVE_MEM: the number of bytes that the control group of the process reserves for the
/// socket (since Linux 5.17).
using reserved_memory = option<int, SOL_SOCKET, SO_RESERVE_MEM, on_any>;
#endif

#ifdef SO_MEMINFO
/// SO_MEMINFO: the memory that the socket uses (sock_diag(7)).
using memory_information = option<memory_use, SOL_SOCKET, SO_MEMINFO, read_only<on_any>>;
#endif

// Time-outs. They limit each system call that blocks; a limit that is passed to an operation limits
// the whole operation.

/// SO_RCVTIMEO: the time that a call may block to receive or accept, after which it fails with
/// `operation_would_block` (socket(7)).
using receive_timeout = option<longest_wait, SOL_SOCKET, SO_RCVTIMEO, on_any>;

/// SO_SNDTIMEO: the time that a call may block to send or connect, after which it fails with
/// `operation_would_block` (socket(7)).
using send_timeout = option<longest_wait, SOL_SOCKET, SO_SNDTIMEO, on_any>;

// Connections

/// Applies to connection-oriented protocols over IP.
using on_ip_connections = on_all_of<on_ip, on_connections>;
/// Applies to protocols with urgent data, in which one byte can overtake the others, and to TCP as
/// the default stream protocol of an IP family.
struct on_urgent {
    template <class Protocol, class Family>
    static constexpr bool applies_to =
        has_urgent_data<Protocol> || tenon::speaks<Protocol, Family>(SOCK_STREAM, IPPROTO_TCP);
};

/// SO_KEEPALIVE: probes an idle connection, and ends it if the peer does not answer (socket(7)).
using keep_alive = option<bool, SOL_SOCKET, SO_KEEPALIVE, on_ip_connections>;

/// SO_LINGER: what closing the socket does while data is unsent, see `lingering` (socket(7)).
using linger = option<lingering, SOL_SOCKET, TENON_SO_LINGER, on_connections>;

/// SO_OOBINLINE: delivers urgent data at its place in the stream (socket(7), tcp(7)).
using out_of_band_inline = option<bool, SOL_SOCKET, SO_OOBINLINE, on_urgent>;

#ifdef SO_TXREHASH
/// SO_TXREHASH: whether a connection that loses packets may try another path: 1 yes, 0 no, -1 the
/// system's default (since Linux 5.18).
using transmit_rehash = option<int, SOL_SOCKET, SO_TXREHASH, on_tcp>;
#endif

// Sending

#ifdef SO_PRIORITY
/// SO_PRIORITY: the priority by which the device's queue is chosen, 0 to 6; other values need
/// CAP_NET_ADMIN (socket(7)).
using priority = option<int, SOL_SOCKET, SO_PRIORITY, on_any>;
#endif

#ifdef SO_MARK
/// SO_MARK: the mark of sent packets, for routing and filtering rules; needs CAP_NET_ADMIN or
/// CAP_NET_RAW (socket(7)).
using mark = option<std::uint32_t, SOL_SOCKET, SO_MARK, on_any>;
#endif

#ifdef SO_MAX_PACING_RATE
/// SO_MAX_PACING_RATE: the greatest number of bytes to send per second; all bits set is no limit
/// (tc-fq(8), since Linux 3.13).
using max_pacing_rate = option<std::uint64_t, SOL_SOCKET, SO_MAX_PACING_RATE, on_any>;
#endif

#ifdef SO_TXTIME
/// SO_TXTIME: lets each message carry the time at which it is sent, see `transmit_clock`; needs
/// CAP_NET_ADMIN for clocks other than CLOCK_MONOTONIC (tc-etf(8), since Linux 4.19).
using transmit_time = option<transmit_clock, SOL_SOCKET, SO_TXTIME, on_any>;
#endif

#ifdef SO_ZEROCOPY
/// SO_ZEROCOPY: allows sending from the caller's buffer without copying it
/// (Documentation/networking/msg_zerocopy, since Linux 4.14).
using zero_copy = option<bool, SOL_SOCKET, SO_ZEROCOPY, on_tcp_or_udp>;
#endif

#ifdef SO_NO_CHECK
/// SO_NO_CHECK: sends UDP over IPv4 without a checksum (RFC 768).
using no_checksum = option<bool, SOL_SOCKET, SO_NO_CHECK, on_udp>;
#endif

// Control messages that come with a received message

#ifdef SO_RXQ_OVFL
/// SO_RXQ_OVFL: delivers the number of messages that the socket has dropped so far (socket(7)).
using receive_queue_overflow = option<bool, SOL_SOCKET, SO_RXQ_OVFL, on_any>;
#endif

#ifdef SO_RCVMARK
/// SO_RCVMARK: delivers the packet's mark; needs CAP_NET_ADMIN or CAP_NET_RAW (since Linux 5.19).
using receive_mark = option<bool, SOL_SOCKET, SO_RCVMARK, on_any>;
#endif

#ifdef TENON_SO_RCVPRIORITY
/// SO_RCVPRIORITY: delivers the packet's priority (since Linux 6.14).
using receive_priority = option<bool, SOL_SOCKET, TENON_SO_RCVPRIORITY, on_any>;
#endif

#ifdef SO_WIFI_STATUS
/// SO_WIFI_STATUS: reports whether a frame that was sent over wireless LAN was acknowledged (since
/// Linux 3.3).
using wifi_status = option<bool, SOL_SOCKET, SO_WIFI_STATUS, on_any>;
#endif

#ifdef SO_SELECT_ERR_QUEUE
/// SO_SELECT_ERR_QUEUE: makes select(2) and poll(2) report a pending error also as an exceptional
/// condition, POLLPRI (socket(7), since Linux 3.10).
using select_error_queue = option<bool, SOL_SOCKET, SO_SELECT_ERR_QUEUE, on_any>;
#endif

// Timestamps

/// SO_TIMESTAMP: delivers the time of reception in microseconds; turns off `timestamp_nanoseconds`
/// (socket(7)).
using timestamp = option<bool, SOL_SOCKET, SO_TIMESTAMP, on_any>;

#ifdef SO_TIMESTAMPNS
/// SO_TIMESTAMPNS: delivers the time of reception in nanoseconds; turns off `timestamp` (socket(7),
/// since Linux 2.6.22).
using timestamp_nanoseconds = option<bool, SOL_SOCKET, SO_TIMESTAMPNS, on_any>;
#endif

#ifdef SO_TIMESTAMPING
/// SO_TIMESTAMPING: which messages get timestamps, from the device or the system, and how these are
/// reported, see `timestamping_flags` (Documentation/networking/timestamping, since Linux 2.6.30).
using timestamping = option<timestamping_flags, SOL_SOCKET, SO_TIMESTAMPING, on_any>;
#endif

// Busy polling: a blocking call polls the device for packets instead of sleeping

#ifdef SO_BUSY_POLL
/// SO_BUSY_POLL: the time for which a receiving call polls the device before it sleeps; raising it
/// needs CAP_NET_ADMIN (socket(7), since Linux 3.11).
using busy_poll = option<whole_microseconds, SOL_SOCKET, SO_BUSY_POLL, on_any>;
#endif

#ifdef SO_PREFER_BUSY_POLL
/// SO_PREFER_BUSY_POLL: keeps the device from raising interrupts while the program polls it; needs
/// CAP_NET_ADMIN (since Linux 5.11).
using prefer_busy_poll = option<bool, SOL_SOCKET, SO_PREFER_BUSY_POLL, on_any>;
#endif

#ifdef SO_BUSY_POLL_BUDGET
/// SO_BUSY_POLL_BUDGET: the number of packets to take in one poll; raising it needs CAP_NET_ADMIN
/// (since Linux 5.11).
using busy_poll_budget = option<int, SOL_SOCKET, SO_BUSY_POLL_BUDGET, write_only<on_any>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
