// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

#include "descriptors.hpp"
#include "watched_system.hpp"

namespace faults {

/// Returns false from a function that returns a bool, and prints the line, if a condition is false.
/// For child processes, in which the macros of Catch2 do not work.
#define HOLDS(...)                                                                 \
    do {                                                                           \
        if (!(__VA_ARGS__)) {                                                      \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
            return false;                                                          \
        }                                                                          \
    } while (false)

/// A child process that runs a function, and exits when the function returns. It fails if the
/// function leaves a descriptor open, or closes one that is not open.
class child {
public:
    template <class Body>
    explicit child(Body&& body) : id_(flush_and_fork()) {
        if (id_ != 0)
            return;
        ::signal(SIGALRM, SIG_DFL);
        ::alarm(20);
        bool succeeded = false;
        const int before = open_descriptors();
        try {
            succeeded = body() && all_closed(before);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "threw: %s\n", error.what());
        }
        std::fflush(nullptr);
        ::_exit(succeeded ? 0 : 1);
    }
    child(const child&) = delete;
    child& operator=(const child&) = delete;
    ~child() {
        if (id_ > 0) {
            kill();
            static_cast<void>(wait());
        }
    }

    void kill() const noexcept { ::kill(id_, SIGKILL); }

    /// Waits for the process. Returns "held" if the function returned true, and otherwise how the
    /// process ended.
    [[nodiscard]] std::string wait() {
        int status = 0;
        if (::waitpid(std::exchange(id_, -1), &status, 0) < 0)
            return "there is no such process";
        if (WIFSIGNALED(status))
            return std::string("was ended by a signal: ") + ::strsignal(WTERMSIG(status));
        return WEXITSTATUS(status) == 0 ? "held"
                                        : "ended with " + std::to_string(WEXITSTATUS(status));
    }

private:
    static ::pid_t flush_and_fork() noexcept {
        // Otherwise the child would write the buffered output of the parent a second time.
        std::fflush(nullptr);
        return ::fork();
    }
    static bool all_closed(int before) {
        HOLDS(open_descriptors() == before);
        HOLDS(watched_system::invalid_closes() == 0);
        return true;
    }

    ::pid_t id_;
};

/// Runs a function in a child process. Returns "held" if the function returned true.
template <class Body>
[[nodiscard]] std::string in_a_child(Body&& body) {
    return child(std::forward<Body>(body)).wait();
}

}  // namespace faults
