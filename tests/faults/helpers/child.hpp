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

/// Leaves a function that gives a bool, and says on which line, where something does not hold: for child processes, in which a
/// test's own macros have no use.
#define HOLDS(...)                                                                 \
    do {                                                                           \
        if (!(__VA_ARGS__)) {                                                      \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
            return false;                                                          \
        }                                                                          \
    } while (false)

/// A process that runs a function, and ends with it. The function closes what it has opened, and nothing twice.
class child {
public:
    template <class Body>
    explicit child(Body&& body) : id_(begun()) {
        if (id_ != 0)
            return;
        ::signal(SIGALRM, SIG_DFL);
        ::alarm(20);
        bool held = false;
        const int before = open_descriptors();
        try {
            held = body() && all_closed(before);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "threw: %s\n", error.what());
        }
        std::fflush(nullptr);
        ::_exit(held ? 0 : 1);
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

    /// How it ended: "held", or what happened instead.
    [[nodiscard]] std::string wait() {
        int status = 0;
        if (::waitpid(std::exchange(id_, -1), &status, 0) < 0)
            return "was not there";
        if (WIFSIGNALED(status))
            return std::string("was ended by a signal: ") + ::strsignal(WTERMSIG(status));
        return WEXITSTATUS(status) == 0 ? "held" : "ended with " + std::to_string(WEXITSTATUS(status));
    }

private:
    static ::pid_t begun() noexcept {
        // What is written and not said yet is said once.
        std::fflush(nullptr);
        return ::fork();
    }
    static bool all_closed(int before) {
        HOLDS(open_descriptors() == before);
        HOLDS(watched_system::strays() == 0);
        return true;
    }

    ::pid_t id_;
};

/// Runs a function in a process of its own: "held" where it gave true.
template <class Body>
[[nodiscard]] std::string in_a_child(Body&& body) {
    return child(std::forward<Body>(body)).wait();
}

}  // namespace faults
