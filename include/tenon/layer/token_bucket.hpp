// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace tenon {
inline namespace v0 {

/// A limit on the rate of one direction: on average `bytes_per_second`, and at most `burst` bytes
/// at once.
struct byte_rate {
    std::uint64_t bytes_per_second = 0;  ///< 0: no limit
    std::uint64_t burst = 65'536;        ///< 1 to 4 GiB
};

/// A token bucket: it holds at most `burst` bytes, and is refilled at a rate. More bytes can be
/// taken than it holds; then it is refilled later. Times are in nanoseconds, not negative, on a
/// clock that is never set back.
class token_bucket {
public:
    /// The bucket is full. A burst outside of 1 to 4 GiB is taken for the nearest value in it.
    constexpr explicit token_bucket(const byte_rate& rate) noexcept
        : rate_(rate.bytes_per_second),
          burst_(rate.burst == 0           ? 1
                 : rate.burst > most_burst ? most_burst
                                           : rate.burst) {}

    /// Returns whether there is a limit. The other members require one.
    [[nodiscard]] constexpr bool is_limited() const noexcept { return rate_ != 0; }
    [[nodiscard]] constexpr std::uint64_t burst() const noexcept { return burst_; }
    /// Returns the number of bytes that the bucket holds at a time.
    [[nodiscard]] constexpr std::uint64_t available(std::int64_t now) const noexcept {
        if (now >= full_at_)
            return burst_;
        const auto left = static_cast<std::uint64_t>(full_at_ - now);
        if (left > duration_of(burst_))
            return 0;
        return burst_ - (left * rate_ + second - 1) / second;
    }
    /// Returns the time from which on the bucket holds `bytes`, or the burst if that is less.
    [[nodiscard]] constexpr std::int64_t time_of(std::uint64_t bytes) const noexcept {
        const std::uint64_t spare = bytes < burst_ ? burst_ - bytes : 0;
        return full_at_ - static_cast<std::int64_t>(duration_of(spare));
    }
    /// Takes bytes out of the bucket at a time. More than 8 GiB count as 8 GiB.
    constexpr void take(std::uint64_t bytes, std::int64_t now) noexcept {
        const std::int64_t from = now > full_at_ ? now : full_at_;
        const auto most = static_cast<std::uint64_t>(INT64_MAX - from);
        const std::uint64_t counted = bytes < most_taken ? bytes : most_taken;
        const std::uint64_t rounded_down = duration_of(counted);
        const std::uint64_t refill =
            rounded_down + (rounded_down * rate_ == counted * second ? 0 : 1);
        full_at_ = from + static_cast<std::int64_t>(refill < most ? refill : most);
    }

private:
    static constexpr std::uint64_t second = 1'000'000'000;
    static constexpr std::uint64_t most_burst = std::uint64_t{1} << 32;
    static constexpr std::uint64_t most_taken = std::uint64_t{1} << 33;

    /// Returns the nanoseconds in which so many bytes are refilled, of at most 8 GiB, so that it
    /// cannot overflow. It is rounded down.
    [[nodiscard]] constexpr std::uint64_t duration_of(std::uint64_t bytes) const noexcept {
        return bytes * second / rate_;
    }

    std::uint64_t rate_;
    std::uint64_t burst_;
    std::int64_t full_at_ = 0;  ///< the time from which on nothing is missing
};

}  // namespace v0
}  // namespace tenon
