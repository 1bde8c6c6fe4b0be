// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace unit {

/// Returns whether `condition` returns true in a child process, whose changes end with it. The
/// child may also end itself: exit status 0 counts as true.
template <class Condition>
[[nodiscard]] bool in_child_process(Condition condition) {
    const ::pid_t child = ::fork();
    if (child == 0)
        ::_exit(condition() ? 0 : 1);
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

}  // namespace unit
