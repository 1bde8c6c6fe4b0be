// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <string_view>
#include <tenon/base/error.hpp>
#include <tenon/system/faulty.hpp>

namespace faults {

using tenon::os::call_name;

inline constexpr int any = -1;
inline constexpr int as_ever = 0;
inline constexpr int nothing = -2;
inline constexpr int impossible = -3;

/// An exception to the rule that the caller sees the error of the call that failed.
struct rule {
    call_name call;
    int error;                ///< or `any`
    int position;             ///< of the call among those of its name in the scenario, or `any`
    std::string_view within;  ///< how the scenario's name begins; all where it is empty
    int becomes;  ///< what the caller sees: a number; `as_ever`: what he sees when nothing fails; `nothing`: success;
                  ///< `impossible`: the system does not say so here
    const char* why;
};

// The first that fits counts.
inline constexpr rule rules[] = {
    // A signal is nobody's business.
    {call_name::recv, EINTR, any, "receive_urgent", EINTR, "it never sleeps, and answers for itself"},
    {call_name::accept, EINTR, any, "", as_ever, "retried"},
    {call_name::connect, EINTR, any, "", as_ever, "awaited; on Unix repeated"},
    {call_name::send, EINTR, any, "", as_ever, "retried"},
    {call_name::sendto, EINTR, any, "", as_ever, "retried"},
    {call_name::recv, EINTR, any, "", as_ever, "retried"},
    {call_name::recv_message, EINTR, any, "", as_ever, "retried"},
    {call_name::recvfrom, EINTR, any, "", as_ever, "retried"},
    {call_name::poll, EINTR, any, "", as_ever, "retried"},
    {call_name::close, any, any, "move assignment", as_ever, "nobody is told"},
    {call_name::close, EINTR, any, "", as_ever, "an interrupted close has closed"},

    // A descriptor that somebody made nonblocking is waited for; of one that blocks, it is the end of its own time-out.
    {call_name::accept, EAGAIN, any, "accept: waiting", as_ever, "waited for"},
    {call_name::send, EAGAIN, any, "send: waiting", as_ever, "waited for"},
    {call_name::recv, EAGAIN, any, "receive: waiting", as_ever, "waited for"},
    {call_name::recv, EAGAIN, any, "receive_exactly: waiting", as_ever, "waited for"},
    {call_name::recv_message, EAGAIN, any, "receive: waiting", as_ever, "waited for"},
    {call_name::recvfrom, EAGAIN, any, "receive_from: waiting", as_ever, "waited for"},
    {call_name::nonblocking, any, any, "", as_ever, "what cannot be known is taken to be nonblocking"},

    // Limits.
    {call_name::poll_any, EINTR, any, "", as_ever, "retried"},
    {call_name::send, EAGAIN, any, "stop source", as_ever, "waited for"},
    {call_name::close, any, any, "stop source", as_ever, "nobody is told"},

    // accept(2): what belongs to one connection is passed over; an interrupted listener says EINVAL.
    {call_name::accept, ECONNABORTED, any, "", as_ever, "one connection's"},
    {call_name::accept, ENETDOWN, any, "", as_ever, "one connection's"},
    {call_name::accept, EPROTO, any, "", as_ever, "one connection's"},
    {call_name::accept, ENOPROTOOPT, any, "", as_ever, "one connection's"},
    {call_name::accept, EHOSTDOWN, any, "", as_ever, "one connection's"},
    {call_name::accept, ENONET, any, "", as_ever, "one connection's"},
    {call_name::accept, EHOSTUNREACH, any, "", as_ever, "one connection's"},
    {call_name::accept, EOPNOTSUPP, any, "", as_ever, "one connection's"},
    {call_name::accept, ENETUNREACH, any, "", as_ever, "one connection's"},
    {call_name::accept, EINVAL, any, "iterate", as_ever, "the range ends"},
    {call_name::accept, EINVAL, any, "", ECANCELED, "interrupted"},
    {call_name::poll, EINVAL, any, "accept", ECANCELED, "taken for the answer of accept(2)"},
    {call_name::close, any, any, "iterate", as_ever, "a connection's end"},

    // connect(2), and what undoes it.
    {call_name::getsockname, any, 0, "connect: opened", as_ever, "looked for a self-connection"},
    {call_name::getsockname, any, 1, "connect: bound", as_ever, "looked for a self-connection"},
    {call_name::getsockname, any, 0, "verb connect", as_ever, "looked for a self-connection"},
    {call_name::disconnect, any, any, "connect: refused", as_ever, "the refusal is the news"},
    {call_name::bind, any, any, "connect: refused", as_ever, "the refusal is the news"},
    {call_name::getsockname, any, 1, "connect: refused", as_ever, "the refusal is the news"},
    {call_name::getsockname, any, 1, "connect: itself", nothing, "looked for a self-connection"},
    {call_name::disconnect, any, any, "connect: itself", as_ever, "the self-connection is the news"},
    {call_name::bind, any, any, "connect: itself", as_ever, "the self-connection is the news"},
    {call_name::getsockname, any, 1, "disconnect", as_ever, "binds in any case"},
    {call_name::bind, EINVAL, any, "disconnect", impossible, "said of what is bound still"},
    {call_name::getpeername, ENOTCONN, any, "disconnect", as_ever, "a peer without a port is not told"},

    // adopt: what the system does not tell is not checked.
    {call_name::domain, ENOPROTOOPT, any, "adopt", as_ever, "not told"},
    {call_name::protocol, ENOPROTOOPT, any, "adopt", as_ever, "not told"},
    {call_name::getpeername, ENOTCONN, any, "adopt: connected", static_cast<int>(tenon::errc::wrong_state), "has no peer"},
    {call_name::getpeername, EINVAL, any, "adopt: connected", static_cast<int>(tenon::errc::wrong_state), "has no peer"},
    {call_name::getpeername, ENOTCONN, any, "adopt", as_ever, "has no peer"},
    {call_name::getpeername, EINVAL, any, "adopt", as_ever, "has no peer"},

    // The end.
    {call_name::shutdown, ENOTCONN, any, "interrupt", as_ever, "woken all the same"},
    {call_name::shutdown, any, any, "close: sending", as_ever, "nobody is told"},
    {call_name::available, any, any, "receive: the end", as_ever, "no message waits"},
    {call_name::receiving_ended, any, any, "receive_from: interrupted, ip", static_cast<int>(tenon::errc::foreign_endpoint),
     "nothing that comes from nobody"},
    {call_name::receiving_ended, any, any, "receive_from: interrupted, local", nothing, "an empty message from nobody"},
    {call_name::receiving_ended, any, any, "", as_ever, "nothing is told, so the direction counts as open"},
};

/// What the caller sees of a fault, in the terms of `rule::becomes`.
[[nodiscard]] constexpr int seen_of(call_name call, int error, int position, std::string_view scenario) noexcept {
    for (const rule& one : rules)
        if (one.call == call && (one.error == any || one.error == error) && (one.position == any || one.position == position) &&
            scenario.starts_with(one.within))
            return one.becomes;
    return error;
}

}  // namespace faults
