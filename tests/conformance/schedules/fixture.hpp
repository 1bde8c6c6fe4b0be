// SPDX-License-Identifier: BSL-1.0
#pragma once

// The environment of a scenario: a loop, the scope under test, and other tasks that have points in
// each part of a turn: when events are delivered, before and after those of the scope, when timers
// expire, and when queued tasks are resumed.

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <conformance/schedules/allocations.hpp>
#include <conformance/schedules/explorer.hpp>
#include <tenon/loops.hpp>
#include <unit/support/descriptors.hpp>

namespace schedules {

template <class Loop>
class fixture {
public:
    using peer = tenon::connection<tenon::stream, tenon::unix_domain, tenon::driver_of<Loop>>;

    explicit fixture(run& of) : current(of), loop(unit::watched(of.seen)) {
        of.seen.is_virtual = true;
        scope.emplace(loop);
    }
    fixture(const fixture&) = delete;

    /// Opens a pair whose descriptors have lower numbers than those of the scenario, with a task.
    void open_first_pair() {
        pairs_[0].emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value());
        other_tasks_.spawn(receive_for_ever(pairs_[0]->first));
    }
    /// Opens a pair whose descriptors have higher numbers, with a task, and begins the tasks that
    /// wait for timers and in the queue.
    void open_second_pair() {
        pairs_[1].emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value());
        other_tasks_.spawn(receive_for_ever(pairs_[1]->first));
        other_tasks_.spawn(yield_for_ever());
        other_tasks_.spawn(sleep_for_ever());
    }

    /// Runs the loop until the tasks of the scope have ended. In each turn, `step(turn)` does what
    /// peers of the tasks do.
    template <class Step>
    void execute(Step step) {
        for (int turn = 0; turn != longest && !is_over(); ++turn) {
            current.point(true);
            wake(0);
            step(turn);
            wake(1);
            // The timers of the other tasks expire in each turn, those of the scope after several
            // turns.
            current.seen.time += 1'000'000;
            current.check(loop.run_ready().has_value(), "run_ready failed");
        }
        // A task that still waits ends when a stop is requested.
        if (scope)
            scope->request_stop();
        for (int turn = 0; turn != longest && !is_over(); ++turn) {
            current.seen.time += 1'000'000;
            current.check(loop.run_ready().has_value(), "run_ready failed");
        }
        current.check(is_over(), "a task did not end after a stop request");
        current.apply = nullptr;
    }
    [[nodiscard]] bool is_over() const noexcept { return !scope || scope->empty(); }

    /// Applies the actions that are the same in each scenario: all but `close`.
    template <class... Endings>
    void apply(action what, Endings&... checks) {
        if (what == action::stop && scope)
            scope->request_stop();
        if (what == action::destroy && scope) {
            if (!scope->empty())
                (static_cast<void>(checks.is_destroyed = true), ...);
            scope.reset();
        }
        if (what == action::limit)
            current.seen.time += 1'000'000'000;
        if (what == action::token)
            source.request_stop();
    }

    run& current;
    Loop loop;
    tenon::stop_source source;
    std::optional<tenon::scope> scope;

private:
    static constexpr int longest = 24;

    void wake(std::size_t which) {
        if (pairs_[which])
            static_cast<void>(::send(pairs_[which]->second.native_handle(), "x", 1, MSG_DONTWAIT) ==
                              1);
    }
    tenon::task<void> receive_for_ever(peer& from) {
        for (;;) {
            std::array<std::byte, 1> buffer;
            const auto got = co_await from.receive(buffer);
            if (!got)
                break;
            current.point(true);
        }
    }
    tenon::task<void> yield_for_ever() {
        for (;;) {
            const auto yielded = co_await tenon::yield();
            if (!yielded)
                break;
            current.point(true);
        }
    }
    tenon::task<void> sleep_for_ever() {
        for (;;) {
            const auto slept = co_await tenon::sleep(std::chrono::microseconds(900));
            if (!slept)
                break;
            current.point(true);
        }
    }

    std::optional<std::pair<peer, peer>> pairs_[2];
    tenon::scope other_tasks_{loop};
};

/// Runs a scenario under a plan. Checks that it leaves no descriptor open, and no memory if the
/// scenario keeps none for the next run.
template <class Scenario>
outcome execute(const plan& by) {
    const auto next_descriptor = [] {
        const unit::owned next = ::dup(STDERR_FILENO);
        return static_cast<int>(next);
    };
    const int before = next_descriptor();
    run current(by);
    const long blocks = allocated_blocks;
    {
        Scenario scenario(current);
        scenario.execute();
    }
    if constexpr (requires { Scenario::frees_all; })
        current.check(allocated_blocks == blocks || !current.result().failures.empty(),
                      "memory is left allocated");
    current.check(next_descriptor() == before, "a descriptor is left open");
    return current.result();
}

/// A scenario over one type of loop.
struct entry {
    const char* name;
    unsigned variants;
    outcome (*execute)(const plan&);
};

}  // namespace schedules
