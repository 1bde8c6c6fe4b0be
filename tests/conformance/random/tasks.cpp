// SPDX-License-Identifier: BSL-1.0

// Programs of tasks that use three pairs of streams, datagrams, a pool, events and channels at
// random, while these are closed, moved, replaced and destroyed.

#include <conformance/random/endings.hpp>
#include <conformance/random/program.hpp>

namespace random_programs {
namespace {

template <class Loop>
void run_tasks(record& current) {
    choices& random = current.random;
    current.has_faults = random.one_in(3);
    world<Loop> in(current);
    const auto spawn = [&] {
        const int scope = random.below(static_cast<int>(in.scopes.size()));
        in.scopes[static_cast<std::size_t>(scope)]->spawn(caught(in, {0, scope}));
    };
    for (int count = 1 + random.below(6); count-- != 0;)
        spawn();
    // In some programs nothing is disturbed, so that the tasks get further.
    const int disturbances = random.below(4);
    for (int turn = 0; turn != 20; ++turn) {
        for (int count = random.below(disturbances + 1); count-- != 0;)
            disturb(in, -1);
        if (random.one_in(6))
            spawn();
        current.check(in.loop->run_ready().has_value(), "run_ready failed");
        if (random.one_in(2))
            current.time += random.below(500'000);
    }
    end(in);
}

}  // namespace

const program task_programs[2] = {&run_tasks<epoll_loop>, &run_tasks<poll_loop>};

}  // namespace random_programs
