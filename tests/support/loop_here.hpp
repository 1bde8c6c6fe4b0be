// SPDX-License-Identifier: BSL-1.0
#pragma once

// The event loop that a test has, if it has one, for the sockets that it makes.

#include <cerrno>
#include <utility>

#include <support/awaited.hpp>
#include <support/either_poller.hpp>

namespace support {

/// Whether the system has epoll(7), as Linux does that is not taken for another.
[[nodiscard]] inline bool knows_epoll() {
    static const bool known = tenon::os::native::epoll_control(tenon::os::no_descriptor, tenon::os::epoll_change::remove,
                                                               tenon::os::no_descriptor, 0, 0) != -ENOSYS;
    return known;
}

/// A loop of a kind, which the tests that run while it lives have for their sockets.
class loop_here {
public:
    explicit loop_here(loop_kind kind) : loop_((next_loop = kind, tenon::os::native())), before_(std::exchange(now_, this)) {}
    loop_here(const loop_here&) = delete;
    ~loop_here() { now_ = before_; }

    [[nodiscard]] static either_loop& loop() noexcept { return now_->loop_; }

private:
    either_loop loop_;
    loop_here* const before_;
    static inline loop_here* now_ = nullptr;
};

/// The driver of a type that a test has now.
template <class Driver>
[[nodiscard]] Driver driver_here() {
    return Driver();
}
template <>
[[nodiscard]] inline tenon::driver_of<either_loop> driver_here() {
    return loop_here::loop().driver();
}

}  // namespace support
