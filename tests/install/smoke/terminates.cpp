// SPDX-License-Identifier: BSL-1.0

// value() of a result with an error: without exceptions it ends the program by SIGABRT, and with
// exceptions it throws.
#include <tenon.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <system_error>

namespace {

template <class Function>
int signal_of(Function function) {
    const pid_t child = ::fork();
    if (child == 0) {
        // The program writes no core file and no message.
        const rlimit none = {};
        ::setrlimit(RLIMIT_CORE, &none);
        ::close(STDERR_FILENO);
        function();
        ::_exit(0);
    }
    int status = 0;
    if (child < 0 || ::waitpid(child, &status, 0) != child)
        return -1;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

tenon::result<int> failing() {
    return tenon::failure(std::errc::timed_out);
}

}  // namespace

int main() {
    bool good = signal_of([] { static_cast<void>(tenon::result<int>(1).value()); }) == 0;
#if defined(__cpp_exceptions)
    good = good && signal_of([] {
                       try {
                           static_cast<void>(failing().value());
                       } catch (const std::system_error& thrown) {
                           if (thrown.code() == std::errc::timed_out)
                               std::raise(SIGUSR1);
                       }
                   }) == SIGUSR1;
#else
    good = good && signal_of([] { static_cast<void>(failing().value()); }) == SIGABRT;
    good = good && signal_of([] { static_cast<void>(tenon::value(failing())); }) == SIGABRT;
    good = good && signal_of([] {
                       tenon::result<void>(tenon::failure(std::errc::timed_out)).value();
                   }) == SIGABRT;
#endif
    std::puts(good ? "ok" : "value() of an error neither threw nor ended the program by SIGABRT");
    return good ? 0 : 1;
}
