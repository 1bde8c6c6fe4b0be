// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <dirent.h>
#include <fcntl.h>

namespace faults {

/// Returns the number of open descriptors of this process, without the one that reads the folder.
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
/// Sets O_NONBLOCK, which all duplicates of a descriptor share: another owner can set it on a
/// socket that is blocking.
inline void make_nonblocking(int descriptor) noexcept {
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

}  // namespace faults
