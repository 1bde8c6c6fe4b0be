// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

#include <tenon/base/limit_set.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// Waits in the calling thread (poll(2)), no longer than the limits of an operation allow. The
/// limits must outlive the watch. The deadline is fixed when the watch is constructed.
template <class System>
class limit_watch {
public:
    /// Fixes the deadline: a duration counts from now.
    limit_watch(const System& system, limit_set& limits) noexcept
        : system_(system), limits_(limits) {
        limits.begin(system);
    }

    [[nodiscard]] const System& system() const noexcept { return system_; }

    /// Returns the negated error that forbids an attempt, or 0; see `limit_set`.
    [[nodiscard]] std::ptrdiff_t refusal() const noexcept { return limits_.refusal(); }

    /// Returns the nanoseconds until the deadline; negative if there is none, 0 if it has passed.
    [[nodiscard]] std::int64_t left() const noexcept {
        if (!limits_.has_deadline())
            return -1;
        return limits_.has_come() ? 0 : limits_.left(system_.now());
    }

    /// Returns whether the deadline has passed since the operation began. It never passes if the
    /// time was 0 at the beginning (`within(0s)`): such an operation makes all the calls that need
    /// not wait.
    [[nodiscard]] bool has_passed() const noexcept { return !limits_.has_come() && left() == 0; }

    /// Waits until one of the first `count` entries is ready, and returns how many are. The other
    /// entries are used for the stop tokens.
    ///
    /// Errors, negated: ETIMEDOUT, ECANCELED, those of poll(2), and that of a stop token whose
    /// descriptor cannot be made.
    template <std::size_t Capacity>
    std::ptrdiff_t wait(os::poll_entry (&entries)[Capacity], std::size_t count) const noexcept {
        static_assert(Capacity > limit_set::most_stop_tokens);
        for (;;) {
            const std::int64_t time = left();
            const std::ptrdiff_t ready = poll_once(entries, count, time);
            if (ready != 0 && ready != -EINTR)
                return ready;
            if (time == 0)
                return -ETIMEDOUT;
            // If each poll(2) is interrupted, none reports the stop tokens; so they are checked
            // here too.
            if (const std::ptrdiff_t refused = refusal(); refused < 0)
                return refused;
        }
    }

    /// Sleeps for `nanoseconds`; returns 0, or -ETIMEDOUT or -ECANCELED if a limit is reached
    /// first.
    std::ptrdiff_t pause(std::int64_t nanoseconds) const noexcept {
        const std::int64_t time = left();
        if (time == 0)
            return -ETIMEDOUT;
        os::poll_entry entries[limit_set::most_stop_tokens];
        const std::ptrdiff_t ready =
            poll_once(entries, 0, time < 0 || nanoseconds < time ? nanoseconds : time);
        return ready == -EINTR ? 0 : ready;
    }

private:
    /// Calls poll(2) once, on the first `count` entries and on the stop tokens.
    std::ptrdiff_t poll_once(os::poll_entry* entries, std::size_t count,
                             std::int64_t nanoseconds) const noexcept {
        const std::size_t all = count + limits_.stops();
        for (std::size_t index = count; index != all; ++index) {
            const result<os::descriptor> readable = limits_.stop(index - count).readable();
            if (!readable)
                return -readable.why().number();
            entries[index] = {*readable, static_cast<short>(os::readiness::readable), 0};
        }
        const std::ptrdiff_t ready =
            system_.poll_any(std::span<os::poll_entry>(entries, all), nanoseconds);
        if (ready > 0)
            for (std::size_t index = count; index != all; ++index)
                if (entries[index].revents != 0)
                    return -ECANCELED;
        return ready;
    }

    const System& system_;
    const limit_set& limits_;
};

/// Deduces the type of the system from the argument.
template <class System>
limit_watch(const System&, limit_set&) -> limit_watch<System>;

}  // namespace v0
}  // namespace tenon
