// SPDX-License-Identifier: BSL-1.0
#pragma once

// Checks that no event is lost: when the tasks have come to rest, each wait that is left waits for
// something that has not happened.

#include <algorithm>

#include <conformance/random/observed_wait.hpp>
#include <tenon/loops.hpp>

namespace random_programs {

/// Runs the loop, while time passes, until no wait begins or ends any more.
template <class World>
void run_until_quiet(World& in) {
    constexpr int most = 2'000;
    int quiet = 0;
    for (int turn = 0; turn != most && quiet != 8; ++turn) {
        const long steps = in.current.steps;
        in.current.check(in.loop->run_ready().has_value(), "run_ready failed");
        in.current.time += 20'000'000;
        quiet = steps == in.current.steps ? quiet + 1 : 0;
    }
    in.current.check(quiet == 8, "the tasks do not come to rest");
}
template <class World>
void come_to_rest(World& in) {
    const auto may_last = [](const observed_wait* each) { return each->may_last(); };
    // The bytes of a TCP connection may arrive after the last turn, and before this check.
    for (int attempt = 0; attempt != 3; ++attempt) {
        run_until_quiet(in);
        if (std::ranges::all_of(in.current.waits, may_last))
            return;
    }
    in.current.check(false, "a wait goes on, although what it waits for has happened");
}

}  // namespace random_programs
