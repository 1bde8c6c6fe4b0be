// SPDX-License-Identifier: BSL-1.0

// Runs random programs over one type of loop. The seed determines a program, so a failure is
// repeated by its seed; a single program runs without a process of its own, for a debugger.
//
//     random_programs epoll|poll [COUNT [SEED]]

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <conformance/random/process.hpp>
#include <conformance/random/program.hpp>
#include <conformance/random/remains.hpp>

namespace {

using namespace random_programs;

/// Runs the program of a seed. Returns false, and prints the seed, if a check failed.
bool run(unsigned seed, const char* loop) {
    const bool is_poll = std::strcmp(loop, "poll") == 0;
    const program& chosen = (seed % 3 == 0 ? connection_programs : task_programs)[is_poll ? 1 : 0];
    const remains before;
    auto current = std::make_unique<record>(seed);
    chosen(*current);
    std::vector<std::string> failures = std::move(current->failures);
    current.reset();
    if (const char* const left = before.compared_with(remains());
        left != nullptr && failures.empty())
        failures.emplace_back(left);
    for (const std::string& failure : failures)
        std::printf("seed %u: %s\n", seed, failure.c_str());
    if (!failures.empty())
        std::printf("    repeat: random_programs %s 1 %u\n", loop, seed);
    return failures.empty();
}

}  // namespace

int main(int count, char* arguments[]) {
    const char* const loop = count > 1 ? arguments[1] : "epoll";
    const unsigned wanted = count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : 2'000;
    const unsigned first = count > 3 ? static_cast<unsigned>(std::atoi(arguments[3])) : 1;
    if (wanted == 1)
        return run(first, loop) ? 0 : 1;
    const results all = run_in_processes(
        first, wanted, [loop](unsigned seed) { return run(seed, loop); },
        [loop](unsigned seed, const char* why) {
            std::printf("seed %u: %s\n    repeat: random_programs %s 1 %u\n", seed, why, loop,
                        seed);
        });
    std::printf("%u passed, %u failed\n", all.passed, all.failed);
    return all.failed == 0 ? 0 : 1;
}
