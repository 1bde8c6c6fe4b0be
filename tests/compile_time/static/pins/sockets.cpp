// SPDX-License-Identifier: BSL-1.0

// Level SOL_SOCKET. pin.hpp explains the columns.

#include "kernel.hpp"
#include "pin.hpp"

namespace pins {

// Any socket: socket(7).

static_assert(set_and_get<options::reuse_address, SOL_SOCKET, SO_REUSEADDR, bool, int>);
#ifdef TENON_SO_REUSEPORT
static_assert(set_and_get<options::reuse_port, SOL_SOCKET, SO_REUSEPORT, bool, int>);
#endif
static_assert(set_and_get<options::keep_alive, SOL_SOCKET, SO_KEEPALIVE, bool, int>);
static_assert(set_and_get<options::broadcast, SOL_SOCKET, SO_BROADCAST, bool, int>);
static_assert(get_only<options::error, SOL_SOCKET, SO_ERROR, std::error_code, int>);
static_assert(set_and_get<options::out_of_band_inline, SOL_SOCKET, SO_OOBINLINE, bool, int>);
static_assert(set_and_get<options::debug, SOL_SOCKET, SO_DEBUG, bool, int>);
static_assert(set_and_get<options::linger, SOL_SOCKET, SO_LINGER, options::lingering, ::linger>);

// Buffers: socket(7), sock_diag(7).

static_assert(set_and_get<options::receive_buffer_size, SOL_SOCKET, SO_RCVBUF, int, int>);
static_assert(set_and_get<options::send_buffer_size, SOL_SOCKET, SO_SNDBUF, int, int>);
#ifdef SO_RCVBUFFORCE
static_assert(set_only<options::receive_buffer_size_forced, SOL_SOCKET, SO_RCVBUFFORCE, int, int>);
#endif
#ifdef SO_SNDBUFFORCE
static_assert(set_only<options::send_buffer_size_forced, SOL_SOCKET, SO_SNDBUFFORCE, int, int>);
#endif
static_assert(set_and_get<options::receive_low_water, SOL_SOCKET, SO_RCVLOWAT, int, int>);
static_assert(get_only<options::send_low_water, SOL_SOCKET, SO_SNDLOWAT, int, int>);
#ifdef SO_BUF_LOCK
static_assert(set_and_get<options::buffer_lock, SOL_SOCKET, SO_BUF_LOCK, int, int>);
#endif
#ifdef SO_RESERVE_MEM
static_assert(set_and_get<options::reserved_memory, SOL_SOCKET, SO_RESERVE_MEM, int, int>);
#endif
#ifdef SO_MEMINFO
static_assert(get_only<options::memory_information, SOL_SOCKET, SO_MEMINFO, options::memory_use,
                       options::memory_use>);
#endif
#ifdef SO_PEEK_OFF
static_assert(set_and_get<options::peek_offset, SOL_SOCKET, SO_PEEK_OFF, int, int>);
#endif

// Time-outs: socket(7).

static_assert(set_and_get<options::receive_timeout, SOL_SOCKET, SO_RCVTIMEO, options::longest_wait,
                          ::timeval>);
static_assert(
    set_and_get<options::send_timeout, SOL_SOCKET, SO_SNDTIMEO, options::longest_wait, ::timeval>);

// Properties of a socket: socket(7).

#ifdef SO_DOMAIN
static_assert(get_only<options::domain, SOL_SOCKET, SO_DOMAIN, int, int>);
#endif
static_assert(get_only<options::type, SOL_SOCKET, SO_TYPE, int, int>);
#ifdef SO_PROTOCOL
static_assert(get_only<options::protocol, SOL_SOCKET, SO_PROTOCOL, int, int>);
#endif
static_assert(get_only<options::accept_connections, SOL_SOCKET, SO_ACCEPTCONN, bool, int>);
#ifdef SO_COOKIE
static_assert(get_only<options::cookie, SOL_SOCKET, SO_COOKIE, std::uint64_t, std::uint64_t>);
#endif
#ifdef SO_NETNS_COOKIE
static_assert(get_only<options::network_namespace_cookie, SOL_SOCKET, SO_NETNS_COOKIE,
                       std::uint64_t, std::uint64_t>);
#endif
#ifdef SO_INCOMING_NAPI_ID
static_assert(get_only<options::incoming_queue, SOL_SOCKET, SO_INCOMING_NAPI_ID, int, int>);
#endif
#ifdef SO_INCOMING_CPU
static_assert(set_and_get<options::incoming_cpu, SOL_SOCKET, SO_INCOMING_CPU, int, int>);
#endif

// Ancillary data: socket(7).

#ifdef SO_RXQ_OVFL
static_assert(set_and_get<options::receive_queue_overflow, SOL_SOCKET, SO_RXQ_OVFL, bool, int>);
#endif
#ifdef SO_RCVMARK
static_assert(set_and_get<options::receive_mark, SOL_SOCKET, SO_RCVMARK, bool, int>);
#endif
#ifdef TENON_SO_RCVPRIORITY
static_assert(
    set_and_get<options::receive_priority, SOL_SOCKET, kernel::so_rcvpriority, bool, int>);
#endif
#ifdef SO_WIFI_STATUS
static_assert(set_and_get<options::wifi_status, SOL_SOCKET, SO_WIFI_STATUS, bool, int>);
#endif
#ifdef SO_SELECT_ERR_QUEUE
static_assert(set_and_get<options::select_error_queue, SOL_SOCKET, SO_SELECT_ERR_QUEUE, bool, int>);
#endif

// Time stamps: socket(7), Documentation/networking/timestamping.rst.

static_assert(set_and_get<options::timestamp, SOL_SOCKET, SO_TIMESTAMP, bool, int>);
#ifdef SO_TIMESTAMPNS
static_assert(set_and_get<options::timestamp_nanoseconds, SOL_SOCKET, SO_TIMESTAMPNS, bool, int>);
#endif
#ifdef SO_TIMESTAMPING
static_assert(set_and_get<options::timestamping, SOL_SOCKET, SO_TIMESTAMPING,
                          options::timestamping_flags, int>);
#endif

// Packet transmission: socket(7), tc-etf(8), tc-fq(8).

#ifdef SO_BINDTODEVICE
static_assert(set_and_get<options::bind_to_device, SOL_SOCKET, SO_BINDTODEVICE,
                          bounded_text<IF_NAMESIZE - 1>, laid_out<bounded_text<IF_NAMESIZE - 1>>>);
#endif
#ifdef SO_BINDTOIFINDEX
static_assert(
    set_and_get<options::bind_to_interface, SOL_SOCKET, SO_BINDTOIFINDEX, interface_index, int>);
#endif
static_assert(set_and_get<options::do_not_route, SOL_SOCKET, SO_DONTROUTE, bool, int>);
#ifdef SO_PRIORITY
static_assert(set_and_get<options::priority, SOL_SOCKET, SO_PRIORITY, int, int>);
#endif
#ifdef SO_MARK
static_assert(set_and_get<options::mark, SOL_SOCKET, SO_MARK, std::uint32_t, int>);
#endif
#ifdef SO_MAX_PACING_RATE
static_assert(set_and_get<options::max_pacing_rate, SOL_SOCKET, SO_MAX_PACING_RATE, std::uint64_t,
                          std::uint64_t>);
#endif
#ifdef SO_TXREHASH
static_assert(set_and_get<options::transmit_rehash, SOL_SOCKET, SO_TXREHASH, int, int>);
#endif
#ifdef SO_TXTIME
static_assert(set_and_get<options::transmit_time, SOL_SOCKET, SO_TXTIME, options::transmit_clock,
                          laid_out<options::transmit_clock>>);
#endif
#ifdef SO_ZEROCOPY
static_assert(set_and_get<options::zero_copy, SOL_SOCKET, SO_ZEROCOPY, bool, int>);
#endif
#ifdef SO_NO_CHECK
static_assert(set_and_get<options::no_checksum, SOL_SOCKET, SO_NO_CHECK, bool, int>);
#endif

// Busy polling: socket(7).

#ifdef SO_BUSY_POLL
static_assert(set_and_get<options::busy_poll, SOL_SOCKET, SO_BUSY_POLL, whole_microseconds, int>);
#endif
#ifdef SO_PREFER_BUSY_POLL
static_assert(set_and_get<options::prefer_busy_poll, SOL_SOCKET, SO_PREFER_BUSY_POLL, bool, int>);
#endif
#ifdef SO_BUSY_POLL_BUDGET
static_assert(set_only<options::busy_poll_budget, SOL_SOCKET, SO_BUSY_POLL_BUDGET, int, int>);
#endif

// Filters: socket(7), bpf(2).

#ifdef SO_ATTACH_FILTER
static_assert(set_only<options::attach_filter, SOL_SOCKET, SO_ATTACH_FILTER,
                       options::filter_program, laid_out<options::filter_program>>);
#endif
#ifdef SO_ATTACH_BPF
static_assert(set_only<options::attach_bpf, SOL_SOCKET, SO_ATTACH_BPF, int, int>);
#endif
#ifdef SO_DETACH_FILTER
static_assert(set_only<options::detach_filter, SOL_SOCKET, SO_DETACH_FILTER, int, int>);
#endif
#ifdef SO_LOCK_FILTER
static_assert(set_and_get<options::lock_filter, SOL_SOCKET, SO_LOCK_FILTER, bool, int>);
#endif
#ifdef SO_BPF_EXTENSIONS
static_assert(get_only<options::filter_extensions, SOL_SOCKET, SO_BPF_EXTENSIONS, int, int>);
#endif
#ifdef SO_ATTACH_REUSEPORT_CBPF
static_assert(set_only<options::attach_reuse_port_filter, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF,
                       options::filter_program, laid_out<options::filter_program>>);
#endif
#ifdef SO_ATTACH_REUSEPORT_EBPF
static_assert(
    set_only<options::attach_reuse_port_bpf, SOL_SOCKET, SO_ATTACH_REUSEPORT_EBPF, int, int>);
#endif
#ifdef SO_DETACH_REUSEPORT_BPF
static_assert(
    set_only<options::detach_reuse_port_filter, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, int, int>);
#endif

// Unix sockets: unix(7).

#ifdef TENON_HAS_SO_PEERCRED
static_assert(
    get_only<options::peer_credentials, SOL_SOCKET, SO_PEERCRED, options::credentials, ::ucred>);
#endif
#ifdef SO_PASSCRED
static_assert(set_and_get<options::pass_credentials, SOL_SOCKET, SO_PASSCRED, bool, int>);
#endif
#ifdef SO_PASSSEC
static_assert(set_and_get<options::pass_security, SOL_SOCKET, SO_PASSSEC, bool, int>);
#endif
#ifdef TENON_SO_PASSPIDFD
static_assert(
    set_and_get<options::pass_process_descriptor, SOL_SOCKET, kernel::so_passpidfd, bool, int>);
#endif
#ifdef TENON_SO_PASSRIGHTS
static_assert(set_and_get<options::pass_rights, SOL_SOCKET, kernel::so_passrights, bool, int>);
#endif
#ifdef SO_PEERSEC
static_assert(get_only<options::peer_security, SOL_SOCKET, SO_PEERSEC, bounded_text<255>,
                       laid_out<bounded_text<255>>>);
#endif
#ifdef TENON_HAS_SO_PEERGROUPS
static_assert(get_only<options::peer_groups, SOL_SOCKET, SO_PEERGROUPS, options::group_list,
                       laid_out<options::group_list>>);
#endif

}  // namespace pins
