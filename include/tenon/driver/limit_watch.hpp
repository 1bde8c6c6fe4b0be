// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

#include <tenon/concepts/limit.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// The limits of one operation while it goes on: how much time is left, and waiting no longer than that.
template <class System>
class limit_watch {
public:
    /// The time begins to run.
    limit_watch(const System& system, const limits& bounds) noexcept
        : system_(system), bounds_(bounds), deadline_(bounds.nanoseconds()) {
        if (deadline_ > 0 && deadline_ != endless) {
            const std::int64_t now = system.now();
            deadline_ = deadline_ > endless - now ? endless : now + deadline_;
        }
    }

    /// 0, or the negated error that forbids to begin: the time had passed before, or the stop is requested.
    [[nodiscard]] std::ptrdiff_t refusal() const noexcept {
        for (std::size_t index = 0; index != bounds_.stops(); ++index) {
            if (const int error = bounds_.stop(index).error(); error != 0)
                return -error;
            if (bounds_.stop(index).requested())
                return -ECANCELED;
        }
        return bounds_.nanoseconds() < 0 ? -ETIMEDOUT : 0;
    }

    /// Nanoseconds until the end; negative where there is none, 0 where it has come.
    [[nodiscard]] std::int64_t left() const noexcept {
        if (deadline_ == endless)
            return -1;
        if (deadline_ <= 0)
            return 0;
        const std::int64_t now = system_.now();
        return now < deadline_ ? deadline_ - now : 0;
    }

    /// Waits until one of the first `Count` entries is ready, and gives their number; the others are room. A negated error
    /// otherwise: -ETIMEDOUT, -ECANCELED.
    template <std::size_t Room>
    std::ptrdiff_t wait(os::poll_entry (&entries)[Room], std::size_t count) const noexcept {
        static_assert(Room > limits::most_tokens);
        for (;;) {
            const std::int64_t time = left();
            const std::ptrdiff_t ready = look(entries, count, time);
            if (ready != 0 && ready != -EINTR)
                return ready;
            if (time == 0)
                return -ETIMEDOUT;
        }
    }

    /// 0 after a while, or a negated error where a limit is reached before that.
    std::ptrdiff_t rest(std::int64_t nanoseconds) const noexcept {
        const std::int64_t time = left();
        if (time == 0)
            return -ETIMEDOUT;
        os::poll_entry entries[limits::most_tokens];
        const std::ptrdiff_t ready = look(entries, 0, time < 0 || nanoseconds < time ? nanoseconds : time);
        return ready == -EINTR ? 0 : ready;
    }

private:
    /// One poll(2), on the first entries and on whatever may stop.
    std::ptrdiff_t look(os::poll_entry* entries, std::size_t count, std::int64_t nanoseconds) const noexcept {
        const std::size_t all = count + bounds_.stops();
        for (std::size_t index = count; index != all; ++index)
            entries[index] = {bounds_.stop(index - count).readable(), POLLIN, 0};
        const std::ptrdiff_t ready = system_.poll_any(std::span<os::poll_entry>(entries, all), nanoseconds);
        if (ready > 0)
            for (std::size_t index = count; index != all; ++index)
                if (entries[index].revents != 0)
                    return -ECANCELED;
        return ready;
    }

    const System& system_;
    const limits& bounds_;
    std::int64_t deadline_;
};

}  // namespace tenon::inline v0
