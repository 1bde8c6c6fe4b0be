// SPDX-License-Identifier: BSL-1.0
#pragma once

// The event loop of the sockets of a test, if the test has one.

#include <cerrno>
#include <utility>

#include <support/awaited.hpp>
#include <support/either_poller.hpp>

namespace support {

/// Whether the system has epoll(7). Linux has it, but os::native can be the one for plain POSIX.
[[nodiscard]] inline bool knows_epoll() {
    static const bool exists =
        tenon::os::native::epoll_control(tenon::os::no_descriptor, tenon::os::epoll_change::remove,
                                         tenon::os::no_descriptor, 0, 0) != -ENOSYS;
    return exists;
}

/// An event loop of a kind. While an object exists, it is the loop of the sockets that a test
/// opens.
class scoped_loop {
public:
    explicit scoped_loop(loop_kind kind)
        : loop_((next_loop = kind, tenon::os::native())), before_(std::exchange(current_, this)) {}
    scoped_loop(const scoped_loop&) = delete;
    ~scoped_loop() { current_ = before_; }

    [[nodiscard]] static either_loop& current() noexcept { return current_->loop_; }

private:
    either_loop loop_;
    scoped_loop* const before_;
    static inline scoped_loop* current_ = nullptr;
};

/// Returns the driver for the sockets of a test: that of the current loop, or a default-constructed
/// one.
template <class Driver>
[[nodiscard]] Driver current_driver() {
    return Driver();
}
template <>
[[nodiscard]] inline tenon::driver_of<either_loop> current_driver() {
    return scoped_loop::current().driver();
}

}  // namespace support
