// SPDX-License-Identifier: BSL-1.0
#pragma once

// A driver that a test switches between the blocking one and the event loops, so that what is written for results, and takes
// long to compile, runs under all of them.

#include <cstddef>
#include <utility>

#include <support/awaited.hpp>
#include <support/either_poller.hpp>

namespace support {

/// How operations under `switching` are carried out.
enum class carrier {
    blocking,
    epoll_loop,
    poll_loop
};
inline constexpr carrier all_carriers[] = {carrier::blocking, carrier::epoll_loop, carrier::poll_loop};
inline constexpr const char* carrier_names[] = {"blocking", "epoll_loop", "poll_loop"};

/// Each thread has loops of its own, in which its operations are awaited. A socket may be used by several, one after the other;
/// it is closed by a thread that has not ended, or whose loop never knew it.
class switching {
    using blocking = tenon::blocking;

public:
    static constexpr bool waits = true;
    static inline int type_flags = blocking::type_flags;
    template <class Operation, class Handle>
    using outcome = tenon::result<typename Operation::value_type>;

    switching() = default;
    /// What a loop accepts has the driver of the listener.
    switching(const tenon::driver_of<either_loop>&) noexcept {}  // NOLINT(google-explicit-constructor)

    /// Carries out what is performed from now on; there is no socket yet, or none any more.
    static void switch_to(carrier by) noexcept {
        by_ = by;
        next_loop = by == carrier::poll_loop ? loop_kind::poll : loop_kind::epoll;
        type_flags = by == carrier::blocking ? blocking::type_flags : tenon::driver_of<either_loop>::type_flags;
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
            return blocking().perform(std::forward<Handle>(handle), std::forward<Operation>(operation));
        return await_in(loop(), loop().driver().perform(std::forward<Handle>(handle), std::forward<Operation>(operation)));
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation, tenon::limit_set limits) const {
        if (by_ == carrier::blocking)
            return blocking().perform(std::forward<Handle>(handle), std::forward<Operation>(operation), std::move(limits));
        return await_in(loop(), loop().driver().perform(std::forward<Handle>(handle), std::forward<Operation>(operation),
                                                        std::move(limits)));
    }

private:
    static either_loop& loop() noexcept {
        // Each is made when `next_loop` says what it is to be.
        if (by_ == carrier::poll_loop) {
            static thread_local either_loop over_poll;
            return over_poll;
        }
        static thread_local either_loop over_epoll;
        return over_epoll;
    }

    static inline carrier by_ = carrier::blocking;
};

static_assert(tenon::driver<switching> && tenon::waits<switching> && tenon::returns_results<switching>);
static_assert(tenon::takes_limits<switching, tenon::within>);

}  // namespace support
