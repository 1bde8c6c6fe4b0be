// SPDX-License-Identifier: BSL-1.0
#pragma once

// A driver that a test switches between the blocking driver and the event loops, so that tests that
// use results run under all of them and are compiled once.

#include <cstddef>
#include <utility>

#include <support/awaited.hpp>
#include <support/either_poller.hpp>

namespace support {

/// What performs the operations of `switching`.
enum class carrier {
    blocking,
    epoll_loop,
    poll_loop
};
inline constexpr carrier all_carriers[] = {carrier::blocking, carrier::epoll_loop,
                                           carrier::poll_loop};
inline constexpr const char* carrier_names[] = {"blocking", "epoll_loop", "poll_loop"};

/// Each thread has its own loops, which run until its operations have ended. Several threads may
/// use a socket one after the other. If a loop has used a socket, the thread of that loop must not
/// end before the socket is closed.
class switching {
    using blocking = tenon::blocking;

public:
    static constexpr bool waits = true;
    static inline int type_flags = blocking::type_flags;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    switching() = default;
    /// Converts the driver of a socket that a loop has accepted.
    switching(const tenon::driver_of<either_loop>&) noexcept {
    }  // NOLINT(google-explicit-constructor)

    /// Selects what performs the operations from now on. No socket of this driver may exist.
    static void switch_to(carrier by) noexcept {
        by_ = by;
        next_loop = by == carrier::poll_loop ? loop_kind::poll : loop_kind::epoll;
        type_flags = by == carrier::blocking ? blocking::type_flags
                                             : tenon::driver_of<either_loop>::type_flags;
    }

    [[nodiscard]] static const tenon::os::native& system() noexcept {
        static constexpr tenon::os::native any;
        return any;
    }
    static std::ptrdiff_t close(tenon::os::descriptor socket) noexcept {
        return by_ == carrier::blocking ? system().close(socket) : loop().driver().close(socket);
    }
    static void release(tenon::os::descriptor socket) noexcept {
        if (by_ != carrier::blocking)
            loop().driver().release(socket);
    }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const {
        if (by_ == carrier::blocking)
            return blocking().perform(std::forward<Handle>(handle),
                                      std::forward<Operation>(operation));
        return await_in(loop(), loop().driver().perform(std::forward<Handle>(handle),
                                                        std::forward<Operation>(operation)));
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation,
                                       tenon::limit_set limits) const {
        if (by_ == carrier::blocking)
            return blocking().perform(std::forward<Handle>(handle),
                                      std::forward<Operation>(operation), std::move(limits));
        return await_in(
            loop(), loop().driver().perform(std::forward<Handle>(handle),
                                            std::forward<Operation>(operation), std::move(limits)));
    }

private:
    static either_loop& loop() noexcept {
        // Each loop is made while `next_loop` selects its poller.
        if (by_ == carrier::poll_loop) {
            static thread_local either_loop over_poll;
            return over_poll;
        }
        static thread_local either_loop over_epoll;
        return over_epoll;
    }

    static inline carrier by_ = carrier::blocking;
};

static_assert(tenon::driver<switching> && tenon::waits<switching> &&
              tenon::returns_results<switching>);
static_assert(tenon::takes_limits<switching, tenon::within>);

}  // namespace support
