// SPDX-License-Identifier: BSL-1.0

// Two units of one program call value() of a result with an error. The unit with exceptions throws,
// and the unit without ends the program, in whichever order they are linked.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <system_error>

void with_exceptions(int which);
void without_exceptions(int which);

namespace {

constexpr int ways = 8;
constexpr int threw = 7;
constexpr int ended = 8;

/// Runs `unit` in a child process; returns its exit status.
int end_of(void (*unit)(int), int which) {
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit none = {};
        ::setrlimit(RLIMIT_CORE, &none);
        // An uncaught exception would call the same function; therefore the exception is caught.
        std::set_terminate([] { ::_exit(ended); });
        try {
            unit(which);
        } catch (const std::system_error& thrown) {
            ::_exit(thrown.code() == std::errc::timed_out ? threw : 0);
        }
        ::_exit(0);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status)
               ? WEXITSTATUS(status)
               : -1;
}

}  // namespace

int main() {
    int failed = 0;
    for (int which = 0; which != ways; ++which) {
        const int with = end_of(with_exceptions, which);
        const int without = end_of(without_exceptions, which);
        if (with != threw || without != ended) {
            std::printf("way %d: with exceptions %d, without %d\n", which, with, without);
            ++failed;
        }
    }
    return failed == 0 ? 0 : 1;
}
