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

/// A thread of which another thread can tell whether it sleeps in a system call (proc(5)), so that
/// a test wakes it only when it sleeps.
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

    /// Whether /proc names the system call of a thread by the number that this program uses. The
    /// calling thread must see itself in read(2).
    static bool is_supported() {
        std::ifstream in("/proc/thread-self/syscall");
        long number = -1;
        return in >> number && number == SYS_read;
    }
    static constexpr const char* why_unsupported =
        "needs /proc/thread-self/syscall to show the call of a thread, which qemu's user mode does not";

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
                throw std::runtime_error(file + " cannot be read");
            if (number != "running" && in >> first_argument &&
                waits_for_socket(std::stol(number), std::stoul(first_argument, nullptr, 16)))
                return;
            ::sched_yield();
        }
    }

    void join() {
        if (thread_.joinable())
            thread_.join();
    }

private:
    static bool waits_for_socket(long call,
                                 [[maybe_unused]] unsigned long first_argument) noexcept {
#ifdef SYS_socketcall
        // 32-bit systems have one call for all; its first argument selects one (socketcall(2)).
        if (call == SYS_socketcall)
            return first_argument == SYS_RECV || first_argument == SYS_RECVFROM ||
                   first_argument == SYS_RECVMSG || first_argument == SYS_ACCEPT ||
                   first_argument == SYS_ACCEPT4 || first_argument == SYS_SEND ||
                   first_argument == SYS_SENDTO || first_argument == SYS_SENDMSG ||
                   first_argument == SYS_CONNECT;
#endif
        return call == SYS_recvfrom || call == SYS_recvmsg || call == SYS_accept4 ||
               call == SYS_sendto || call == SYS_sendmsg || call == SYS_connect || call == SYS_ppoll
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
