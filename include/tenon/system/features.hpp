// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/system/types.hpp>

// Features of this system's calls that go beyond POSIX.1-2008. Each macro is defined if the system
// has the feature. Only the files in system/ test them.
//
// TENON_PLAIN_POSIX removes all of these features, so that a system that has them runs the code for
// systems that do not. It is for tests; every translation unit of a program must agree on it. It
// changes which calls are made, not how the kernel behaves. MSG_NOSIGNAL stays, because POSIX has
// it. MSG_DONTWAIT stays, because every system with poll(2) has it.
#if !defined(TENON_PLAIN_POSIX)

#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK)
#define TENON_HAS_TYPE_FLAGS \
    1  // SOCK_CLOEXEC and SOCK_NONBLOCK: socket(2), socketpair(2), accept4(2)
#endif
#if defined(POLLRDHUP)
#define TENON_HAS_POLLRDHUP 1  // poll(2)
#endif
#if defined(MSG_CMSG_CLOEXEC)
#define TENON_HAS_CMSG_CLOEXEC 1  // recvmsg(2)
#endif
#if defined(SO_DOMAIN)
#define TENON_HAS_SO_DOMAIN 1  // socket(7)
#endif
#if defined(SO_PROTOCOL)
#define TENON_HAS_SO_PROTOCOL 1  // socket(7)
#endif
#if defined(__linux__)
#define TENON_HAS_EVENTFD 1      // eventfd(2)
#define TENON_HAS_PPOLL 1        // ppoll(2)
#define TENON_HAS_TRUE_LENGTH 1  // MSG_TRUNC as an argument of recv(2)
#define TENON_HAS_BATCHES 1      // sendmmsg(2), recvmmsg(2)
#define TENON_HAS_EPOLL 1        // epoll(7)
#if defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 35)
#define TENON_HAS_EPOLL_PWAIT2 1  // epoll_pwait2(2)
#endif
#endif
#endif

#endif

namespace tenon {
inline namespace v0 {
namespace os {

/// True if the kernel is Linux.
#if defined(__linux__)
inline constexpr bool is_linux = true;
#else
inline constexpr bool is_linux = false;
#endif

/// The flag in the type of a new socket that makes its descriptor close-on-exec (SOCK_CLOEXEC); 0
/// if the system has none.
#if defined(TENON_HAS_TYPE_FLAGS)
inline constexpr int close_on_exec = SOCK_CLOEXEC;
#else
inline constexpr int close_on_exec = 0;
#endif
/// The flag by which a sending call raises no SIGPIPE (MSG_NOSIGNAL, send(2)); 0 if the system has
/// none.
#if defined(MSG_NOSIGNAL)
inline constexpr int no_signal = MSG_NOSIGNAL;
#else
inline constexpr int no_signal = 0;
#endif

/// The properties of the system that operations, drivers and tests ask for, besides its calls.
/// Every system has the same constants.
struct posix_facts {
    /// True if a call with the flag `do_not_wait` (MSG_DONTWAIT) does not wait.
    static constexpr bool has_do_not_wait = do_not_wait != 0;
    /// True if connect(2) to AF_UNSPEC undoes a failed attempt to connect. POSIX leaves the state
    /// of such a socket unspecified.
    static constexpr bool undoes_connect = is_linux;
    /// True if shutdown(2) wakes accept(2), and the listener stays shut down. On other systems it
    /// does not wake accept(2), or only once.
    static constexpr bool shutdown_wakes_listeners = is_linux;
    /// True if the system reports the true length of a message that was cut (MSG_TRUNC). Otherwise
    /// the length is one more than the buffer holds.
#if defined(TENON_HAS_TRUE_LENGTH)
    static constexpr bool reports_true_length = true;
#else
    static constexpr bool reports_true_length = false;
#endif
    /// True if the system reports the protocol number of a socket (SO_PROTOCOL).
#if defined(TENON_HAS_SO_PROTOCOL)
    static constexpr bool reports_protocol = true;
#else
    static constexpr bool reports_protocol = false;
#endif
    /// True if poll(2) reports that the peer has shut down only its sending direction, before the
    /// end is received (POLLRDHUP).
#if defined(TENON_HAS_POLLRDHUP)
    static constexpr bool reports_half_close = true;
#else
    static constexpr bool reports_half_close = false;
#endif
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
