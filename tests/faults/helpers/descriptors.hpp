// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dirent.h>
#include <fcntl.h>

namespace faults {

/// The descriptors that this process has open, the one that counts not counted.
[[nodiscard]] inline int open_descriptors() {
    ::DIR* const directory = ::opendir("/proc/self/fd");
    if (directory == nullptr)
        return -1;
    int count = -1;
    while (const ::dirent* const entry = ::readdir(directory))
        if (entry->d_name[0] != '.')
            ++count;
    ::closedir(directory);
    return count;
}

[[nodiscard]] inline bool is_open(int descriptor) noexcept {
    return ::fcntl(descriptor, F_GETFD) >= 0;
}
[[nodiscard]] inline bool is_close_on_exec(int descriptor) noexcept {
    return (::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0;
}
[[nodiscard]] inline bool is_nonblocking(int descriptor) noexcept {
    return (::fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0;
}
/// What somebody does who holds a duplicate of a blocking socket.
inline void make_nonblocking(int descriptor) noexcept {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

}  // namespace faults
