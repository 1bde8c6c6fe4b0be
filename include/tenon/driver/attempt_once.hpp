// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/driver/retry_policy.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// What a driver knows of a socket before an attempt.
struct known_events {
    bool ready = false;  ///< poll(2) has just said that it is ready for the call
    bool shut = false;   ///< its receiving direction has ended
};

/// What one attempt came to. If `error` is not 0 the call was not made: with `wait`, it polls first and the socket is not
/// ready; with `done`, poll(2) failed, and the error is the driver's own (`fail`).
template <class Returned>
struct attempt_result {
    decision next;      ///< what the driver does now
    Returned returned;  ///< for the operation, if `next` is `done` or `ended`
    int error;          ///< why the call was not made, or 0
};

namespace detail {

/// The attempt of a call that polls first, before it has been made.
template <class Returned>
constexpr attempt_result<Returned> unmade_attempt() noexcept {
    return {decision::wait, {-EWOULDBLOCK}, EWOULDBLOCK};
}
/// What an attempt came to whose call returned `returned`.
template <class Call, class Returned>
constexpr attempt_result<Returned> made_attempt(const Returned& returned, bool shut) noexcept {
    constexpr call_facts facts = facts_of<Call>;
    const decision next = tenon::decide(facts, detail::count_of(returned), shut);
    if (next == decision::ended)
        return {next, {facts.shutdown_result}, 0};
    return {next, returned, 0};
}
/// What the first attempt came to, whose call returned `returned`; a call that polls first has not been made.
template <class Call, class Returned>
constexpr attempt_result<Returned> first_attempt(const Returned& returned) noexcept {
    if constexpr (facts_of<Call>.polls_first)
        return unmade_attempt<Returned>();
    else
        return detail::made_attempt<Call>(returned, false);
}

}  // namespace detail

/// Makes one attempt at a call, which does not block if the descriptor is nonblocking or `flags` has `os::do_not_wait` (and the
/// call honors it). This is the step that every driver is made of; a driver of one's own adds how it waits.
template <class System, class Call>
[[gnu::always_inline]] inline attempt_result<returned_t<Call, System>> attempt_once(const System& system, os::descriptor socket,
                                                                                    Call& call, int flags,
                                                                                    known_events known = {}) {
    if constexpr (facts_of<Call>.polls_first) {
        if (!known.ready) {
            const std::ptrdiff_t ready = system.poll(socket, static_cast<short>(Call::waits_for), 0);
            if (ready == 0 || ready == -EINTR)
                return detail::unmade_attempt<returned_t<Call, System>>();
            if (ready < 0)
                return {decision::done, {ready}, detail::narrow_cast<int>(-ready)};
        }
    }
    return detail::made_attempt<Call, returned_t<Call, System>>(call(system, socket, flags), known.shut);
}

}  // namespace v0
}  // namespace tenon
