// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <tenon/base/limit_set.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/driver/attempt_once.hpp>
#include <tenon/driver/limit_watch.hpp>
#include <tenon/driver/repeat_call.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// What an operation under limits hands its calls to, for the whole of the operation: makes attempts that do not block, and
/// waits between them until the result is the operation's, or a limit is reached.
template <class System>
class limited_attempt {
public:
    /// `limits` outlive it; they begin.
    limited_attempt(const System& system, os::descriptor socket, limit_set& limits) noexcept
        : system_(system), watch_(system, limits), socket_(socket) {}

    template <class Call>
    call_outcome<returned_t<Call, System>> operator()(Call& call) {
        constexpr call_facts facts = facts_of<Call>;
        // A call that polls first (SO_ERROR after connect) continues the previous attempt, so it does not count as a new one.
        if (const std::ptrdiff_t over = may_begin(!facts.polls_first); over < 0)
            return {.error = static_cast<int>(-over)};
        if constexpr (!(facts.honors_dontwait && System::has_do_not_wait))
            if (const std::ptrdiff_t set = become_nonblocking(); set < 0)
                return {.error = static_cast<int>(-set)};
        flags_ = facts.honors_dontwait ? os::do_not_wait : 0;
        if constexpr (facts.polls_first)
            return repeat_call(*this, call,
                               attempt_result<returned_t<Call, System>>{decision::wait, {-EWOULDBLOCK}, EWOULDBLOCK});
        else
            return repeat_call(*this, call, attempt_once(system_, socket_, call, flags_));
    }

    // For `repeat_call`.

    [[nodiscard]] const System& system() const noexcept { return system_; }
    [[nodiscard]] os::descriptor socket() const noexcept { return socket_; }
    [[nodiscard]] int flags() const noexcept { return flags_; }
    [[nodiscard]] static bool would_wait() noexcept { return true; }
    /// Returns 0, or the negated error of a limit.
    std::ptrdiff_t may_retry() noexcept { return may_begin(true); }
    /// Waits with poll(2). Returns a positive number when the socket is ready, or a negated error.
    std::ptrdiff_t wait_for(os::readiness wanted) const noexcept {
        // poll(2) would pass over it.
        if (socket_ == os::no_descriptor)
            return -EBADF;
        os::poll_entry entries[1 + limit_set::most_stop_tokens];
        entries[0] = {socket_, static_cast<short>(wanted), 0};
        return watch_.wait(entries, 1);
    }
    /// Sleeps (poll(2)). Returns 0, or the negated error of a limit.
    std::ptrdiff_t pause(std::int64_t nanoseconds) const noexcept { return watch_.pause(nanoseconds); }
    [[nodiscard]] bool is_last() const noexcept { return watch_.left() == 0; }

private:
    /// Returns 0, or the negated error that forbids an attempt. The first one is made whatever the clock says, unless its time
    /// had passed before.
    std::ptrdiff_t may_begin(bool is_new_attempt) noexcept {
        if (const std::ptrdiff_t refused = watch_.refusal(); refused < 0)
            return refused;
        const bool another = begun_ && is_new_attempt;
        begun_ = true;
        return another && watch_.left() == 0 ? -ETIMEDOUT : 0;
    }

    std::ptrdiff_t become_nonblocking() noexcept {
        if (nonblocking_)
            return 0;
        nonblocking_ = true;
        return system_.set_nonblocking(socket_, true);
    }

    const System& system_;
    limit_watch<System> watch_;
    os::descriptor socket_;
    int flags_ = 0;
    bool begun_ = false;
    bool nonblocking_ = false;
};

}  // namespace tenon::inline v0
