// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <driver_under_test.hpp>
#include <string_view>
#include <tenon/base/error.hpp>
#include <tenon/system/faulty.hpp>

#include "drivers.hpp"

namespace faults {

using tenon::os::call_name;

inline constexpr int any = -1;
inline constexpr int unaffected = 0;
inline constexpr int success = -2;
inline constexpr int impossible = -3;
inline constexpr int reported = -4;

/// An exception to the rule that the operation fails with the error of the call that failed.
struct rule {
    unsigned under;  ///< the drivers to which the rule applies
    call_name call;
    int error;                  ///< or `any`
    int position;               ///< of the call among those of its name in the scenario, or `any`
    std::string_view scenario;  ///< how the name of the scenario begins; empty for all scenarios
    /// The error of the operation: a number; `unaffected`: that of a run without a fault;
    /// `success`: none; `impossible`: the system does not return this error here; `reported`: that
    /// of the call.
    int result;
    const char* why;
    std::string_view pair = {};  ///< how the name of the pair begins or ends; empty for all pairs
};

// The first rule that fits applies.
inline constexpr rule rules[] = {
    // Signals: a call that a signal interrupted is made again.
    {every, call_name::recv, EINTR, any, "receive_urgent", EINTR,
     "the call never sleeps, so its EINTR is reported"},
    {every, call_name::accept, EINTR, any, "", unaffected, "retried"},
    {nonblocking, call_name::poll, EINTR, any, "finish", EAGAIN, "the caller asks again"},
    {nonblocking, call_name::poll, 0, any, "finish", EAGAIN, "the attempt is not decided yet"},
    {every, call_name::connect, EINTR, any, "", unaffected,
     "the attempt is awaited; on Unix the call is repeated"},
    {every, call_name::connect, EINPROGRESS, any, "", unaffected, "the attempt is awaited",
     "unix_domain"},
    {every, call_name::connect, EINPROGRESS, any, "verb connect: limits", unaffected,
     "the attempt is awaited"},
    {every, call_name::connect, EINPROGRESS, any, "connect: opened, later", unaffected,
     "the attempt is awaited"},
    {every, call_name::connect, EINPROGRESS, any, "connect: bound, later", unaffected,
     "the attempt is awaited"},
    {blocking, call_name::connect, EINPROGRESS, any, "", EAGAIN,
     "on a blocking descriptor, SO_SNDTIMEO has passed"},
    {every, call_name::connect, EINPROGRESS, any, "", unaffected, "the attempt is awaited"},
    {every, call_name::send, EINTR, any, "", unaffected, "retried"},
    {every, call_name::sendto, EINTR, any, "", unaffected, "retried"},
    {every, call_name::recv, EINTR, any, "", unaffected, "retried"},
    {every, call_name::recv_datagram, EINTR, any, "", unaffected, "retried"},
    {every, call_name::recvfrom, EINTR, any, "", unaffected, "retried"},
    {every, call_name::poll, EINTR, any, "", unaffected, "retried"},
    {every, call_name::close, any, any, "move assignment", unaffected, "the result is ignored"},
    {every, call_name::close, any, any, "half: ends", unaffected, "the result is ignored"},
    {every, call_name::shutdown, any, any, "half: ends", unaffected, "the result is ignored"},
    {every, call_name::close, EINTR, any, "", unaffected,
     "an interrupted close(2) has closed the descriptor"},

    // A layer keeps what is left of a message that was begun: the first call was short.
    {every, call_name::send, EAGAIN, 1, "framed: send", unaffected, "the rest is sent later"},
    {every, call_name::send, ENOMEM, 1, "framed: send", unaffected, "the rest is sent later"},

    // EAGAIN of a descriptor that became nonblocking is waited for. EAGAIN of a blocking descriptor
    // is the end of its own time-out (SO_RCVTIMEO, SO_SNDTIMEO).
    {waiting, call_name::accept, EAGAIN, any, "accept: waiting", unaffected,
     "the driver waits for readiness"},
    {waiting, call_name::send, EAGAIN, any, "send: waiting", unaffected,
     "the driver waits for readiness"},
    {waiting, call_name::recv, EAGAIN, any, "receive: waiting", unaffected,
     "the driver waits for readiness"},
    {waiting, call_name::recv, EAGAIN, any, "receive_exactly: waiting", unaffected,
     "the driver waits for readiness"},
    {waiting, call_name::recv_datagram, EAGAIN, any, "receive: waiting", unaffected,
     "the driver waits for readiness"},
    {waiting, call_name::recvfrom, EAGAIN, any, "receive_from: waiting", unaffected,
     "the driver waits for readiness"},
    {every, call_name::nonblocking, any, any, "", unaffected,
     "if the flag cannot be read, the descriptor is taken to be nonblocking"},
    {every, call_name::time_out, any, any, "", unaffected,
     "if the time-out cannot be read, it is taken to be none"},

    // The list of interfaces, and the requests about each of them.
    {every, call_name::interface_index, ENODEV, any, "interfaces", unaffected,
     "an interface that was removed meanwhile is left out"},
    {every, call_name::interface_mtu, ENODEV, any, "interfaces", unaffected,
     "an interface that was removed meanwhile is left out"},
    {every, call_name::interface_broadcast, ENODEV, any, "interfaces", unaffected,
     "the interface was removed meanwhile"},
    {every, call_name::interface_broadcast, EADDRNOTAVAIL, any, "interfaces", unaffected,
     "the interface was removed meanwhile"},
    {every, call_name::interface_destination, ENODEV, any, "interfaces", unaffected,
     "the interface was removed meanwhile"},
    {every, call_name::interface_destination, EADDRNOTAVAIL, any, "interfaces", unaffected,
     "the interface was removed meanwhile"},
    {every, call_name::close, any, any, "interfaces", unaffected, "all requests are done"},

    // On a socket that is shut down, a call that does not block returns EAGAIN. (On a blocking
    // descriptor EAGAIN is the end of its own time-out.)
    {limits | nonblocking, call_name::recvfrom, EAGAIN, any, "receive_from: shut down", unaffected,
     "the socket is shut down"},
    {limits | nonblocking, call_name::recv_datagram, EAGAIN, any, "receive: the end", unaffected,
     "the socket is shut down"},
    {limits | nonblocking, call_name::accept, EAGAIN, any, "accept: shut down", unaffected,
     "the socket is shut down"},

    // Under limits no call blocks, so EAGAIN is always waited for.
    {limits, call_name::recv, EAGAIN, any, "receive_urgent", EAGAIN,
     "the urgent byte is announced, but has not arrived"},
    {limits, call_name::accept, EAGAIN, any, "", unaffected, "the driver waits for readiness"},
    {limits, call_name::send, EAGAIN, any, "", unaffected, "the driver waits for readiness"},
    {limits, call_name::sendto, EAGAIN, any, "", unaffected, "the driver waits for readiness"},
    {limits, call_name::recv, EAGAIN, any, "", unaffected, "the driver waits for readiness"},
    {limits, call_name::recv_datagram, EAGAIN, any, "", unaffected,
     "the driver waits for readiness"},
    {limits, call_name::recvfrom, EAGAIN, any, "", unaffected, "the driver waits for readiness"},
    {waiting, call_name::connect, EAGAIN, any, "verb connect: limits", unaffected,
     "the call is repeated: a queue is full", "unix_domain"},
    {limits, call_name::connect, EAGAIN, any, "", unaffected,
     "the call is repeated: a queue is full", "unix_domain"},
    {every, call_name::poll_any, EINTR, any, "", unaffected, "retried"},
    {waiting, call_name::recv, EAGAIN, any, "stop source", unaffected,
     "the driver waits for readiness"},
    {waiting, call_name::recv_datagram, EAGAIN, any, "stop source", unaffected,
     "the driver waits for readiness"},
    {every, call_name::close, any, any, "stop source", unaffected, "the result is ignored"},

    // epoll(7).
    {epoll_loop, call_name::epoll_control, EEXIST, any, "", impossible,
     "only a second registration returns it"},
    {epoll_loop, call_name::epoll_wait, EINTR, any, "", unaffected, "retried"},
    {epoll_loop, call_name::epoll_control, any, any, "close", unaffected,
     "the socket is closed in any case"},
    {epoll_loop, call_name::epoll_create, any, any, "accept: waiting", reported,
     "the operation waits"},
    {epoll_loop, call_name::epoll_create, any, any, "accept: shut down", reported,
     "the operation waits", "unix_domain"},
    {epoll_loop, call_name::epoll_create, any, any, "connect", reported, "the operation waits",
     "tcp over"},
    {epoll_loop, call_name::epoll_create, any, any, "verb connect", reported, "the operation waits",
     "tcp over"},
    {epoll_loop, call_name::epoll_create, any, any, "receive_from: waiting", reported,
     "the operation waits"},
    {epoll_loop, call_name::epoll_create, any, any, "receive_from: shut down", reported,
     "the operation waits"},
    {epoll_loop, call_name::epoll_create, any, any, "", unaffected, "the operation does not wait"},
    {epoll_loop, call_name::receiving_ended, any, any, "accept: shut down", impossible,
     "poll(2) of one descriptor needs no memory and does not sleep"},
    {epoll_loop, call_name::receiving_ended, any, any, "receive_from: shut down", impossible,
     "poll(2) of one descriptor needs no memory and does not sleep"},
    {epoll_loop, call_name::epoll_control, any, 1, "", unaffected,
     "without the event of a stop, the loop checks for stop requests from time to time"},
    {loops, call_name::open_event, any, any, "", unaffected,
     "without the event of a stop, the loop checks for stop requests from time to time"},

    // accept(2): an error of one connection is skipped. EINVAL means that the listener is shut
    // down.
    {every, call_name::accept, ECONNABORTED, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, ENETDOWN, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, EPROTO, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, ENOPROTOOPT, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, EHOSTDOWN, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, ENONET, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, EHOSTUNREACH, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, ENETUNREACH, any, "", unaffected,
     "the error of one connection is skipped"},
    {every, call_name::accept, EINVAL, any, "iterate", unaffected, "the range ends"},
    {every, call_name::accept, EINVAL, any, "", ECANCELED, "the listener is shut down"},
    {every, call_name::close, any, any, "iterate", unaffected, "a connection is closed"},

    // connect(2), and the calls that undo an attempt.
    {every, call_name::getsockname, any, 0, "connect: opened", unaffected,
     "only the check for a self-connection is lost"},
    {every, call_name::getsockname, any, 1, "connect: bound", unaffected,
     "only the check for a self-connection is lost"},
    {every, call_name::getsockname, any, 0, "verb connect", unaffected,
     "only the check for a self-connection is lost"},
    {every, call_name::getpeername, any, any, "connect: refused", unaffected,
     "only the check for an earlier connection is lost"},
    {every, call_name::disconnect, any, any, "connect: refused", unaffected,
     "the refusal is reported instead"},
    {every, call_name::bind, any, any, "connect: refused", unaffected,
     "the refusal is reported instead"},
    {every, call_name::getsockname, any, 1, "connect: refused", unaffected,
     "the refusal is reported instead"},
    {every, call_name::pending_error, any, any, "connect: refused", unaffected,
     "only clears the pending error of the attempt", "unix_domain"},
    {blocking, call_name::pending_error, any, any, "connect: refused", unaffected,
     "only clears the pending error of the attempt"},
    {limits, call_name::pending_error, any, 1, "connect: refused", unaffected,
     "only clears the pending error of the attempt"},
    {blocking, call_name::pending_error, any, any, "connect: self-connection", unaffected,
     "only clears the pending error of the attempt"},
    {limits, call_name::pending_error, any, 1, "connect: self-connection", unaffected,
     "only clears the pending error of the attempt"},
    {every, call_name::pending_error, any, any, "connect: again", unaffected,
     "only clears the pending error of the attempt"},
    {every, call_name::pending_error, any, 1, "finish", unaffected,
     "only clears the pending error of the attempt"},
    {every, call_name::getsockname, any, 1, "connect: self-connection", success,
     "only the check for a self-connection is lost"},
    {every, call_name::getsockname, any, 2, "connect: self-connection", unaffected,
     "the socket is bound again in any case"},
    {blocking, call_name::getpeername, any, 0, "connect: self-connection", success,
     "only the check for a self-connection is lost"},
    {limits, call_name::getpeername, any, 1, "connect: self-connection", success,
     "only the check for a self-connection is lost"},
    {every, call_name::getsockname, any, 2, "finish: self-connection", unaffected,
     "the socket is bound again in any case"},
    {every, call_name::getpeername, any, 2, "finish: self-connection", success,
     "only the check for a self-connection is lost"},
    {every, call_name::disconnect, any, any, "connect: self-connection", unaffected,
     "the self-connection is reported instead"},
    {every, call_name::bind, any, any, "connect: self-connection", unaffected,
     "the self-connection is reported instead"},
    {every, call_name::getsockname, any, 0, "finish: opened", unaffected,
     "only the check for a self-connection is lost"},
    {every, call_name::getsockname, any, 0, "finish: bound", unaffected,
     "only the check for a self-connection is lost"},
    {every, call_name::getsockname, any, 0, "finish: self-connection", success,
     "only the check for a self-connection is lost"},
    {every, call_name::getsockname, any, 1, "finish: self-connection", unaffected,
     "the self-connection is reported instead"},
    {every, call_name::disconnect, any, any, "finish", unaffected,
     "the outcome of the attempt is reported instead"},
    {every, call_name::bind, any, any, "finish", unaffected,
     "the outcome of the attempt is reported instead"},
    {every, call_name::getsockname, any, any, "finish: refused", unaffected,
     "the refusal is reported instead"},
    {every, call_name::disconnect, any, any, "connect: again", EALREADY,
     "the next connect(2) reports it"},
    {every, call_name::bind, EINVAL, any, "connect: again", impossible,
     "only a bound socket returns it, and this one is not"},
    {every, call_name::getsockname, any, 1, "disconnect", unaffected,
     "the socket is bound again in any case"},
    {every, call_name::getsockname, any, 1, "connect: again", unaffected,
     "the socket is bound again in any case"},
    {every, call_name::bind, EINVAL, any, "disconnect", impossible,
     "only a bound socket returns it, and this one is not"},
    {every, call_name::getpeername, ENOTCONN, any, "disconnect", unaffected,
     "the peer has no port, and the system does not report it"},

    // adopt: a fact that the system does not report is not checked.
    {every, call_name::domain, ENOPROTOOPT, any, "adopt", unaffected,
     "the system does not report it"},
    {every, call_name::protocol, ENOPROTOOPT, any, "adopt", unaffected,
     "the system does not report it"},
    {every, call_name::getpeername, ENOTCONN, any, "adopt: connected",
     static_cast<int>(tenon::errc::wrong_state), "the socket has no peer"},
    {every, call_name::getpeername, EINVAL, any, "adopt: connected",
     static_cast<int>(tenon::errc::wrong_state), "the socket has no peer"},
    {every, call_name::getpeername, ENOTCONN, any, "adopt", unaffected, "the socket has no peer"},
    {every, call_name::getpeername, EINVAL, any, "adopt", unaffected, "the socket has no peer"},

    // Shutting down and closing.
    {every, call_name::shutdown_and_wake, ENOTCONN, any, "shutdown", unaffected,
     "waiting threads wake in any case"},
    {every, call_name::shutdown, any, any, "close: sending", unaffected, "the result is ignored"},
    {every, call_name::available, any, any, "receive: the end", unaffected,
     "no message is in the queue"},
    {limits, call_name::receiving_ended, any, any, "receive_from: shut down", unaffected,
     "the loop or the driver asks again"},
    {limits, call_name::receiving_ended, any, any, "accept: shut down", unaffected,
     "the loop or the driver asks again"},
    {nonblocking, call_name::receiving_ended, any, 0, "receive_from: shut down", EAGAIN,
     "nothing has arrived"},
    {nonblocking, call_name::receiving_ended, any, any, "accept: shut down", EAGAIN,
     "nothing has arrived"},
    {every, call_name::receiving_ended, any, any, "receive_from: shut down, IP",
     static_cast<int>(tenon::errc::foreign_endpoint), "an empty message without a sender"},
    {every, call_name::receiving_ended, any, any, "receive_from: shut down, Unix", success,
     "an empty message without a sender"},
    {every, call_name::receiving_ended, any, any, "", unaffected,
     "if the state is unknown, the direction counts as open"},
};

/// Returns the error of the operation if a call fails, in the terms of `rule::result`.
[[nodiscard]] int error_for_caller(call_name call, int error, int position,
                                   std::string_view scenario, std::string_view pair) noexcept {
    for (const rule& one : rules)
        if ((one.under & under_test) != 0 && one.call == call &&
            (one.error == any || one.error == error) &&
            (one.position == any || one.position == position) &&
            scenario.starts_with(one.scenario) &&
            (pair.starts_with(one.pair) || pair.ends_with(one.pair)))
            return one.result == reported ? error : one.result;
    return error;
}

}  // namespace faults
