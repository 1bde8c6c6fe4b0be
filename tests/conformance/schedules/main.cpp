// SPDX-License-Identifier: BSL-1.0

// Runs plans on all scenarios over one type of loop: first all plans with one action, then plans
// with two actions at regular intervals, then random plans by a seed, until COUNT plans have been
// run.
//
//     schedules epoll|poll [COUNT [SEED]]
//     schedules epoll|poll replay SCENARIO VARIANT POINT:ACTION…

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <conformance/schedules/scenarios.hpp>

namespace {

using namespace schedules;

constexpr const entry* scenarios[] = {receive_scenario, send_scenario,    accept_scenario,
                                      connect_scenario, channel_scenario, tree_scenario,
                                      reuse_scenario,   lease_scenario,   framed_scenario,
                                      proxied_scenario};

int executed = 0;
int failed = 0;
std::size_t loop_index = 0;

int try_plan(const entry& scenario, const plan& by) {
    const outcome result = scenario.execute(by);
    ++executed;
    if (!result.failures.empty() && ++failed <= 10) {
        std::printf("%s\n    replay: %s %s %u", result.failures.front().c_str(),
                    loop_index == 0 ? "epoll replay" : "poll replay", scenario.name, by.variant);
        for (const injection& each : by.injections)
            std::printf(" %d:%s", each.point, names[static_cast<int>(each.what)]);
        std::printf("\n");
    }
    return result.points;
}

/// Each action at each point.
void try_single(const entry& scenario) {
    for (unsigned variant = 0; variant != scenario.variants; ++variant) {
        const int points = try_plan(scenario, {variant, {}});
        for (int point = 0; point != points; ++point)
            for (int what = 0; what != actions; ++what)
                try_plan(scenario, {variant, {{point, static_cast<action>(what)}}});
    }
}
/// Every `stride`-th of all pairs of actions, beginning with number `from`, and at most `most`.
void try_pairs(const entry& scenario, int stride, int from, int most) {
    int number = 0;
    for (unsigned variant = 0; variant != scenario.variants; ++variant) {
        const int points = try_plan(scenario, {variant, {}});
        for (int first = 0; first != points; ++first)
            for (int second = first; second != points; ++second)
                for (int what = 0; what != actions * actions; ++what)
                    if (number++ % stride == from) {
                        if (most-- <= 0)
                            return;
                        try_plan(scenario, {variant,
                                            {{first, static_cast<action>(what / actions)},
                                             {second, static_cast<action>(what % actions)}}});
                    }
    }
}
void try_random(const entry& scenario, std::mt19937& random) {
    plan by = {static_cast<unsigned>(random() % scenario.variants), {}};
    for (unsigned count = 1 + random() % 4; count != 0; --count)
        by.injections.push_back(
            {static_cast<int>(random() % 90), static_cast<action>(random() % actions)});
    try_plan(scenario, by);
}

int replay(int count, char* arguments[]) {
    for (const entry* const each : scenarios) {
        if (each->name != std::string(arguments[0]))
            continue;
        plan by = {static_cast<unsigned>(std::atoi(arguments[1])), {}};
        for (int index = 2; index < count; ++index) {
            const char* const name = std::strchr(arguments[index], ':') + 1;
            for (int what = 0; what != actions; ++what)
                if (std::strcmp(name, names[what]) == 0)
                    by.injections.push_back(
                        {std::atoi(arguments[index]), static_cast<action>(what)});
        }
        const outcome result = each[loop_index].execute(by);
        for (const std::string& failure : result.failures)
            std::printf("%s\n", failure.c_str());
        std::printf("%d points\n", result.points);
        return result.failures.empty() ? 0 : 1;
    }
    return 2;
}

}  // namespace

int main(int count, char* arguments[]) {
    loop_index = count > 1 && std::strcmp(arguments[1], "poll") == 0 ? 1 : 0;
    if (count > 4 && std::strcmp(arguments[2], "replay") == 0)
        return replay(count - 3, arguments + 3);
    const int wanted = count > 2 ? std::atoi(arguments[2]) : 100'000;
    std::mt19937 random(count > 3 ? static_cast<unsigned>(std::atoi(arguments[3])) : 1);
    for (const entry* const each : scenarios)
        try_single(each[loop_index]);
    const int single = executed;
    constexpr int number = sizeof scenarios / sizeof scenarios[0];
    const int pairs = (wanted - single) / 2 / number;
    for (const entry* const each : scenarios)
        try_pairs(each[loop_index], 101, static_cast<int>(random() % 101), pairs);
    const int systematic = executed;
    while (executed < wanted)
        try_random(scenarios[static_cast<std::size_t>(executed % number)][loop_index], random);
    std::printf("%s: %d schedules, %d with one action, %d with two, %d random; %d failed\n",
                loop_index == 0 ? "epoll" : "poll", executed, single, systematic - single,
                executed - systematic, failed);
    return failed == 0 ? 0 : 1;
}
