// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace faults {

/// A thread whose sleep in a system call can be seen, so that it is woken when it sleeps, and not before.
class sleeper {
public:
    template <class Body>
    explicit sleeper(Body body)
        : thread_([this, body = std::move(body)]() mutable {
              id_ = static_cast<::pid_t>(::syscall(SYS_gettid));
              body();
          }) {}
    sleeper(const sleeper&) = delete;
    sleeper& operator=(const sleeper&) = delete;
    ~sleeper() { join(); }

    /// Returns when the thread sleeps in a call that waits for a socket.
    void wait_until_asleep() const {
        while (id_ == 0)
            ::sched_yield();
        const std::string file = "/proc/self/task/" + std::to_string(id_.load()) + "/syscall";
        for (;;) {
            std::ifstream in(file);
            std::string number;
            if (!(in >> number))
                throw std::runtime_error(file + " tells nothing");
            if (number != "running" && waits(std::stol(number)))
                return;
            ::sched_yield();
        }
    }

    void join() {
        if (thread_.joinable())
            thread_.join();
    }

private:
    static bool waits(long call) noexcept {
        return call == SYS_recvfrom || call == SYS_recvmsg || call == SYS_accept4 || call == SYS_sendto ||
               call == SYS_sendmsg || call == SYS_connect || call == SYS_ppoll
#ifdef SYS_poll
               || call == SYS_poll
#endif
            ;
    }

    std::atomic<::pid_t> id_ = 0;
    std::thread thread_;
};

}  // namespace faults
