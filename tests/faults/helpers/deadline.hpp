// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <signal.h>
#include <unistd.h>

#include <cstring>

namespace faults {

/// Ends the process if a test takes too long, and prints the name of the test. A test that hangs
/// has failed.
class deadline {
public:
    explicit deadline(const char* name, unsigned seconds = 20) noexcept : before_(current_) {
        current_ = name;
        struct sigaction action = {};
        action.sa_handler = expire;
        ::sigaction(SIGALRM, &action, nullptr);
        ::alarm(seconds);
    }
    deadline(const deadline&) = delete;
    deadline& operator=(const deadline&) = delete;
    ~deadline() {
        ::alarm(0);
        current_ = before_;
    }

private:
    static void write(const char* text) noexcept {
        static_cast<void>(!::write(STDERR_FILENO, text, std::strlen(text)));
    }
    static void expire(int) noexcept {
        write("\nHANGS: ");
        write(current_);
        write("\n");
        ::_exit(99);
    }

    static inline const char* volatile current_ = "";
    const char* before_;
};

}  // namespace faults
