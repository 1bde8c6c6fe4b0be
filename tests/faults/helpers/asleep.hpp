// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <linux/net.h>
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

    /// Whether the system tells of a thread's call by the number that this program knows it by: of the one that asks, read(2).
    static bool can_be_seen() {
        std::ifstream in("/proc/thread-self/syscall");
        long number = -1;
        return in >> number && number == SYS_read;
    }
    static constexpr const char* why_not =
        "/proc tells of another call than is made, as of what runs under qemu's user mode: who sleeps cannot be seen";

    /// Returns when the thread sleeps in a call that waits for a socket.
    void wait_until_asleep() const {
        while (id_ == 0)
            ::sched_yield();
        const std::string file = "/proc/self/task/" + std::to_string(id_.load()) + "/syscall";
        for (;;) {
            std::ifstream in(file);
            std::string number;
            std::string first_argument;
            if (!(in >> number))
                throw std::runtime_error(file + " tells nothing");
            if (number != "running" && in >> first_argument &&
                waits(std::stol(number), std::stoul(first_argument, nullptr, 16)))
                return;
            ::sched_yield();
        }
    }

    void join() {
        if (thread_.joinable())
            thread_.join();
    }

private:
    static bool waits(long call, [[maybe_unused]] unsigned long first_argument) noexcept {
#ifdef SYS_socketcall
        // Of 32 bits: one call for all, of which the first argument says which (socketcall(2)).
        if (call == SYS_socketcall)
            return first_argument == SYS_RECV || first_argument == SYS_RECVFROM || first_argument == SYS_RECVMSG ||
                   first_argument == SYS_ACCEPT || first_argument == SYS_ACCEPT4 || first_argument == SYS_SEND ||
                   first_argument == SYS_SENDTO || first_argument == SYS_SENDMSG || first_argument == SYS_CONNECT;
#endif
        return call == SYS_recvfrom || call == SYS_recvmsg || call == SYS_accept4 || call == SYS_sendto ||
               call == SYS_sendmsg || call == SYS_connect || call == SYS_ppoll
#ifdef SYS_poll
               || call == SYS_poll
#endif
#ifdef SYS_ppoll_time64
               || call == SYS_ppoll_time64
#endif
#ifdef SYS_epoll_wait
               || call == SYS_epoll_wait
#endif
#ifdef SYS_epoll_pwait2
               || call == SYS_epoll_pwait2
#endif
               || call == SYS_epoll_pwait;
    }

    std::atomic<::pid_t> id_ = 0;
    std::thread thread_;
};

}  // namespace faults
