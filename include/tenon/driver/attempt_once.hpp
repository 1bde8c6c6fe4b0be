// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/driver/retry_policy.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The facts about a socket that a driver knows before an attempt.
struct known_events {
    bool ready = false;  ///< poll(2) has just reported that it is ready for the call
    bool shut = false;   ///< its receiving direction has ended
};

/// The result of one attempt. If `error` is not 0, the call was not made: either the call polls
/// first and the socket is not ready (`next` is `wait`), or poll(2) failed (`next` is `done`). In
/// the second case the error is the driver's own; see `fail` of `socket_operation`.
template <class Returned>
struct attempt_result {
    decision next;      ///< what the driver does next
    Returned returned;  ///< the result for the operation, if `next` is `done` or `ended`
    int error;          ///< an errno if the call was not made, otherwise 0
};

namespace detail {

/// Returns the result of an attempt at a call that polls first, if the socket is not ready.
template <class Returned>
constexpr attempt_result<Returned> result_without_attempt() noexcept {
    return {decision::wait, {-EWOULDBLOCK}, EWOULDBLOCK};
}
/// Returns the result of an attempt whose call returned `returned`.
template <class Call, class Returned>
constexpr attempt_result<Returned> result_of_attempt(const Returned& returned, bool shut) noexcept {
    constexpr call_facts facts = facts_of<Call>;
    const decision next = tenon::decide(facts, detail::count_of(returned), shut);
    if (next == decision::ended)
        return {next, {facts.shutdown_result}, 0};
    return {next, returned, 0};
}
/// Returns the result of a first attempt whose call returned `returned`. A call that polls first
/// has not been made yet; `returned` is then ignored.
template <class Call, class Returned>
constexpr attempt_result<Returned> first_attempt(const Returned& returned) noexcept {
    if constexpr (facts_of<Call>.polls_first)
        return result_without_attempt<Returned>();
    else
        return detail::result_of_attempt<Call>(returned, false);
}

}  // namespace detail

/// Makes one attempt at a call. The attempt does not block if the descriptor is nonblocking, or if
/// `flags` has `os::do_not_wait` and the call honors it. A driver of your own can be built on this
/// step; it adds the way in which it waits.
template <class System, class Call>
[[gnu::always_inline]] inline attempt_result<returned_t<Call, System>> attempt_once(
    const System& system, os::descriptor socket, Call& call, int flags, known_events known = {}) {
    if constexpr (facts_of<Call>.polls_first) {
        if (!known.ready) {
            const std::ptrdiff_t ready =
                system.poll(socket, static_cast<short>(Call::waits_for), 0);
            if (ready == 0 || ready == -EINTR)
                return detail::result_without_attempt<returned_t<Call, System>>();
            if (ready < 0)
                return {decision::done, {ready}, detail::narrow_cast<int>(-ready)};
        }
    }
    return detail::result_of_attempt<Call, returned_t<Call, System>>(call(system, socket, flags),
                                                                     known.shut);
}

}  // namespace v0
}  // namespace tenon
