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
inline constexpr int as_ever = 0;
inline constexpr int nothing = -2;
inline constexpr int impossible = -3;
inline constexpr int told = -4;

/// An exception to the rule that the caller sees the error of the call that failed.
struct rule {
    unsigned under;  ///< the drivers for which it holds
    call_name call;
    int error;                ///< or `any`
    int position;             ///< of the call among those of its name in the scenario, or `any`
    std::string_view within;  ///< how the scenario's name begins; all where it is empty
    int becomes;  ///< what the caller sees: a number; `as_ever`: what he sees when nothing fails; `nothing`: success;
                  ///< `impossible`: the system does not say so here; `told`: the error
    const char* why;
    std::string_view over = {};  ///< how the pair's name begins or ends; all where it is empty
};

// The first that fits counts.
inline constexpr rule rules[] = {
    // A signal is nobody's business.
    {every, call_name::recv, EINTR, any, "receive_urgent", EINTR, "it never sleeps, and answers for itself"},
    {every, call_name::accept, EINTR, any, "", as_ever, "retried"},
    {nonblocking, call_name::poll, EINTR, any, "finish", EAGAIN, "asked again by the caller"},
    {nonblocking, call_name::poll, 0, any, "finish", EAGAIN, "not decided yet"},
    {every, call_name::connect, EINTR, any, "", as_ever, "awaited; on Unix repeated"},
    {every, call_name::connect, EINPROGRESS, any, "", as_ever, "awaited", "unix_domain"},
    {every, call_name::connect, EINPROGRESS, any, "verb connect: limits", as_ever, "awaited"},
    {every, call_name::connect, EINPROGRESS, any, "connect: opened, later", as_ever, "awaited"},
    {every, call_name::connect, EINPROGRESS, any, "connect: bound, later", as_ever, "awaited"},
    {blocking, call_name::connect, EINPROGRESS, any, "", EAGAIN, "of a descriptor that blocks: its own time-out has passed"},
    {every, call_name::connect, EINPROGRESS, any, "", as_ever, "awaited"},
    {every, call_name::send, EINTR, any, "", as_ever, "retried"},
    {every, call_name::sendto, EINTR, any, "", as_ever, "retried"},
    {every, call_name::recv, EINTR, any, "", as_ever, "retried"},
    {every, call_name::recv_datagram, EINTR, any, "", as_ever, "retried"},
    {every, call_name::recvfrom, EINTR, any, "", as_ever, "retried"},
    {every, call_name::poll, EINTR, any, "", as_ever, "retried"},
    {every, call_name::close, any, any, "move assignment", as_ever, "nobody is told"},
    {every, call_name::close, any, any, "half: ends", as_ever, "nobody is told"},
    {every, call_name::shutdown, any, any, "half: ends", as_ever, "nobody is told"},
    {every, call_name::close, EINTR, any, "", as_ever, "an interrupted close has closed"},

    // A descriptor that somebody made nonblocking is waited for; of one that blocks, it is the end of its own time-out.
    {waiting, call_name::accept, EAGAIN, any, "accept: waiting", as_ever, "waited for"},
    {waiting, call_name::send, EAGAIN, any, "send: waiting", as_ever, "waited for"},
    {waiting, call_name::recv, EAGAIN, any, "receive: waiting", as_ever, "waited for"},
    {waiting, call_name::recv, EAGAIN, any, "receive_exactly: waiting", as_ever, "waited for"},
    {waiting, call_name::recv_datagram, EAGAIN, any, "receive: waiting", as_ever, "waited for"},
    {waiting, call_name::recvfrom, EAGAIN, any, "receive_from: waiting", as_ever, "waited for"},
    {every, call_name::nonblocking, any, any, "", as_ever, "what cannot be known is taken to be nonblocking"},
    {every, call_name::time_out, any, any, "", as_ever, "what cannot be known is taken to be none"},

    // The list of interfaces, and what is asked about each.
    {every, call_name::interface_index, ENODEV, any, "interfaces", as_ever, "one that has gone meanwhile is left out"},
    {every, call_name::interface_mtu, ENODEV, any, "interfaces", as_ever, "one that has gone meanwhile is left out"},
    {every, call_name::interface_broadcast, ENODEV, any, "interfaces", as_ever, "gone meanwhile"},
    {every, call_name::interface_broadcast, EADDRNOTAVAIL, any, "interfaces", as_ever, "gone meanwhile"},
    {every, call_name::interface_destination, ENODEV, any, "interfaces", as_ever, "gone meanwhile"},
    {every, call_name::interface_destination, EADDRNOTAVAIL, any, "interfaces", as_ever, "gone meanwhile"},
    {every, call_name::close, any, any, "interfaces", as_ever, "all has been asked"},

    // Of what is shut, the system says EAGAIN where it is not to wait. (A descriptor that blocks says it for its own reason.)
    {limits | nonblocking, call_name::recvfrom, EAGAIN, any, "receive_from: shut down", as_ever, "the end"},
    {limits | nonblocking, call_name::recv_datagram, EAGAIN, any, "receive: the end", as_ever, "the end"},
    {limits | nonblocking, call_name::accept, EAGAIN, any, "accept: shut down", as_ever, "the end"},

    // Limits: nothing blocks, so that EAGAIN is waited for in any case.
    {limits, call_name::recv, EAGAIN, any, "receive_urgent", EAGAIN, "it has been announced, and has not come"},
    {limits, call_name::accept, EAGAIN, any, "", as_ever, "waited for"},
    {limits, call_name::send, EAGAIN, any, "", as_ever, "waited for"},
    {limits, call_name::sendto, EAGAIN, any, "", as_ever, "waited for"},
    {limits, call_name::recv, EAGAIN, any, "", as_ever, "waited for"},
    {limits, call_name::recv_datagram, EAGAIN, any, "", as_ever, "waited for"},
    {limits, call_name::recvfrom, EAGAIN, any, "", as_ever, "waited for"},
    {waiting, call_name::connect, EAGAIN, any, "verb connect: limits", as_ever, "repeated: a queue is full", "unix_domain"},
    {limits, call_name::connect, EAGAIN, any, "", as_ever, "repeated: a queue is full", "unix_domain"},
    {every, call_name::poll_any, EINTR, any, "", as_ever, "retried"},
    {waiting, call_name::recv, EAGAIN, any, "stop source", as_ever, "waited for"},
    {waiting, call_name::recv_datagram, EAGAIN, any, "stop source", as_ever, "waited for"},
    {every, call_name::close, any, any, "stop source", as_ever, "nobody is told"},

    // epoll(7).
    {epoll_loop, call_name::epoll_control, EEXIST, any, "", impossible, "said of what is registered"},
    {epoll_loop, call_name::epoll_wait, EINTR, any, "", as_ever, "retried"},
    {epoll_loop, call_name::epoll_control, any, any, "close", as_ever, "what is closed is closed"},
    {epoll_loop, call_name::epoll_create, any, any, "accept: waiting", told, "it waits"},
    {epoll_loop, call_name::epoll_create, any, any, "accept: shut down", told, "it waits", "unix_domain"},
    {epoll_loop, call_name::epoll_create, any, any, "connect", told, "it waits", "tcp over"},
    {epoll_loop, call_name::epoll_create, any, any, "verb connect", told, "it waits", "tcp over"},
    {epoll_loop, call_name::epoll_create, any, any, "receive_from: waiting", told, "it waits"},
    {epoll_loop, call_name::epoll_create, any, any, "receive_from: shut down", told, "it waits"},
    {epoll_loop, call_name::epoll_create, any, any, "", as_ever, "nothing is waited for"},
    {epoll_loop, call_name::receiving_ended, any, any, "accept: shut down", impossible,
     "poll(2) of one descriptor: it needs no memory, and does not sleep"},
    {epoll_loop, call_name::receiving_ended, any, any, "receive_from: shut down", impossible, "the same"},
    {epoll_loop, call_name::epoll_control, any, 1, "", as_ever, "of the event of a stop: looked for from time to time"},
    {loops, call_name::open_event, any, any, "", as_ever, "of a stop: looked for from time to time"},

    // accept(2): what belongs to one connection is passed over; a listener that is shut down says EINVAL.
    {every, call_name::accept, ECONNABORTED, any, "", as_ever, "one connection's"},
    {every, call_name::accept, ENETDOWN, any, "", as_ever, "one connection's"},
    {every, call_name::accept, EPROTO, any, "", as_ever, "one connection's"},
    {every, call_name::accept, ENOPROTOOPT, any, "", as_ever, "one connection's"},
    {every, call_name::accept, EHOSTDOWN, any, "", as_ever, "one connection's"},
    {every, call_name::accept, ENONET, any, "", as_ever, "one connection's"},
    {every, call_name::accept, EHOSTUNREACH, any, "", as_ever, "one connection's"},
    {every, call_name::accept, ENETUNREACH, any, "", as_ever, "one connection's"},
    {every, call_name::accept, EINVAL, any, "iterate", as_ever, "the range ends"},
    {every, call_name::accept, EINVAL, any, "", ECANCELED, "shut down"},
    {every, call_name::close, any, any, "iterate", as_ever, "a connection's end"},

    // connect(2), and what undoes it.
    {every, call_name::getsockname, any, 0, "connect: opened", as_ever, "looked for a self-connection"},
    {every, call_name::getsockname, any, 1, "connect: bound", as_ever, "looked for a self-connection"},
    {every, call_name::getsockname, any, 0, "verb connect", as_ever, "looked for a self-connection"},
    {every, call_name::getpeername, any, any, "connect: refused", as_ever, "looked for a connection that was there before"},
    {every, call_name::disconnect, any, any, "connect: refused", as_ever, "the refusal is the news"},
    {every, call_name::bind, any, any, "connect: refused", as_ever, "the refusal is the news"},
    {every, call_name::getsockname, any, 1, "connect: refused", as_ever, "the refusal is the news"},
    {every, call_name::pending_error, any, any, "connect: refused", as_ever, "what is kept of the attempt is no news",
     "unix_domain"},
    {blocking, call_name::pending_error, any, any, "connect: refused", as_ever, "what is kept of the attempt is no news"},
    {limits, call_name::pending_error, any, 1, "connect: refused", as_ever, "what is kept of the attempt is no news"},
    {blocking, call_name::pending_error, any, any, "connect: itself", as_ever, "what is kept of the attempt is no news"},
    {limits, call_name::pending_error, any, 1, "connect: itself", as_ever, "what is kept of the attempt is no news"},
    {every, call_name::pending_error, any, any, "connect: again", as_ever, "what is kept of the attempt is no news"},
    {every, call_name::pending_error, any, 1, "finish", as_ever, "what is kept of the attempt is no news"},
    {every, call_name::getsockname, any, 1, "connect: itself", nothing, "looked for a self-connection"},
    {every, call_name::getsockname, any, 2, "connect: itself", as_ever, "binds in any case"},
    {blocking, call_name::getpeername, any, 0, "connect: itself", nothing, "looked for a self-connection"},
    {limits, call_name::getpeername, any, 1, "connect: itself", nothing, "looked for a self-connection"},
    {every, call_name::getsockname, any, 2, "finish: itself", as_ever, "binds in any case"},
    {every, call_name::getpeername, any, 2, "finish: itself", nothing, "looked for a self-connection"},
    {every, call_name::disconnect, any, any, "connect: itself", as_ever, "the self-connection is the news"},
    {every, call_name::bind, any, any, "connect: itself", as_ever, "the self-connection is the news"},
    {every, call_name::getsockname, any, 0, "finish: opened", as_ever, "looked for a self-connection"},
    {every, call_name::getsockname, any, 0, "finish: bound", as_ever, "looked for a self-connection"},
    {every, call_name::getsockname, any, 0, "finish: itself", nothing, "looked for a self-connection"},
    {every, call_name::getsockname, any, 1, "finish: itself", as_ever, "the self-connection is the news"},
    {every, call_name::disconnect, any, any, "finish", as_ever, "the outcome is the news"},
    {every, call_name::bind, any, any, "finish", as_ever, "the outcome is the news"},
    {every, call_name::getsockname, any, any, "finish: refused", as_ever, "the refusal is the news"},
    {every, call_name::disconnect, any, any, "connect: again", EALREADY, "shows in the next attempt"},
    {every, call_name::bind, EINVAL, any, "connect: again", impossible, "said of what is bound still"},
    {every, call_name::getsockname, any, 1, "disconnect", as_ever, "binds in any case"},
    {every, call_name::getsockname, any, 1, "connect: again", as_ever, "binds in any case"},
    {every, call_name::bind, EINVAL, any, "disconnect", impossible, "said of what is bound still"},
    {every, call_name::getpeername, ENOTCONN, any, "disconnect", as_ever, "a peer without a port is not told"},

    // adopt: what the system does not tell is not checked.
    {every, call_name::domain, ENOPROTOOPT, any, "adopt", as_ever, "not told"},
    {every, call_name::protocol, ENOPROTOOPT, any, "adopt", as_ever, "not told"},
    {every, call_name::getpeername, ENOTCONN, any, "adopt: connected", static_cast<int>(tenon::errc::wrong_state),
     "has no peer"},
    {every, call_name::getpeername, EINVAL, any, "adopt: connected", static_cast<int>(tenon::errc::wrong_state), "has no peer"},
    {every, call_name::getpeername, ENOTCONN, any, "adopt", as_ever, "has no peer"},
    {every, call_name::getpeername, EINVAL, any, "adopt", as_ever, "has no peer"},

    // The end.
    {every, call_name::shutdown_and_wake, ENOTCONN, any, "shutdown", as_ever, "woken all the same"},
    {every, call_name::shutdown, any, any, "close: sending", as_ever, "nobody is told"},
    {every, call_name::available, any, any, "receive: the end", as_ever, "no message waits"},
    {limits, call_name::receiving_ended, any, any, "receive_from: shut down", as_ever, "asked again"},
    {limits, call_name::receiving_ended, any, any, "accept: shut down", as_ever, "asked again"},
    {nonblocking, call_name::receiving_ended, any, 0, "receive_from: shut down", EAGAIN, "nothing has come"},
    {nonblocking, call_name::receiving_ended, any, any, "accept: shut down", EAGAIN, "nothing has come"},
    {every, call_name::receiving_ended, any, any, "receive_from: shut down, IP",
     static_cast<int>(tenon::errc::foreign_endpoint), "nothing that comes from nobody"},
    {every, call_name::receiving_ended, any, any, "receive_from: shut down, Unix", nothing, "an empty message from nobody"},
    {every, call_name::receiving_ended, any, any, "", as_ever, "nothing is told, so the direction counts as open"},
};

/// What the caller sees of a fault, in the terms of `rule::becomes`.
[[nodiscard]] int seen_of(call_name call, int error, int position, std::string_view scenario, std::string_view pair) noexcept {
    for (const rule& one : rules)
        if ((one.under & under_test) != 0 && one.call == call && (one.error == any || one.error == error) &&
            (one.position == any || one.position == position) && scenario.starts_with(one.within) &&
            (pair.starts_with(one.over) || pair.ends_with(one.over)))
            return one.becomes == told ? error : one.becomes;
    return error;
}

}  // namespace faults
