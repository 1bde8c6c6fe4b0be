// SPDX-License-Identifier: BSL-1.0
#pragma once

#if defined(_WIN32)
#error "tenon: Windows is planned, and not there yet; see docs/design/portability.md"
#endif

// Apple's headers have the options of RFC 3542 only if this is defined before the first of them: include tenon.hpp first there.
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

/// The operating system: one function a call, the same names and signatures on each platform. A *system* is a policy of
/// the drivers: a value with these functions as members. Each returns what the call returns, or a negated errno.
namespace os {

/// What names a socket to the system.
using descriptor = int;
/// What no descriptor is.
inline constexpr descriptor no_descriptor = -1;

/// A socket address of any family.
using socket_address = ::sockaddr;
/// The length of one in bytes.
using address_length = ::socklen_t;

/// What is added to the type in socket(2) and accept4(2) for a nonblocking descriptor.
#if defined(SOCK_NONBLOCK) && !defined(TENON_PLAIN_POSIX)
inline constexpr int nonblocking_type = SOCK_NONBLOCK;
#else
inline constexpr int nonblocking_type = 0x40000000;
#endif

/// One descriptor in a poll(2).
using poll_entry = ::pollfd;

/// Whether poll(2) has found that an entry is not an open descriptor.
[[nodiscard]] constexpr bool is_invalid(const poll_entry& polled) noexcept {
    return (polled.revents & POLLNVAL) != 0;
}

/// What a call waits for when it would block; the values of poll(2).
enum class readiness : short {
    readable = POLLIN,
    writable = POLLOUT
};

/// The event that the peer has shut its sending direction (POLLRDHUP); 0 if the system has none.
#if defined(POLLRDHUP) && !defined(TENON_PLAIN_POSIX)
inline constexpr int half_closed = POLLRDHUP;
#else
inline constexpr int half_closed = 0;
#endif
/// What poll(2) is asked for by one that waits to receive.
inline constexpr int events_to_receive = POLLIN | POLLPRI | half_closed;
/// What poll(2) is asked for by one that waits to send.
inline constexpr int events_to_send = POLLOUT;
/// The events after which a receiving call does not wait.
inline constexpr int receiving_events = POLLIN | POLLPRI | POLLERR | POLLHUP | half_closed;
/// The events after which a sending call does not wait.
inline constexpr int sending_events = POLLOUT | POLLERR | POLLHUP;
/// The events that tell of more than data: urgent data, an error, the end. The next receiving call may have something to report
/// although a call before it came short.
inline constexpr int exceptional_events = POLLPRI | POLLERR | POLLHUP | half_closed;

/// The directions of shutdown(2).
enum class direction : int {
    receiving = SHUT_RD,
    sending = SHUT_WR,
    both = SHUT_RDWR
};

/// What can change about what a socket receives of a multicast group (RFC 3678). The last four name a source.
enum class membership {
    join_group,
    leave_group,
    join_source,
    leave_source,
    block_source,
    unblock_source
};

/// Whether more can come to a socket, as far as the system can tell without receiving.
enum class ending {
    open,    ///< the receiving direction is open, or the question failed: it can be asked again
    ended,   ///< it was shut down, here or by the peer: only what has come already can be received
    unknown  ///< this system cannot tell one from the other
};

// Flags of a message (send(2), recv(2)).

inline constexpr int peek = MSG_PEEK;         ///< what is received stays to be received
inline constexpr int out_of_band = MSG_OOB;   ///< urgent data
inline constexpr int wait_all = MSG_WAITALL;  ///< as much as there is space for
/// EWOULDBLOCK rather than waiting; 0 if the system has no such flag.
#if defined(MSG_DONTWAIT)
inline constexpr int do_not_wait = MSG_DONTWAIT;
#else
inline constexpr int do_not_wait = 0;
#endif
/// The count is the true length of a message, also if it is cut; one more than the buffers have if the system does not tell.
inline constexpr int true_length = MSG_TRUNC;

// Flags that a message came with (recvmsg(2)).

inline constexpr int truncated = MSG_TRUNC;           ///< the message was longer than its buffers; the rest is lost
inline constexpr int control_truncated = MSG_CTRUNC;  ///< there was more control data than its buffer takes; the rest is lost
inline constexpr int end_of_record = MSG_EOR;         ///< the bytes end a record; also a flag of a call that sends
/// The message is from the queue of errors; also a flag of a call that receives. 0 if the system has no such queue.
#if defined(MSG_ERRQUEUE)
inline constexpr int error_queue = MSG_ERRQUEUE;
#else
inline constexpr int error_queue = 0;
#endif

/// The longest queue of connections that listen(2) takes; the system cuts it to its own limit.
inline constexpr int longest_backlog = SOMAXCONN;

}  // namespace os
}  // namespace v0
}  // namespace tenon
