// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace support {

/// A directory for files and for the names of Unix sockets. The destructor removes it with its
/// content.
class temporary_directory {
public:
    temporary_directory() {
        if (::mkdtemp(path_.data()) == nullptr)
            throw std::runtime_error("mkdtemp");
    }
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;
    ~temporary_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string file(const std::string& name) const { return path_ + '/' + name; }
    /// Returns a path of exactly `size` bytes.
    [[nodiscard]] std::string file_of(std::size_t size, char letter = 'x') const {
        return path_ + '/' + std::string(size - path_.size() - 1, letter);
    }

private:
    std::string path_ = (std::filesystem::temp_directory_path() / "tenon-XXXXXX").string();
};

}  // namespace support
