// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace unit {

[[nodiscard]] inline bool is_open(int descriptor) noexcept {
    return ::fcntl(descriptor, F_GETFD) >= 0;
}
[[nodiscard]] inline bool closes_on_exec(int descriptor) noexcept {
    return is_open(descriptor) && (::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0;
}
[[nodiscard]] inline bool is_nonblocking(int descriptor) noexcept {
    return (::fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0;
}

/// Owns a descriptor that a system call returned, and closes it on destruction.
class owned {
public:
    owned(long descriptor) noexcept : descriptor_(static_cast<int>(descriptor)) {}
    owned(owned&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    owned& operator=(owned&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~owned() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    operator int() const noexcept { return descriptor_; }
    [[nodiscard]] int release() noexcept { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

}  // namespace unit
