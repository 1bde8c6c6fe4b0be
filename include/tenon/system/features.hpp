// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/system/types.hpp>

// What the calls of this system can do beyond POSIX.1-2008: each macro is defined if they can. Only system/ asks for them.
//
// TENON_PLAIN_POSIX takes all of it away, so that a system that has it runs the code for systems that do not. It is for tests:
// every translation unit of a program must agree on it. It takes away what is called, not how the kernel behaves. MSG_NOSIGNAL
// stays, since it is of POSIX, and so does MSG_DONTWAIT, since every system with poll(2) has it.
#if !defined(TENON_PLAIN_POSIX)

#if defined(SOCK_CLOEXEC) && defined(SOCK_NONBLOCK)
#define TENON_HAS_TYPE_FLAGS 1  // SOCK_CLOEXEC and SOCK_NONBLOCK: socket(2), socketpair(2), accept4(2)
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

/// The kernel is Linux.
#if defined(__linux__)
inline constexpr bool is_linux = true;
#else
inline constexpr bool is_linux = false;
#endif

/// What is added to the type of a new socket for a descriptor that exec(2) closes, if that is possible; else 0.
#if defined(TENON_HAS_TYPE_FLAGS)
inline constexpr int close_on_exec = SOCK_CLOEXEC;
#else
inline constexpr int close_on_exec = 0;
#endif
/// The flag of a sending call that raises no SIGPIPE, if there is one (send(2)); else 0.
#if defined(MSG_NOSIGNAL)
inline constexpr int no_signal = MSG_NOSIGNAL;
#else
inline constexpr int no_signal = 0;
#endif

/// What operations, drivers and tests know of the system besides its calls. A system of another type has the same constants.
struct posix_facts {
    /// A call with the flag `do_not_wait` does not wait (MSG_DONTWAIT).
    static constexpr bool has_do_not_wait = do_not_wait != 0;
    /// connect(2) to AF_UNSPEC undoes an attempt to connect that failed. POSIX leaves such a socket unspecified.
    static constexpr bool undoes_connect = is_linux;
    /// shutdown(2) wakes accept(2), and the listener stays shut down. Elsewhere it wakes nothing, or only once.
    static constexpr bool shutdown_wakes_listeners = is_linux;
    /// The true length of a message that was cut is known (MSG_TRUNC). Otherwise it is one more than the buffer holds.
#if defined(TENON_HAS_TRUE_LENGTH)
    static constexpr bool tells_true_length = true;
#else
    static constexpr bool tells_true_length = false;
#endif
    /// The protocol number of a socket can be asked for (SO_PROTOCOL).
#if defined(TENON_HAS_SO_PROTOCOL)
    static constexpr bool tells_protocol = true;
#else
    static constexpr bool tells_protocol = false;
#endif
    /// That the peer has shut only its sending direction is known before it is received (POLLRDHUP).
#if defined(TENON_HAS_POLLRDHUP)
    static constexpr bool tells_half_close = true;
#else
    static constexpr bool tells_half_close = false;
#endif
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
