// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <iterator>
#include <span>
#include <tenon/system/faulty.hpp>

#include "drivers.hpp"

namespace faults {

using tenon::os::call_name;

// The errors that each call may report, from its manual page (Linux, sections 2 and 7), without
// EINTR: see `interruptible`.

inline constexpr int errors_of_socket[] = {EACCES, EAFNOSUPPORT, EINVAL, EMFILE,
                                           ENFILE, ENOBUFS,      ENOMEM, EPROTONOSUPPORT};
inline constexpr int errors_of_socketpair[] = {EAFNOSUPPORT, EFAULT,  EMFILE, ENFILE,
                                               EOPNOTSUPP,   ENOBUFS, ENOMEM, EPROTONOSUPPORT};
inline constexpr int errors_of_accept[] = {
    EAGAIN,      EBADF,     ECONNABORTED, EFAULT,       EINVAL,      EMFILE,          ENFILE,
    ENOBUFS,     ENOMEM,    ENOTSOCK,     EOPNOTSUPP,   EPERM,       EPROTO,          ENETDOWN,
    ENOPROTOOPT, EHOSTDOWN, ENONET,       EHOSTUNREACH, ENETUNREACH, ESOCKTNOSUPPORT, ETIMEDOUT};
inline constexpr int errors_of_fcntl[] = {EBADF, EINVAL, EMFILE};
inline constexpr int errors_of_close[] = {EBADF, EIO, ENOSPC, EDQUOT};
inline constexpr int errors_of_shutdown[] = {EBADF, EINVAL, ENOTCONN, ENOTSOCK};
inline constexpr int errors_of_bind[] = {EACCES,  EADDRINUSE, EADDRNOTAVAIL, EBADF,  EFAULT,
                                         EINVAL,  ELOOP,      ENOENT,        ENOMEM, ENAMETOOLONG,
                                         ENOBUFS, ENOTDIR,    ENOTSOCK,      EROFS};
inline constexpr int errors_of_listen[] = {EADDRINUSE, EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP};
inline constexpr int errors_of_connect[] = {EACCES,       EPERM,    EADDRINUSE,   EADDRNOTAVAIL,
                                            EAFNOSUPPORT, EAGAIN,   EALREADY,     EBADF,
                                            ECONNREFUSED, EFAULT,   EHOSTUNREACH, EISCONN,
                                            ENETUNREACH,  ENOTSOCK, EPROTOTYPE,   ETIMEDOUT};
inline constexpr int errors_of_name[] = {EBADF, EFAULT, EINVAL, ENOBUFS, ENOTCONN, ENOTSOCK};
inline constexpr int errors_of_send[] = {
    EACCES,     EAGAIN,  EALREADY,     EBADF,        ECONNRESET, EDESTADDRREQ, EFAULT,
    EINVAL,     EISCONN, EMSGSIZE,     ENOBUFS,      ENOMEM,     ENOTCONN,     ENOTSOCK,
    EOPNOTSUPP, EPIPE,   ECONNREFUSED, EHOSTUNREACH, ENETUNREACH};
inline constexpr int errors_of_recv[] = {EAGAIN,   EBADF,     ECONNREFUSED, ECONNRESET,
                                         EFAULT,   EINVAL,    ENOMEM,       ENOTCONN,
                                         ENOTSOCK, ETIMEDOUT, EHOSTUNREACH};
inline constexpr int errors_of_ioctl[] = {EBADF, EFAULT, EINVAL, ENOTTY};
inline constexpr int errors_of_option[] = {EBADF,  EDOM,        EFAULT,   EINVAL,
                                           ENOMEM, ENOPROTOOPT, ENOTSOCK, EPERM};
inline constexpr int errors_of_poll[] = {EFAULT, EINVAL, ENOMEM};
inline constexpr int errors_of_epoll_control[] = {EBADF,  EEXIST, EINVAL, ELOOP,
                                                  ENOENT, ENOMEM, ENOSPC, EPERM};
inline constexpr int errors_of_epoll_wait[] = {EBADF, EFAULT, EINVAL};
inline constexpr int errors_of_event[] = {EMFILE, ENFILE, ENODEV, ENOMEM};
inline constexpr int errors_of_pending[] = {EBADF,     ENOTSOCK,     ECONNREFUSED, ECONNRESET,
                                            ETIMEDOUT, EHOSTUNREACH, ENETUNREACH,  EPIPE};
inline constexpr int errors_of_interface[] = {ENODEV, EMFILE, ENFILE, ENOBUFS, ENOMEM};
inline constexpr int errors_of_netdevice[] = {EBADF, EFAULT, EINVAL, ENODEV, ENOTTY};
inline constexpr int errors_of_interface_address[] = {EADDRNOTAVAIL, EBADF,  EFAULT,
                                                      EINVAL,        ENODEV, ENOTTY};

inline constexpr std::span<const int> no_errors;

/// The facts of a call that the walk uses.
struct call_facts {
    call_name call;
    const char* name;
    std::span<const int> errors;
    bool interruptible = false;            ///< a signal ends it with EINTR
    bool transfers_bytes = false;          ///< it may transfer fewer bytes than requested
    unsigned walked_under = every;         ///< the drivers under which the walk makes the call
    bool needs_network_namespace = false;  ///< the walk makes the call only in a network namespace
};

inline constexpr call_facts facts_of_calls[] = {
    {call_name::socket, "socket", errors_of_socket},
    {call_name::socketpair, "socketpair", errors_of_socketpair},
    {call_name::accept, "accept", errors_of_accept, true},
    {call_name::duplicate, "duplicate", errors_of_fcntl},
    {call_name::close, "close", errors_of_close, true},
    {call_name::shutdown, "shutdown", errors_of_shutdown},
    {call_name::shutdown_and_wake, "shutdown_and_wake", errors_of_shutdown},
    {call_name::set_reuse_address, "set_reuse_address", errors_of_option},
    {call_name::bind, "bind", errors_of_bind},
    {call_name::listen, "listen", errors_of_listen},
    {call_name::connect, "connect", errors_of_connect, true},
    {call_name::disconnect, "disconnect", errors_of_connect},
    {call_name::getsockname, "getsockname", errors_of_name},
    {call_name::getpeername, "getpeername", errors_of_name},
    {call_name::send, "send", errors_of_send, true, true},
    {call_name::sendto, "sendto", errors_of_send, true, true},
    {call_name::recv, "recv", errors_of_recv, true, true},
    {call_name::recv_datagram, "recv_datagram", errors_of_recv, true, true},
    {call_name::recvfrom, "recvfrom", errors_of_recv, true, true},
    // No operation makes these four yet.
    {call_name::sendmsg, "sendmsg", errors_of_send, true, true, 0},
    {call_name::recvmsg, "recvmsg", errors_of_recv, true, true, 0},
    {call_name::sendmmsg, "sendmmsg", errors_of_send, true, true, 0},
    {call_name::recvmmsg, "recvmmsg", errors_of_recv, true, true, 0},
    {call_name::available, "available", errors_of_ioctl},
    {call_name::sockatmark, "sockatmark", errors_of_ioctl},
    {call_name::setsockopt, "setsockopt", errors_of_option},
    {call_name::getsockopt, "getsockopt", errors_of_option},
    {call_name::change_membership, "change_membership", errors_of_option},
    {call_name::poll, "poll", errors_of_poll, true, false, blocking | nonblocking},
    {call_name::poll_any, "poll_any", errors_of_poll, true, false, every & ~epoll_loop},
    {call_name::now, "now", no_errors},
    {call_name::open_event, "open_event", errors_of_event, false, false, waiting},
    {call_name::epoll_create, "epoll_create", errors_of_event, false, false, epoll_loop},
    {call_name::epoll_control, "epoll_control", errors_of_epoll_control, false, false, epoll_loop},
    {call_name::epoll_wait, "epoll_wait", errors_of_epoll_wait, true, false, epoll_loop},
    {call_name::receiving_ended, "receiving_ended", errors_of_poll, true},
    {call_name::nonblocking, "nonblocking", errors_of_fcntl, false, false, blocking},
    {call_name::time_out, "time_out", errors_of_option, false, false, blocking},
    {call_name::set_nonblocking, "set_nonblocking", errors_of_fcntl},
    {call_name::set_close_on_exec, "set_close_on_exec", errors_of_fcntl},
    {call_name::suppress_sigpipe, "suppress_sigpipe", errors_of_option},
    {call_name::domain, "domain", errors_of_option},
    {call_name::protocol, "protocol", errors_of_option},
    {call_name::type, "type", errors_of_option},
    {call_name::listening, "listening", errors_of_option},
    {call_name::pending_error, "pending_error", errors_of_pending},
    {call_name::interface_index, "interface_index", errors_of_interface},
    {call_name::interface_name, "interface_name", errors_of_interface},
    {call_name::interface_addresses, "interface_addresses", errors_of_interface},
    {call_name::interface_mtu, "interface_mtu", errors_of_netdevice},
    {call_name::interface_broadcast, "interface_broadcast", errors_of_interface_address, false,
     false, every, true},
    {call_name::interface_destination, "interface_destination", errors_of_interface_address, false,
     false, every, true},
};

static_assert(std::size(facts_of_calls) == tenon::os::call_names,
              "a call of the system is missing here");

}  // namespace faults
