// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <semaphore.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <tenon.hpp>
#include <thread>

namespace faults {

/// The native system. It counts the calls that fail with EINTR, and lets another thread wait for a
/// number of them.
class interrupted_system : public tenon::os::native {
    using native = tenon::os::native;

public:
    template <class... Arguments>
    static std::ptrdiff_t accept(Arguments... arguments) noexcept {
        return counted(native::accept(arguments...));
    }
    template <class... Arguments>
    static std::ptrdiff_t connect(Arguments... arguments) noexcept {
        return counted(native::connect(arguments...));
    }
    template <class... Arguments>
    static std::ptrdiff_t send(Arguments... arguments) noexcept {
        return counted(native::send(arguments...));
    }
    template <class... Arguments>
    static std::ptrdiff_t sendto(Arguments... arguments) noexcept {
        return counted(native::sendto(arguments...));
    }
    template <class... Arguments>
    static std::ptrdiff_t recv(Arguments... arguments) noexcept {
        return counted(native::recv(arguments...));
    }
    template <class... Arguments>
    static std::ptrdiff_t recv_datagram(Arguments... arguments) noexcept {
        return counted(native::recv_datagram(arguments...));
    }
    template <class... Arguments>
    static std::ptrdiff_t recvfrom(Arguments... arguments) noexcept {
        return counted(native::recvfrom(arguments...));
    }
    template <class... Arguments>
    static std::ptrdiff_t poll(Arguments... arguments) noexcept {
        return counted(native::poll(arguments...));
    }

    /// Blocks until `count` more calls have been interrupted.
    static void wait_for_interruptions(int count) noexcept {
        for (; count > 0; --count)
            while (::sem_wait(interruptions()) != 0) {
            }
    }
    static void reset() noexcept {
        while (::sem_trywait(interruptions()) == 0) {
        }
    }

private:
    static ::sem_t* interruptions() noexcept {
        static ::sem_t* const instance = [] {
            static ::sem_t semaphore;
            ::sem_init(&semaphore, 0, 0);
            return &semaphore;
        }();
        return instance;
    }
    static std::ptrdiff_t counted(std::ptrdiff_t returned) noexcept {
        if (returned == -EINTR)
            ::sem_post(interruptions());
        return returned;
    }
};

/// The blocking driver over that system.
using interrupted_blocking = tenon::basic_blocking<interrupted_system>;

/// While an object exists, the thread that created it receives a signal 5000 times a second, which
/// interrupts the calls in which the thread sleeps.
class storm {
public:
    storm() {
        struct sigaction action = {};
        action.sa_handler = [](int) {};  // Without SA_RESTART.
        ::sigaction(SIGUSR1, &action, &before_);
        ::sigevent event = {};
        event.sigev_notify = SIGEV_THREAD_ID;
        event.sigev_signo = SIGUSR1;
        event._sigev_un._tid = static_cast<::pid_t>(::syscall(SYS_gettid));
        const ::itimerspec interval = {{0, 200'000}, {0, 200'000}};
        if (::timer_create(CLOCK_MONOTONIC, &event, &timer_) != 0 ||
            ::timer_settime(timer_, 0, &interval, nullptr) != 0)
            throw std::runtime_error("timer_create failed");
    }
    storm(const storm&) = delete;
    storm& operator=(const storm&) = delete;
    ~storm() {
        ::timer_delete(timer_);
        // A signal may still be pending.
        ::signal(SIGUSR1, SIG_IGN);
        ::sigaction(SIGUSR1, &before_, nullptr);
    }

private:
    ::timer_t timer_ = {};
    struct sigaction before_ = {};
};

/// Runs an operation that sleeps while signals interrupt it, and returns its result. After 20
/// interruptions another thread calls `unblock`, which makes the operation return.
template <class Operation, class Unblock>
auto run_in_storm(Operation operation, Unblock unblock) {
    constexpr int interruptions = 20;
    interrupted_system::reset();
    std::thread helper([&] {
        interrupted_system::wait_for_interruptions(interruptions);
        unblock();
    });
    auto outcome = [&] {
        const storm signals;
        return operation();
    }();
    helper.join();
    return outcome;
}

}  // namespace faults
