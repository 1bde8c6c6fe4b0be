// SPDX-License-Identifier: BSL-1.0
#pragma once

// Runs programs in a process of their own, so that a program that crashes, or does not end, is a
// failure that has a seed.

#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <new>

namespace random_programs {

struct results {
    unsigned passed = 0;
    unsigned failed = 0;
};

/// Runs `wanted` programs from the seed `first` on, each with `run(seed)`, until ten have failed.
/// Calls `on_crash(seed, why)` after a program has ended its process.
template <class Run, class OnCrash>
results run_in_processes(unsigned first, unsigned wanted, Run run, OnCrash on_crash) {
    constexpr unsigned most_failures = 10;
    // What the processes share.
    struct progress {
        unsigned seed;
        results all;
    };
    void* const memory = ::mmap(nullptr, sizeof(progress), PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto& now = *::new (memory) progress{first, {}};
    while (now.seed != first + wanted && now.all.failed < most_failures) {
        std::fflush(nullptr);
        const ::pid_t child = ::fork();
        if (child == 0) {
            for (; now.seed != first + wanted && now.all.failed < most_failures; ++now.seed) {
                // A program that takes 10 seconds of the processor's time is ended by SIGPROF.
                const ::itimerval limit = {{0, 0}, {10, 0}};
                ::setitimer(ITIMER_PROF, &limit, nullptr);
                ++(run(now.seed) ? now.all.passed : now.all.failed);
                // A later program may end the process without its output.
                std::fflush(stdout);
            }
            // Not _exit: the leak sanitizer looks for leaks at the exit.
            std::exit(0);
        }
        int status = -1;
        if (::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
            break;
        ++now.all.failed;
        if (now.seed == first + wanted || now.all.failed > most_failures) {
            on_crash(first, "the process failed at its exit, after the programs from this seed on");
            break;
        }
        on_crash(now.seed++, WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF
                                 ? "the program does not end"
                                 : "the program ended its process");
    }
    const results all = now.all;
    ::munmap(memory, sizeof(progress));
    return all;
}

}  // namespace random_programs
