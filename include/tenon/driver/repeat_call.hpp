// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/retry_policy.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// Repeats a call as the retry policy decides, until the operation takes the result. For drivers
/// that wait in the calling thread. `before` is the result of the attempt that was made before.
///
/// `waiter` determines how to wait. `may_retry`, `wait_for` and `pause` return a negated errno if a
/// limit or an error ends the wait:
/// - `system()`, `socket()`, `flags<Call>()`: the system, the descriptor and the message flags of
///   the call;
/// - `would_wait()`: returns false if the operation takes EAGAIN, since the descriptor blocks and
///   its own time-out has passed (SO_RCVTIMEO);
/// - `may_retry()`: returns 0 if the call may be made again at once;
/// - `wait_for(readiness)`: returns a positive number when poll(2) reports that the socket is
///   ready;
/// - `pause(nanoseconds)`: returns 0 after a pause;
/// - `is_last()`: returns true if the time is up, so that the next attempt is the last.
template <class Waiter, class Call, class Returned>
call_outcome<Returned> repeat_call(Waiter& waiter, Call& call, attempt_result<Returned> before) {
    // poll(2) can report readiness while the call keeps returning EAGAIN (SO_PEEK_OFF, a competing
    // reader, POLLERR of an error queue that no thread reads). After this number of rounds there
    // are pauses.
    constexpr int patience = 8;
    backoff pause;
    known_events known;
    bool last = false;
    for (int round = 0;; ++round) {
        if (before.error != 0 && before.error != EWOULDBLOCK)
            return {.error = before.error};
        std::ptrdiff_t over = 0;
        if (before.next == decision::done || before.next == decision::ended)
            return {before.returned};
        if (before.next == decision::retry) {
            over = waiter.may_retry();
        } else if (before.next == decision::back_off) {
            if (!facts_of<Call>.waits_for_time && !waiter.would_wait())
                return {before.returned};
            over = waiter.pause(pause.next());
        } else {
            if (before.error == 0 && !waiter.would_wait())
                return {before.returned};
            if (last)
                return {.error = ETIMEDOUT};
            last = waiter.is_last();
            if (round > patience && !last)
                over = waiter.pause(pause.next());
            if (over >= 0)
                over = waiter.wait_for(Call::waits_for);
            known.ready = true;
            if constexpr (facts_of<Call>.has_shutdown_result)
                known.shut = over > 0 &&
                             waiter.system().receiving_ended(waiter.socket()) == os::ending::ended;
        }
        if (over < 0)
            return {.error = detail::narrow_cast<int>(-over)};
        before = tenon::attempt_once(waiter.system(), waiter.socket(), call,
                                     waiter.template flags<Call>(), known);
    }
}

}  // namespace v0
}  // namespace tenon
