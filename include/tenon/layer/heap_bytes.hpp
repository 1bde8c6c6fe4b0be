// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Memory of a layer (malloc(3)). It belongs to one object, and can be moved.
class heap_bytes {
public:
    constexpr heap_bytes() noexcept = default;
    heap_bytes(heap_bytes&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    heap_bytes& operator=(heap_bytes&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }
    ~heap_bytes() { std::free(data_); }

    [[nodiscard]] constexpr std::byte* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t capacity() const noexcept { return capacity_; }

    /// Replaces the memory by one of `size` bytes, to whose front the `held` bytes from `begin` on
    /// are copied. Returns false if malloc(3) fails; the old memory stays.
    [[nodiscard]] bool replace(std::size_t size, std::size_t begin, std::size_t held) noexcept {
        // An object cannot be larger, and some allocators end the program.
        if (size > static_cast<std::size_t>(PTRDIFF_MAX))
            return false;
        auto* const moved = static_cast<std::byte*>(std::malloc(size));
        if (moved == nullptr)
            return false;
        if (held != 0)
            std::memcpy(moved, data_ + begin, held);
        std::free(data_);
        data_ = moved;
        capacity_ = size;
        return true;
    }
    /// As above, with `least` bytes or more: `first`, doubled until it suffices.
    [[nodiscard]] bool grow(std::size_t first, std::size_t least, std::size_t begin,
                            std::size_t held) noexcept {
        std::size_t size = first;
        while (size < least && size <= static_cast<std::size_t>(PTRDIFF_MAX))
            size *= 2;
        return replace(size, begin, held);
    }
    void free() noexcept {
        std::free(std::exchange(data_, nullptr));
        capacity_ = 0;
    }

private:
    std::byte* data_ = nullptr;
    std::size_t capacity_ = 0;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
