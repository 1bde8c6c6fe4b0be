// SPDX-License-Identifier: BSL-1.0
#pragma once

// Explores what can happen to tasks of a loop, and when: a scenario has points, between its turns and in its tasks, and a plan
// says what is done at which of them. See main.cpp for which plans are tried.

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
    stop,     ///< the scope of the tasks is asked to stop
    close,    ///< what they use is closed
    destroy,  ///< the scope is destroyed, with its tasks
    token,    ///< the stop is requested of which they have a token
    limit,    ///< their limits come
};
inline constexpr int actions = 5;
inline constexpr const char* names[actions] = {"stop", "close", "destroy", "token", "limit"};

struct injection {
    int point;
    action what;
};
/// `variant` is the scenario's to interpret: how much the other side does, and when.
struct plan {
    unsigned variant = 0;
    std::vector<injection> injections;
};

/// What a run under a plan came to.
struct outcome {
    int points = 0;
    std::vector<std::string> complaints;
};

/// The state of a run.
class run {
public:
    explicit run(const plan& by) : plan_(by) {}
    run(const run&) = delete;

    /// What the actions do; set by the scenario.
    std::function<void(action)> act;
    unit::observations seen;

    /// A place where something may be done; in a task of the scope under test the scope is not destroyed.
    void point(bool may_destroy) {
        const int here = result_.points++;
        for (const injection& each : plan_.injections)
            if (each.point == here && act && (may_destroy || each.what != action::destroy))
                act(each.what);
    }
    void check(bool holds, const char* what) {
        if (!holds)
            result_.complaints.emplace_back(what);
    }
    [[nodiscard]] unsigned variant() const noexcept { return plan_.variant; }
    [[nodiscard]] const outcome& result() const noexcept { return result_; }

private:
    const plan& plan_;
    outcome result_;
};

/// An operation ends once, with a result that is legal for it, unless its task is destroyed.
class ending {
public:
    explicit ending(run& of) noexcept : run_(of) {}
    ending(const ending&) = delete;
    ~ending() { run_.check(begun_ == ended_ || is_destroyed, "an operation did not end"); }

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
