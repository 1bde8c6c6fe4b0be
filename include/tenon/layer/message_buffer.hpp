// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include <tenon/base/bytes.hpp>

namespace tenon {
inline namespace v0 {

/// Memory of a layer, for one message at a time. It is allocated when it is first used, and kept.
class message_buffer {
public:
    constexpr message_buffer() noexcept = default;
    /// Takes over the memory of another buffer, which has none afterwards.
    message_buffer(message_buffer&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    message_buffer& operator=(message_buffer&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }
    ~message_buffer() { std::free(data_); }

    /// Returns `size` bytes; an empty range if there is no memory. The memory is the same as before
    /// if it is large enough; otherwise its contents are lost.
    [[nodiscard]] mutable_bytes of_size(std::size_t size) noexcept {
        if (size > static_cast<std::size_t>(PTRDIFF_MAX))
            return {};  // No object has this size, and some allocators end the program.
        if (size > capacity_) {
            std::free(data_);
            data_ = static_cast<std::byte*>(std::malloc(size));
            capacity_ = data_ == nullptr ? 0 : size;
        }
        return mutable_bytes(data_, capacity_).first(size);
    }

private:
    std::byte* data_ = nullptr;
    std::size_t capacity_ = 0;
};

}  // namespace v0
}  // namespace tenon
