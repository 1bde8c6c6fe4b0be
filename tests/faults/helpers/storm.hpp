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

/// The native system, which counts the calls that a signal has ended, and tells who waits for them.
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

    /// Returns when so many more calls have been interrupted.
    static void wait_for_interruptions(int count) noexcept {
        for (; count > 0; --count)
            while (::sem_wait(told()) != 0) {
            }
    }
    static void begin_again() noexcept {
        while (::sem_trywait(told()) == 0) {
        }
    }

private:
    static ::sem_t* told() noexcept {
        static ::sem_t* const instance = [] {
            static ::sem_t semaphore;
            ::sem_init(&semaphore, 0, 0);
            return &semaphore;
        }();
        return instance;
    }
    static std::ptrdiff_t counted(std::ptrdiff_t answer) noexcept {
        if (answer == -EINTR)
            ::sem_post(told());
        return answer;
    }
};

/// The blocking driver over it.
using weathered = tenon::basic_blocking<interrupted_system>;

/// While it lives, a signal comes to the thread that made it 5000 times a second, and interrupts what it sleeps in.
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
        const ::itimerspec often = {{0, 200'000}, {0, 200'000}};
        if (::timer_create(CLOCK_MONOTONIC, &event, &timer_) != 0 || ::timer_settime(timer_, 0, &often, nullptr) != 0)
            throw std::runtime_error("there is no timer");
    }
    storm(const storm&) = delete;
    storm& operator=(const storm&) = delete;
    ~storm() {
        ::timer_delete(timer_);
        // One may be on its way still.
        ::signal(SIGUSR1, SIG_IGN);
        ::sigaction(SIGUSR1, &before_, nullptr);
    }

private:
    ::timer_t timer_ = {};
    struct sigaction before_ = {};
};

/// What an operation gives that sleeps in a storm. The relief, which it waits for, comes when it was interrupted so often.
template <class Operation, class Relief>
auto in_a_storm(Operation operation, Relief relief) {
    constexpr int often = 20;
    interrupted_system::begin_again();
    std::thread helper([&] {
        interrupted_system::wait_for_interruptions(often);
        relief();
    });
    auto outcome = [&] {
        const storm rages;
        return operation();
    }();
    helper.join();
    return outcome;
}

}  // namespace faults
