// SPDX-License-Identifier: BSL-1.0
#pragma once

// Explores actions on the tasks of a loop. A scenario has points, between the turns of the loop and
// in its tasks. A plan defines which action is applied at which point. main.cpp describes the
// plans.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include <tenon/loops.hpp>
#include <unit/support/observations.hpp>

namespace schedules {

/// What is done to the tasks of a scenario.
enum class action {
    stop,     ///< requests a stop of the scope
    close,    ///< closes the socket or the channel that the tasks use
    destroy,  ///< destroys the scope with its tasks
    token,    ///< requests a stop of the source of their stop tokens
    limit,    ///< advances the time beyond their limits
};
inline constexpr int actions = 5;
inline constexpr const char* names[actions] = {"stop", "close", "destroy", "token", "limit"};

struct injection {
    int point;
    action what;
};
/// The scenario interprets `variant`, for instance as the amount of data that the peer sends.
struct plan {
    unsigned variant = 0;
    std::vector<injection> injections;
};

/// The result of a run: the number of points, and the failed checks.
struct outcome {
    int points = 0;
    std::vector<std::string> failures;
};

/// The state of a run.
class run {
public:
    explicit run(const plan& by) : plan_(by) {}
    run(const run&) = delete;

    /// Applies an action; the scenario sets it.
    std::function<void(action)> apply;
    unit::observations seen;

    /// A point: applies the actions that the plan has for it. A task of the scope under test passes
    /// false, because it must not destroy its own scope.
    void point(bool may_destroy) {
        const int index = result_.points++;
        for (const injection& each : plan_.injections)
            if (each.point == index && apply && (may_destroy || each.what != action::destroy))
                apply(each.what);
    }
    void check(bool holds, const char* what) {
        if (!holds)
            result_.failures.emplace_back(what);
    }
    [[nodiscard]] unsigned variant() const noexcept { return plan_.variant; }
    [[nodiscard]] const outcome& result() const noexcept { return result_; }

private:
    const plan& plan_;
    outcome result_;
};

/// Checks that an operation ends once, with an error that it can have or none, unless its task is
/// destroyed.
class operation_check {
public:
    explicit operation_check(run& of) noexcept : run_(of) {}
    operation_check(const operation_check&) = delete;
    ~operation_check() { run_.check(begun_ == ended_ || is_destroyed, "an operation did not end"); }

    void begin() {
        run_.point(false);
        ++begun_;
    }
    template <class Result>
    const Result& end(const Result& got) {
        ++ended_;
        run_.check(begun_ == ended_, "an operation ended twice");
        run_.check(!is_destroyed, "an operation ended after its task was destroyed");
        const std::error_code why = got.error();
        run_.check(!why || why == std::errc::operation_canceled || why == std::errc::timed_out ||
                       why == std::errc::bad_file_descriptor || why == tenon::errc::end_of_stream ||
                       why == std::errc::broken_pipe || why == std::errc::connection_reset ||
                       why == std::errc::connection_refused,
                   "an operation ended with an error that it cannot have");
        run_.point(false);
        return got;
    }
    bool is_destroyed = false;

private:
    run& run_;
    int begun_ = 0;
    int ended_ = 0;
};

}  // namespace schedules
