// SPDX-License-Identifier: BSL-1.0
#pragma once

#if defined(_WIN32)
#error "tenon: Windows is not supported yet; see docs/design/portability.md"
#endif

// Apple's headers declare the options of RFC 3542 only if this macro is defined before the first of
// them is included: there, include tenon.hpp first.
#if defined(__APPLE__) && !defined(__APPLE_USE_RFC_3542)
#define __APPLE_USE_RFC_3542 1
#endif

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>

namespace tenon {
inline namespace v0 {

/// The operating system: one function for each system call, with the same names and signatures on
/// each platform. A *system* is a policy of the drivers: a value with these functions as members.
/// Each function returns what the system call returns, or a negated errno.
namespace os {

/// The number by which the system knows a socket or another open file.
using descriptor = int;
/// The invalid descriptor value.
inline constexpr descriptor no_descriptor = -1;

/// A socket address of any family.
using socket_address = ::sockaddr;
/// The length of a socket address in bytes.
using address_length = ::socklen_t;

/// The flag in the type of socket(2) and accept4(2) that makes a descriptor nonblocking.
#if defined(SOCK_NONBLOCK) && !defined(TENON_PLAIN_POSIX)
inline constexpr int nonblocking_type = SOCK_NONBLOCK;
#else
inline constexpr int nonblocking_type = 0x40000000;
#endif

/// An entry of poll(2): a descriptor and its events.
using poll_entry = ::pollfd;

/// Returns whether poll(2) has found that the descriptor of an entry is not open.
[[nodiscard]] constexpr bool is_invalid(const poll_entry& polled) noexcept {
    return (polled.revents & POLLNVAL) != 0;
}

/// The readiness that a call waits for if it would block. The values are those of poll(2).
enum class readiness : short {
    readable = POLLIN,
    writable = POLLOUT
};

/// The event that the peer has shut down its sending direction (POLLRDHUP); 0 if the system has
/// none.
#if defined(POLLRDHUP) && !defined(TENON_PLAIN_POSIX)
inline constexpr int half_closed = POLLRDHUP;
#else
inline constexpr int half_closed = 0;
#endif
/// The events that poll(2) is to report to a receiving call.
inline constexpr int events_to_receive = POLLIN | POLLPRI | half_closed;
/// The events that poll(2) is to report to a sending call.
inline constexpr int events_to_send = POLLOUT;
/// The events after which a receiving call does not wait.
inline constexpr int receiving_events = POLLIN | POLLPRI | POLLERR | POLLHUP | half_closed;
/// The events after which a sending call does not wait.
inline constexpr int sending_events = POLLOUT | POLLERR | POLLHUP;
/// The events that report more than data: urgent data, an error, the end. After one of them the
/// next receiving call may have something to report, even if the call before it received less than
/// its buffer holds.
inline constexpr int exceptional_events = POLLPRI | POLLERR | POLLHUP | half_closed;

/// The directions of shutdown(2).
enum class direction : int {
    receiving = SHUT_RD,
    sending = SHUT_WR,
    both = SHUT_RDWR
};

/// The changes of a membership in a multicast group (RFC 3678). The last four name a source.
enum class membership {
    join_group,
    leave_group,
    join_source,
    leave_source,
    block_source,
    unblock_source
};

/// Whether a socket can still receive more, as far as the system can tell without receiving.
enum class ending {
    open,    ///< the receiving direction is open, or the query failed and can be made again
    ended,   ///< it was shut down, here or by the peer: only what has arrived already can be
             ///< received
    unknown  ///< this system cannot tell whether it is open or ended
};

// Flags of a message (send(2), recv(2)).

inline constexpr int peek = MSG_PEEK;         ///< the received bytes can be received again
inline constexpr int out_of_band = MSG_OOB;   ///< urgent data
inline constexpr int wait_all = MSG_WAITALL;  ///< wait until the buffer is full
/// Fail with EWOULDBLOCK rather than wait; 0 if the system has no such flag.
#if defined(MSG_DONTWAIT)
inline constexpr int do_not_wait = MSG_DONTWAIT;
#else
inline constexpr int do_not_wait = 0;
#endif
/// Return the true length of a message, even if it is cut; if the system does not report it, one
/// more than the buffers hold.
inline constexpr int true_length = MSG_TRUNC;

// Flags of a received message (recvmsg(2)).

inline constexpr int truncated =
    MSG_TRUNC;  ///< the message was longer than its buffers; the rest is lost
inline constexpr int control_truncated =
    MSG_CTRUNC;  ///< the control data were longer than their buffer; the rest is lost
inline constexpr int end_of_record =
    MSG_EOR;  ///< the bytes end a record; also a flag of a sending call
/// The message is from the error queue; also a flag of a receiving call. 0 if the system has no
/// such queue.
#if defined(MSG_ERRQUEUE)
inline constexpr int error_queue = MSG_ERRQUEUE;
#else
inline constexpr int error_queue = 0;
#endif

/// The longest queue of connections that listen(2) takes. The system cuts it to its own limit.
inline constexpr int longest_backlog = SOMAXCONN;

}  // namespace os
}  // namespace v0
}  // namespace tenon
