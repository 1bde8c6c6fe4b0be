// SPDX-License-Identifier: BSL-1.0
#pragma once

// The pollers of both event loops in one, so that templates are instantiated once for both loops.

#include <cstddef>
#include <cstdint>

#include <tenon/loops.hpp>

namespace support {

enum class loop_kind {
    epoll,
    poll
};
inline constexpr const char* loop_names[] = {"epoll_loop", "poll_loop"};

/// The kind of the loops that are made from now on.
inline loop_kind next_loop = loop_kind::epoll;

template <class System>
class either_poller {
public:
    explicit either_poller(const System& system) noexcept : epoll_(system), poll_(system) {}

    [[nodiscard]] int open() noexcept { return polls() ? poll_.open() : epoll_.open(); }
    [[nodiscard]] int begin_waiting(tenon::os::descriptor watched, tenon::detail::slot& at,
                                    std::uint8_t direction) noexcept {
        return polls() ? poll_.begin_waiting(watched, at, direction)
                       : epoll_.begin_waiting(watched, at, direction);
    }
    void end_waiting(tenon::os::descriptor watched, tenon::detail::slot& at,
                     std::uint8_t direction) noexcept {
        polls() ? poll_.end_waiting(watched, at, direction)
                : epoll_.end_waiting(watched, at, direction);
    }
    void forget(tenon::os::descriptor watched, tenon::detail::slot& at) noexcept {
        polls() ? poll_.forget(watched, at) : epoll_.forget(watched, at);
    }
    [[nodiscard]] bool reports_current_state(const tenon::detail::slot& at,
                                             std::uint8_t direction) const noexcept {
        return polls() ? poll_.reports_current_state(at, direction)
                       : epoll_.reports_current_state(at, direction);
    }
    [[nodiscard]] int watch_event(tenon::os::descriptor event) noexcept {
        return polls() ? poll_.watch_event(event) : epoll_.watch_event(event);
    }
    [[nodiscard]] bool saw_event() noexcept {
        return polls() ? poll_.saw_event() : epoll_.saw_event();
    }
    template <class Deliver>
    std::ptrdiff_t wait(std::int64_t nanoseconds, Deliver deliver) noexcept {
        return polls() ? poll_.wait(nanoseconds, deliver) : epoll_.wait(nanoseconds, deliver);
    }

private:
    [[nodiscard]] bool polls() const noexcept { return kind_ == loop_kind::poll; }

    const loop_kind kind_ = next_loop;
    tenon::detail::epoll_poller<System> epoll_;
    tenon::detail::poll_poller<System> poll_;
};

/// `epoll_loop` or `poll_loop`: the one that `next_loop` selects.
template <class System>
using basic_either_loop = tenon::basic_loop<System, either_poller>;
using either_loop = basic_either_loop<tenon::os::native>;

static_assert(tenon::event_loop<either_loop> && tenon::driver<tenon::driver_of<either_loop>>);

}  // namespace support
