// SPDX-License-Identifier: BSL-1.0
#pragma once

// The limits: each a way in which an operation can be bounded, and what it lets the operation do.

#include <time.h>

#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>

#include <tenon.hpp>

namespace bounded {

using namespace std::chrono_literals;

/// CLOCK_MONOTONIC, past the library.
[[nodiscard]] inline std::chrono::nanoseconds monotonic() noexcept {
    ::timespec time = {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}
/// The processor's time that this process has used.
[[nodiscard]] inline std::chrono::nanoseconds processor_time() noexcept {
    ::timespec time = {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// A clock that a user would write: it is no clock of <chrono>, counts in seconds of its own, and began long ago.
struct own_duration {
    struct period {
        static constexpr std::intmax_t num = 1;
        static constexpr std::intmax_t den = 1;
    };
    double seconds;
    [[nodiscard]] double count() const noexcept { return seconds; }
};
struct own_clock;
struct own_time {
    using clock = own_clock;
    own_duration since;
    [[nodiscard]] own_duration time_since_epoch() const noexcept { return since; }
};
struct own_clock {
    static own_time now() noexcept { return {{1e6 + std::chrono::duration<double>(monotonic()).count()}}; }
    static own_time after(std::chrono::nanoseconds time) noexcept {
        return {{now().since.seconds + std::chrono::duration<double>(time).count()}};
    }
};

/// How far a limit lets an operation go.
enum class grace {
    none,     ///< no attempt is made
    once,     ///< one attempt
    a_while,  ///< until its time has come
    endless,  ///< until it is done, or stopped
};

/// What one use of a limit is made of.
struct given {
    std::chrono::milliseconds time{};  ///< for those that let it go on for a while
    tenon::stop_source source;         ///< for those that can be stopped
    tenon::stop_source silent;         ///< never stops anything
};

// Each: its name, what it allows, the error with which it refuses or ends, and `to`, which hands it to an operation.

struct plainly {
    static constexpr grace allows = grace::a_while;
    static constexpr int error = ETIMEDOUT;
    static constexpr bool can_be_stopped = false;
};

struct within_a_while : plainly {
    static constexpr const char* name = "within a while";
    static auto to(const given& made, auto&& operation) { return operation(tenon::within(made.time)); }
};
struct within_zero : plainly {
    static constexpr const char* name = "within 0";
    static constexpr grace allows = grace::once;
    static auto to(const given&, auto&& operation) { return operation(tenon::within(0s)); }
};
struct within_negative : plainly {
    static constexpr const char* name = "within less than 0";
    static constexpr grace allows = grace::none;
    static auto to(const given&, auto&& operation) { return operation(tenon::within(-1ns)); }
};
/// poll(2) counts milliseconds in an `int`.
struct within_weeks : plainly {
    static constexpr const char* name = "within more than INT_MAX ms";
    static constexpr grace allows = grace::endless;
    static auto to(const given&, auto&& operation) { return operation(tenon::within(std::chrono::milliseconds(INT_MAX) + 1h)); }
};
struct within_centuries : plainly {
    static constexpr const char* name = "within more than 292 years";
    static constexpr grace allows = grace::endless;
    static auto to(const given&, auto&& operation) { return operation(tenon::within(24h * 366 * 1000)); }
};
struct until_steady : plainly {
    static constexpr const char* name = "until, steady_clock";
    static auto to(const given& made, auto&& operation) {
        return operation(tenon::until(std::chrono::steady_clock::now() + made.time));
    }
};
struct until_system : plainly {
    static constexpr const char* name = "until, system_clock";
    static auto to(const given& made, auto&& operation) {
        return operation(tenon::until(std::chrono::system_clock::now() + made.time));
    }
};
struct until_own : plainly {
    static constexpr const char* name = "until, a clock of the user's";
    static auto to(const given& made, auto&& operation) { return operation(tenon::until(own_clock::after(made.time))); }
};
struct until_past : plainly {
    static constexpr const char* name = "until a time that has passed";
    static constexpr grace allows = grace::none;
    static auto to(const given&, auto&& operation) { return operation(tenon::until(std::chrono::steady_clock::now() - 1ns)); }
};
struct stopped : plainly {
    static constexpr const char* name = "stopped already";
    static constexpr grace allows = grace::none;
    static constexpr int error = ECANCELED;
    static auto to(const given& made, auto&& operation) {
        made.source.request_stop();
        return operation(made.source.token());
    }
};
struct not_stopped : plainly {
    static constexpr const char* name = "a stop token";
    static constexpr grace allows = grace::endless;
    static constexpr bool can_be_stopped = true;
    static auto to(const given& made, auto&& operation) { return operation(made.source.token()); }
};
struct several : plainly {
    static constexpr const char* name = "as many as fit, of each kind";
    static constexpr bool can_be_stopped = true;
    static auto to(const given& made, auto&& operation) {
        static_assert(tenon::limit_set::most_stop_tokens == 4);
        return operation(tenon::within(1h), made.silent.token(), tenon::until(std::chrono::steady_clock::now() + made.time),
                         made.source.token());
    }
};
struct four_tokens : plainly {
    static constexpr const char* name = "as many tokens as fit";
    static constexpr grace allows = grace::endless;
    static constexpr bool can_be_stopped = true;
    static auto to(const given& made, auto&& operation) {
        return operation(made.silent.token(), tenon::stop_token(), made.silent.token(), made.source.token());
    }
};

template <class... Limits>
struct limit_list {};
using all_limits = limit_list<within_a_while, within_zero, within_negative, within_weeks, within_centuries, until_steady,
                              until_system, until_own, until_past, stopped, not_stopped, several, four_tokens>;

}  // namespace bounded
