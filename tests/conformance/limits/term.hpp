// SPDX-License-Identifier: BSL-1.0
#pragma once

// The limits: each a way in which an operation can be bounded, and what it lets the operation do. They are values, and not
// types: what is instantiated for each operation is one function for each form in which it takes limits.

#include <time.h>

#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

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

/// The arguments that an operation takes as its limits: those that are there, in one of five forms.
struct bounds {
    enum class form {
        one_within,
        one_until,
        one_token,
        several,     ///< a duration, a token, a time, another token
        four_tokens  ///< the second of them can stop nothing
    };

    form how;
    std::optional<tenon::within> duration = {};
    std::optional<tenon::until> time = {};
    tenon::stop_token first = {};
    tenon::stop_token second = {};

    explicit bounds(tenon::within only) : how(form::one_within), duration(only) {}
    explicit bounds(tenon::until only) : how(form::one_until), time(only) {}
    explicit bounds(tenon::stop_token only) : how(form::one_token), first(std::move(only)) {}
    bounds(tenon::within within, tenon::stop_token one, tenon::until until, tenon::stop_token other)
        : how(form::several), duration(within), time(until), first(std::move(one)), second(std::move(other)) {}
    bounds(tenon::stop_token one, tenon::stop_token other)
        : how(form::four_tokens), first(std::move(one)), second(std::move(other)) {}

    /// Returns the result of `operation(limits…)`.
    template <class Operation>
    int hand_to(Operation operation) const {
        switch (how) {
            case form::one_within: return operation(*duration);
            case form::one_until: return operation(*time);
            case form::one_token: return operation(first);
            case form::several: return operation(*duration, first, *time, second);
            case form::four_tokens: return operation(first, tenon::stop_token(), first, second);
        }
        return -1;
    }
};
static_assert(tenon::limit_set::most_stop_tokens == 4);

/// A limit: its name, what it allows, the error with which it refuses or ends, and what it hands to an operation.
struct limit {
    const char* name;
    grace allows;
    bounds (*of)(const given&);
    bool can_be_stopped = false;
    int error = ETIMEDOUT;
};

/// All of them (term.cpp).
[[nodiscard]] std::span<const limit> all_limits() noexcept;

}  // namespace bounded
