// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <signal.h>
#include <unistd.h>

#include <cstring>

namespace faults {

/// Ends the process, and says what it was at, where that takes too long: a test that hangs has failed.
class deadline {
public:
    explicit deadline(const char* what, unsigned seconds = 20) noexcept : before_(current_) {
        current_ = what;
        struct sigaction action = {};
        action.sa_handler = pass;
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
    static void write(const char* text) noexcept { static_cast<void>(!::write(STDERR_FILENO, text, std::strlen(text))); }
    static void pass(int) noexcept {
        write("\nHANGS: ");
        write(current_);
        write("\n");
        ::_exit(99);
    }

    static inline const char* volatile current_ = "";
    const char* before_;
};

}  // namespace faults
