// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/system/features.hpp>
#include <tenon/system/kernel_time.hpp>
#include <tenon/system/or_error.hpp>
#include <tenon/system/types.hpp>

#if defined(__linux__)
#include <sys/epoll.h>
#endif

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tenon {
inline namespace v0 {
namespace os {

#if defined(TENON_HAS_EPOLL)

/// An event of one descriptor that epoll_wait(2) reports.
using epoll_entry = ::epoll_event;

/// The operations of epoll_ctl(2).
enum class epoll_change : int {
    add = EPOLL_CTL_ADD,
    modify = EPOLL_CTL_MOD,
    remove = EPOLL_CTL_DEL
};

/// Each event is reported once when it happens, and not for as long as it lasts (EPOLLET).
inline constexpr std::uint32_t edge_triggered = EPOLLET;

static_assert(EPOLLIN == POLLIN && EPOLLOUT == POLLOUT && EPOLLPRI == POLLPRI &&
                  EPOLLERR == POLLERR && EPOLLHUP == POLLHUP && EPOLLRDHUP == POLLRDHUP,
              "the events of epoll_wait(2) are those of poll(2)");

/// The calls of epoll(7).
struct posix_epoll {
    /// epoll_create1(2). The descriptor is close-on-exec.
    static std::ptrdiff_t epoll_create() noexcept {
        return os::or_error(::epoll_create1(EPOLL_CLOEXEC));
    }
    /// epoll_ctl(2). Each event carries `data`.
    static std::ptrdiff_t epoll_control(descriptor epoll, epoll_change change, descriptor watched,
                                        std::uint32_t events, std::uint64_t data) noexcept {
        ::epoll_event event = {};
        event.events = events;
        event.data.u64 = data;
        return os::or_error(::epoll_ctl(epoll, static_cast<int>(change), watched, &event));
    }
    /// epoll_pwait2(2) if the system has it, else epoll_wait(2), which rounds up to milliseconds.
    /// Waits for `nanoseconds`; not at all if it is 0, without end if it is negative. Returns the
    /// number of events.
    static std::ptrdiff_t epoll_wait(descriptor epoll, std::span<epoll_entry> events,
                                     std::int64_t nanoseconds) noexcept {
        const int most = static_cast<int>(events.size());
#if defined(TENON_HAS_EPOLL_PWAIT2)
        if (nanoseconds > 0) {
            const ::timespec time = time_of(nanoseconds);
            const int ready = ::epoll_pwait2(epoll, events.data(), most, &time, nullptr);
            // The kernel may be older than the headers.
            if (ready >= 0 || errno != ENOSYS)
                return os::or_error(ready);
        }
#endif
        return os::or_error(::epoll_wait(epoll, events.data(), most, milliseconds_of(nanoseconds)));
    }
};

#else

// This system has no epoll(7): each call fails with ENOSYS.

struct epoll_entry {
    std::uint32_t events;
    struct {
        std::uint64_t u64;
    } data;
};
enum class epoll_change : int {
    add,
    modify,
    remove
};
inline constexpr std::uint32_t edge_triggered = 0;

struct posix_epoll {
    static std::ptrdiff_t epoll_create() noexcept { return -ENOSYS; }
    static std::ptrdiff_t epoll_control(descriptor, epoll_change, descriptor, std::uint32_t,
                                        std::uint64_t) noexcept {
        return -ENOSYS;
    }
    static std::ptrdiff_t epoll_wait(descriptor, std::span<epoll_entry>, std::int64_t) noexcept {
        return -ENOSYS;
    }
};

#endif

}  // namespace os
}  // namespace v0
}  // namespace tenon
