// SPDX-License-Identifier: BSL-1.0
#pragma once

// The limits under which each operation is tested, and how many attempts each limit allows. They
// are values and not types, so that for each operation only one function for each form of limits is
// instantiated.

#include <time.h>

#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include <tenon.hpp>

namespace limit_tests {

using namespace std::chrono_literals;

/// CLOCK_MONOTONIC, read without the library.
[[nodiscard]] inline std::chrono::nanoseconds monotonic() noexcept {
    ::timespec time = {};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}
/// The processor time that this process has used.
[[nodiscard]] inline std::chrono::nanoseconds processor_time() noexcept {
    ::timespec time = {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// A clock that a user could write. It is not a clock of <chrono>, has its own type for seconds,
/// and its epoch is not that of steady_clock.
struct user_duration {
    struct period {
        static constexpr std::intmax_t num = 1;
        static constexpr std::intmax_t den = 1;
    };
    double seconds;
    [[nodiscard]] double count() const noexcept { return seconds; }
};
struct user_clock;
struct user_time {
    using clock = user_clock;
    user_duration since;
    [[nodiscard]] user_duration time_since_epoch() const noexcept { return since; }
};
struct user_clock {
    static user_time now() noexcept {
        return {{1e6 + std::chrono::duration<double>(monotonic()).count()}};
    }
    static user_time after(std::chrono::nanoseconds time) noexcept {
        return {{now().since.seconds + std::chrono::duration<double>(time).count()}};
    }
};

/// How many attempts a limit allows.
enum class attempts {
    none,
    one,
    until_deadline,
    unlimited,  ///< until the operation succeeds, or is stopped
};

/// The values from which the limits of one operation are made.
struct limit_inputs {
    std::chrono::milliseconds time{};  ///< for limits with a deadline
    tenon::stop_source source;         ///< for limits with a stop token
    tenon::stop_source silent;         ///< a stop is never requested of it
};

/// The limits that are passed to one operation, in one of five forms.
struct limit_arguments {
    enum class form {
        one_within,
        one_until,
        one_token,
        several,     ///< a duration, a token, a time, another token
        four_tokens  ///< the second is empty: it cannot stop anything
    };

    form how;
    std::optional<tenon::within> duration = {};
    std::optional<tenon::until> time = {};
    tenon::stop_token first = {};
    tenon::stop_token second = {};

    explicit limit_arguments(tenon::within only) : how(form::one_within), duration(only) {}
    explicit limit_arguments(tenon::until only) : how(form::one_until), time(only) {}
    explicit limit_arguments(tenon::stop_token only)
        : how(form::one_token), first(std::move(only)) {}
    limit_arguments(tenon::within within, tenon::stop_token one, tenon::until until,
                    tenon::stop_token other)
        : how(form::several),
          duration(within),
          time(until),
          first(std::move(one)),
          second(std::move(other)) {}
    limit_arguments(tenon::stop_token one, tenon::stop_token other)
        : how(form::four_tokens), first(std::move(one)), second(std::move(other)) {}

    /// Returns the result of `operation(limits…)`.
    template <class Operation>
    int pass_to(Operation operation) const {
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

/// A limit: its name, the attempts that it allows, the function that makes it, and the error with
/// which it refuses or ends an operation.
struct limit_case {
    const char* name;
    attempts allows;
    limit_arguments (*make)(const limit_inputs&);
    bool can_be_stopped = false;
    int error = ETIMEDOUT;
};

/// All limits (limit_cases.cpp).
[[nodiscard]] std::span<const limit_case> all_limit_cases() noexcept;

}  // namespace limit_tests
