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
#endif

#endif

namespace tenon::inline v0::os {

/// The kernel is Linux.
#if defined(__linux__)
inline constexpr bool is_linux = true;
#else
inline constexpr bool is_linux = false;
#endif
/// MSG_TRUNC as an argument of recv(2) returns the true length of a message.
#if defined(TENON_HAS_TRUE_LENGTH)
inline constexpr bool has_true_length = true;
#else
inline constexpr bool has_true_length = false;
#endif
/// poll(2) has POLLRDHUP.
#if defined(TENON_HAS_POLLRDHUP)
inline constexpr bool has_pollrdhup = true;
#else
inline constexpr bool has_pollrdhup = false;
#endif

}  // namespace tenon::inline v0::os
