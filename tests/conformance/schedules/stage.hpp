// SPDX-License-Identifier: BSL-1.0
#pragma once

// Where a scenario plays: a loop, the scope under test, and tasks beside it that have points in each part of a turn: where
// events are delivered, before and after those of the scope, where timers expire, and in the queue.

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <conformance/schedules/explorer.hpp>
#include <tenon/loops.hpp>
#include <unit/support/descriptors.hpp>

namespace schedules {

template <class Loop>
class stage {
public:
    using peer = tenon::connection<tenon::stream, tenon::unix_domain, tenon::driver_of<Loop>>;

    explicit stage(run& of) : playing(of), loop(unit::watched(of.seen)) {
        of.seen.is_virtual = true;
        scope.emplace(loop);
    }
    stage(const stage&) = delete;

    /// Those that stand before the scope's own descriptors, and behind them.
    void begin_before() {
        pairs_[0].emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value());
        beside_.spawn(receive_for_ever(pairs_[0]->first));
    }
    void begin_after() {
        pairs_[1].emplace(tenon::connected_pair<tenon::stream, tenon::unix_domain>(loop).value());
        beside_.spawn(receive_for_ever(pairs_[1]->first));
        beside_.spawn(yield_for_ever());
        beside_.spawn(sleep_for_ever());
    }

    /// Plays until the scope's tasks have ended, `step()` of the scenario being what the rest of the world does each turn.
    template <class Step>
    void play(Step step) {
        for (int turn = 0; turn != longest && !is_over(); ++turn) {
            playing.point(true);
            wake(0);
            step(turn);
            wake(1);
            // The timers of those beside come each turn, those of the scope after some.
            playing.seen.time += 1'000'000;
            playing.check(loop.run_ready().has_value(), "run_ready failed");
        }
        // What still waits ends when it is asked to.
        if (scope)
            scope->request_stop();
        for (int turn = 0; turn != longest && !is_over(); ++turn) {
            playing.seen.time += 1'000'000;
            playing.check(loop.run_ready().has_value(), "run_ready failed");
        }
        playing.check(is_over(), "a task that was asked to stop did not end");
        playing.act = nullptr;
    }
    [[nodiscard]] bool is_over() const noexcept { return !scope || scope->empty(); }

    /// What `stop`, `destroy` and `limit` do in each scenario.
    template <class... Endings>
    void act(action what, Endings&... endings) {
        if (what == action::stop && scope)
            scope->request_stop();
        if (what == action::destroy && scope) {
            if (!scope->empty())
                (static_cast<void>(endings.is_destroyed = true), ...);
            scope.reset();
        }
        if (what == action::limit)
            playing.seen.time += 1'000'000'000;
        if (what == action::token)
            source.request_stop();
    }

    run& playing;
    Loop loop;
    tenon::stop_source source;
    std::optional<tenon::scope> scope;

private:
    static constexpr int longest = 24;

    void wake(std::size_t which) {
        if (pairs_[which])
            static_cast<void>(::send(pairs_[which]->second.native_handle(), "x", 1, MSG_DONTWAIT) == 1);
    }
    tenon::task<void> receive_for_ever(peer& from) {
        for (;;) {
            std::array<std::byte, 1> buffer;
            const auto got = co_await from.receive(buffer);
            if (!got)
                break;
            playing.point(true);
        }
    }
    tenon::task<void> yield_for_ever() {
        for (;;) {
            const auto yielded = co_await tenon::yield();
            if (!yielded)
                break;
            playing.point(true);
        }
    }
    tenon::task<void> sleep_for_ever() {
        for (;;) {
            const auto slept = co_await tenon::sleep(std::chrono::microseconds(900));
            if (!slept)
                break;
            playing.point(true);
        }
    }

    std::optional<std::pair<peer, peer>> pairs_[2];
    tenon::scope beside_{loop};
};

/// Plays a scenario under a plan, and looks for what it leaves behind.
template <class Scenario>
outcome play(const plan& by) {
    const auto next_descriptor = [] {
        const unit::owned next = ::dup(STDERR_FILENO);
        return static_cast<int>(next);
    };
    const int before = next_descriptor();
    run playing(by);
    {
        Scenario scenario(playing);
        scenario.play();
    }
    playing.check(next_descriptor() == before, "a descriptor is left");
    return playing.result();
}

/// A scenario over one kind of loop.
struct entry {
    const char* name;
    unsigned variants;
    outcome (*play)(const plan&);
};

}  // namespace schedules
