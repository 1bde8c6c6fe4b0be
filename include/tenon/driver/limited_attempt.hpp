// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include <tenon/concepts/limit.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/driver/limit_watch.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// Between attempts of which poll(2) does not tell when they would succeed: 1 ms, then longer each time, up to 16 ms.
class growing_pause {
public:
    /// In nanoseconds.
    [[nodiscard]] constexpr std::int64_t next() noexcept {
        const std::int64_t now = nanoseconds_;
        if (nanoseconds_ < 16'000'000)
            nanoseconds_ *= 2;
        return now;
    }

private:
    std::int64_t nanoseconds_ = 1'000'000;
};

/// What an operation under limits hands its calls to, for the whole of the operation: makes attempts that do not block, and
/// waits between them until the answer is the operation's business, or a limit is reached.
template <class System>
class limited_attempt {
public:
    /// On a socket, within these bounds.
    limited_attempt(const System& system, os::descriptor socket, const limits& bounds) noexcept
        : system_(system), watch_(system, bounds), socket_(socket) {}

    template <class Call>
    std::ptrdiff_t operator()(const Call& call) noexcept {
        // What waits first belongs to the attempt before it: a connection, and what has become of it.
        if (const std::ptrdiff_t over = may_begin(is_waited_for_first<Call>); over < 0)
            return over;
        if constexpr (is_waited_for_first<Call>)
            if (const std::ptrdiff_t ready = wait_for(Call::waits_for); ready < 0)
                return ready;
        if constexpr (!heeds_do_not_wait<Call>)
            if (const std::ptrdiff_t set = become_nonblocking(); set < 0)
                return set;
        [[maybe_unused]] growing_pause pause;
        [[maybe_unused]] bool shut = false;
        bool last = false;
        for (int round = 0;; ++round) {
            const std::ptrdiff_t answer = call(system_, socket_, os::do_not_wait);
            std::ptrdiff_t settled = answer;
            if (answer == -EAGAIN) {
                if constexpr (!readiness_tells<Call>) {
                    settled = watch_.rest(pause.next());
                } else if constexpr (is_repeatable<Call>) {
                    // Once more after the end was seen: something may have come before it.
                    if constexpr (knows_shut<Call>)
                        if (shut)
                            return Call::where_shut;
                    // What is said to be ready, and is not, may be so for ever (SO_PEEK_OFF, or somebody is always faster).
                    if (last)
                        return -ETIMEDOUT;
                    last = watch_.left() == 0;
                    if (round > patience && !last)
                        static_cast<void>(watch_.rest(pause.next()));
                    settled = wait_for(Call::waits_for);
                    if constexpr (knows_shut<Call>)
                        shut = settled > 0 && system_.receiving_ended(socket_) == os::ending::ended;
                }
            } else if (answer == -EINTR) {
                if constexpr (is_repeatable<Call>)
                    settled = may_begin(false);
            }
            if (answer >= 0 || settled < 0)
                return settled;
        }
    }

private:
    /// Rounds in which poll(2) may be wrong before there are pauses.
    static constexpr int patience = 8;

    /// 0, or the negated error that forbids another attempt. The first is made whatever the clock says, unless its time had
    /// passed before.
    std::ptrdiff_t may_begin(bool same_attempt) noexcept {
        if (const std::ptrdiff_t refused = watch_.refusal(); refused < 0)
            return refused;
        const bool another = begun_ && !same_attempt;
        begun_ = true;
        return another && watch_.left() == 0 ? -ETIMEDOUT : 0;
    }

    std::ptrdiff_t wait_for(os::readiness wanted) const noexcept {
        // poll(2) would pass over it.
        if (socket_ == os::no_descriptor)
            return -EBADF;
        os::poll_entry entries[1 + limits::most_tokens];
        entries[0] = {socket_, static_cast<short>(wanted), 0};
        return watch_.wait(entries, 1);
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
    bool begun_ = false;
    bool nonblocking_ = false;
};

}  // namespace tenon::inline v0
