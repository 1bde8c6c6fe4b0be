// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace faults {

/// What a program has said, and how it ended.
struct program_outcome {
    int status;          ///< its exit status; 127 where it is not there
    std::string output;  ///< what it wrote to its standard output
};

/// Runs a program, which is looked for in PATH and in the folders of administrators, and waits for its end.
[[nodiscard]] inline program_outcome run_program(std::vector<std::string> words) {
    std::string shell = "PATH=$PATH:/usr/sbin:/sbin; exec \"$0\" \"$@\"";
    std::vector<char*> arguments;
    std::string sh = "sh";
    std::string option = "-c";
    for (std::string* const one : {&sh, &option, &shell})
        arguments.push_back(one->data());
    for (std::string& one : words)
        arguments.push_back(one.data());
    arguments.push_back(nullptr);

    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe");
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::pid_t id = -1;
    const int failed = ::posix_spawn(&id, "/bin/sh", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);

    program_outcome outcome = {127, ""};
    char buffer[4096];
    for (ssize_t count = ::read(ends[0], buffer, sizeof buffer); count > 0; count = ::read(ends[0], buffer, sizeof buffer))
        outcome.output.append(buffer, static_cast<std::size_t>(count));
    ::close(ends[0]);
    int status = 0;
    if (failed == 0 && ::waitpid(id, &status, 0) == id)
        outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return outcome;
}

}  // namespace faults
