// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/base/limit.hpp>
#include <tenon/system/stop.hpp>

namespace tenon::inline v0 {

/// All limits of one operation, as drivers are given them: the earliest end, and who may stop it. The limits that it was made
/// of outlive it.
class limits {
public:
    static constexpr std::size_t most_tokens = 4;

    template <class... Limits>
    constexpr explicit limits(const Limits&... each) noexcept {
        (each.restrict(*this), ...);
    }

    constexpr void end_within(std::int64_t nanoseconds) noexcept {
        if (nanoseconds < nanoseconds_)
            nanoseconds_ = nanoseconds;
    }
    constexpr void end_when_requested(stop_state& by) noexcept { stops_[count_++] = &by; }

    /// What is left, from when this was made; `endless` for no end, negative where it has passed.
    [[nodiscard]] constexpr std::int64_t nanoseconds() const noexcept { return nanoseconds_; }
    [[nodiscard]] constexpr std::size_t stops() const noexcept { return count_; }
    /// One of the `stops()`.
    [[nodiscard]] constexpr stop_state& stop(std::size_t index) const noexcept { return *stops_[index]; }

private:
    std::int64_t nanoseconds_ = endless;
    std::size_t count_ = 0;
    stop_state* stops_[most_tokens] = {};
};

/// \concept limit
/// What ends an operation that waits for too long.
/// The least to supply: `restrict(all)`, which calls `end_within` or `end_when_requested`, the latter at most once.
/// Models: `within`, `until`, `stop_token`. Near miss: `std::chrono::seconds`, which says neither from when nor what then.
template <class Limit>
concept limit = requires(const Limit& given, limits& all) { given.restrict(all); };

/// \concept limits_that_fit
/// As many limits as one operation takes: `limits::most_tokens`.
template <class... Limits>
concept limits_that_fit = (limit<Limits> && ...) && sizeof...(Limits) <= limits::most_tokens;

/// \concept few_limits
/// No more of the arguments are limits than one operation takes.
template <class... Arguments>
concept few_limits = (std::size_t{0} + ... + std::size_t{limit<Arguments>}) <= limits::most_tokens;

}  // namespace tenon::inline v0
