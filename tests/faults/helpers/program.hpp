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

/// The exit status and the output of a program.
struct program_outcome {
    int status;          ///< the exit status; 127 if there is no such program
    std::string output;  ///< what the program wrote to its standard output
};

/// Runs a program from PATH, /usr/sbin or /sbin, and waits until it exits.
[[nodiscard]] inline program_outcome run_program(std::vector<std::string> words) {
    std::string shell = "PATH=$PATH:/usr/sbin:/sbin; exec \"$0\" \"$@\"";
    std::vector<char*> arguments;
    std::string sh = "sh";
    std::string option = "-c";
    for (std::string* const word : {&sh, &option, &shell})
        arguments.push_back(word->data());
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throw std::runtime_error("pipe2 failed");
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::pid_t id = -1;
    const int failed = ::posix_spawn(&id, "/bin/sh", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);

    program_outcome outcome = {127, ""};
    char buffer[4096];
    for (ssize_t count = ::read(ends[0], buffer, sizeof buffer); count > 0;
         count = ::read(ends[0], buffer, sizeof buffer))
        outcome.output.append(buffer, static_cast<std::size_t>(count));
    ::close(ends[0]);
    int status = 0;
    if (failed == 0 && ::waitpid(id, &status, 0) == id)
        outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return outcome;
}

}  // namespace faults
