// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

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

/// A descriptor that a system call gave, closed at the end.
class owned {
public:
    owned(long given) noexcept : descriptor_(static_cast<int>(given)) {}
    owned(owned&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    ~owned() {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    operator int() const noexcept { return descriptor_; }
    [[nodiscard]] int release() noexcept { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

/// A directory that is there while this is, for files and the names of Unix sockets.
class temporary_directory {
public:
    temporary_directory() {
        if (::mkdtemp(path_.data()) == nullptr)
            std::abort();
    }
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;
    ~temporary_directory() {
        for (const std::string& name : made_)
            ::unlink(name.c_str());
        ::rmdir(path_.c_str());
    }

    /// The path of a file in it, `size` characters long where that is given.
    [[nodiscard]] std::string file(std::string name, std::size_t size = 0) {
        std::string path = path_ + '/' + name;
        if (path.size() < size)
            path.append(size - path.size(), 'x');
        made_.push_back(path);
        return path;
    }

private:
    std::string path_ = "/tmp/tenon.XXXXXX";
    std::vector<std::string> made_;
};

}  // namespace unit
