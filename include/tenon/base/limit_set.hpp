// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include <tenon/base/duration.hpp>
#include <tenon/base/error.hpp>
#include <tenon/base/stop_token.hpp>

namespace tenon {
inline namespace v0 {

/// All limits of one operation, held by value: the earliest deadline, and the stop tokens. A driver
/// that waits stores the set.
///
/// Before `begin` the deadline is a duration. `begin` fixes it on the clock of the driver's system
/// when the waiting begins. A set that has begun can be passed to another operation, which then has
/// the same deadline.
class limit_set {
public:
    /// The largest number of stop tokens in a set.
    static constexpr std::size_t most_stop_tokens = 4;

    template <class... Limits>
    constexpr explicit limit_set(const Limits&... limits) noexcept {
        // The cast guards against an overloaded comma operator of the type that `restrict` returns.
        (static_cast<void>(limits.restrict(*this)), ...);
    }
    constexpr limit_set(const limit_set& other) noexcept
        : time_(other.time_), count_(other.count_), facts_(other.facts_) {
        for (std::size_t index = 0; index != count_; ++index) {
            stops_[index] = other.stops_[index];
            stops_[index]->add_reference();
        }
    }
    constexpr limit_set(limit_set&& other) noexcept { take_from(other); }
    constexpr limit_set& operator=(const limit_set& other) noexcept {
        return *this = limit_set(other);
    }
    constexpr limit_set& operator=(limit_set&& other) noexcept {
        if (this != &other) {
            drop_references();
            take_from(other);
        }
        return *this;
    }
    constexpr ~limit_set() { drop_references(); }

    /// Called by a limit before `begin`: the operation may take this long from now. Of several
    /// durations the shortest counts. With a negative duration no attempt is made.
    constexpr void end_within(std::int64_t nanoseconds) noexcept {
        if (nanoseconds < time_)
            time_ = nanoseconds;
    }
    /// Does the same as `end_within` for a point in time that is `nanoseconds` away. Under an event
    /// loop, too, the duration then counts from now, and not from the beginning of the loop's turn.
    constexpr void end_in(std::int64_t nanoseconds) noexcept {
        end_within(nanoseconds);
        facts_ |= exact;
    }
    /// Returns whether the duration counts from now, and not from the beginning of a loop's turn.
    [[nodiscard]] constexpr bool is_exact() const noexcept { return (facts_ & exact) != 0; }
    /// Called by a limit: the operation ends when the stop is requested. If the set is full, the
    /// token is not added, and `refusal` reports that.
    constexpr void end_when_requested(const stop_token& token) noexcept {
        detail::stop_state* const state = token.state();
        if (state == nullptr)
            return;
        if (count_ == most_stop_tokens) {
            facts_ |= too_many;
            return;
        }
        state->add_reference();
        stops_[count_++] = state;
    }

    /// Returns the duration until the deadline, before `begin`; `endless` if there is none,
    /// negative if it has passed.
    [[nodiscard]] constexpr std::int64_t nanoseconds() const noexcept { return time_; }

    /// Begins the waiting: fixes the deadline on the clock of a system. The clock (`system.now()`,
    /// 0 or later) is read only if there is a deadline that may still come. If the set has begun
    /// before, the deadline stays, and if it has passed by now no attempt is made.
    template <class System>
    constexpr void begin(const System& system) {
        if (time_ > 0 && time_ != endless) {
            const std::int64_t now = system.now();
            if ((facts_ & begun) == 0)
                time_ = time_ > endless - now ? endless : now + time_;
            else if (now >= time_)
                time_ = -1;
        } else if ((facts_ & begun) != 0 && time_ == 0) {
            time_ = -1;
        }
        facts_ |= begun;
    }
    /// The same as `begin` at the time `now`, for a set that holds only a duration from 1 to below
    /// `endless`. Returns the deadline. For any other set it does nothing and returns a negative
    /// number.
    [[nodiscard]] constexpr std::int64_t begin_duration(std::int64_t now) noexcept {
        // The comparison is unsigned, so that a duration below 1 fails it too.
        if (count_ != 0 || facts_ != 0 ||
            static_cast<std::uint64_t>(time_) - 1 >= std::uint64_t{endless} - 1)
            return -1;
        facts_ = begun;
        return time_ = time_ > endless - now ? endless : now + time_;
    }
    [[nodiscard]] constexpr bool has_deadline() const noexcept { return time_ != endless; }
    /// Returns whether the operation may not wait: its duration is 0 or negative, or its deadline
    /// had passed at `begin`.
    [[nodiscard]] constexpr bool has_come() const noexcept { return time_ <= 0; }
    /// Returns the nanoseconds from `now` to the deadline of a set that has begun; 0 if it has
    /// passed.
    [[nodiscard]] constexpr std::int64_t left(std::int64_t now) const noexcept {
        return now < time_ ? time_ - now : 0;
    }

    /// Returns the negated error that forbids an attempt, or 0: -ETIMEDOUT if the deadline had
    /// passed before the operation, -ECANCELED if a stop is requested, the negated
    /// `errc::too_many_stop_tokens` if there are too many.
    [[nodiscard]] constexpr std::ptrdiff_t refusal() const noexcept {
        if ((facts_ & too_many) != 0)
            return -static_cast<std::ptrdiff_t>(errc::too_many_stop_tokens);
        for (std::size_t index = 0; index != count_; ++index)
            if (stops_[index]->requested())
                return -static_cast<std::ptrdiff_t>(std::errc::operation_canceled);
        return time_ < 0 ? -static_cast<std::ptrdiff_t>(std::errc::timed_out) : 0;
    }

    /// Returns the number of stop tokens.
    [[nodiscard]] constexpr std::size_t stops() const noexcept { return count_; }
    /// Returns the state of the stop token with this index, which is below `stops()`.
    [[nodiscard]] constexpr detail::stop_state& stop(std::size_t index) const noexcept {
        return *stops_[index];
    }

private:
    constexpr void take_from(limit_set& other) noexcept {
        time_ = other.time_;
        count_ = std::exchange(other.count_, std::size_t{0});
        facts_ = other.facts_;
        for (std::size_t index = 0; index != count_; ++index)
            stops_[index] = other.stops_[index];
    }
    constexpr void drop_references() const noexcept {
        for (std::size_t index = 0; index != count_; ++index)
            stops_[index]->drop_reference();
    }

    static constexpr unsigned begun = 1;
    static constexpr unsigned too_many = 2;
    static constexpr unsigned exact = 4;

    std::int64_t time_ = endless;
    std::size_t count_ = 0;
    unsigned facts_ = 0;
    // The set holds a reference to each. Only the first `count_` are initialised, so that an
    // operation without tokens pays nothing for them.
    detail::stop_state* stops_[most_stop_tokens];
};

}  // namespace v0
}  // namespace tenon
