// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/bytes.hpp>
#include <tenon/layer/heap_bytes.hpp>

namespace tenon {
inline namespace v0 {

/// Memory of a layer, for one message at a time. It is allocated when it is first used, and kept.
class message_buffer {
public:
    /// Returns `size` bytes; an empty range if there is no memory. The memory is the same as before
    /// if it is large enough; otherwise its contents are lost.
    [[nodiscard]] mutable_bytes of_size(std::size_t size) noexcept {
        if (size > memory_.capacity() && !memory_.replace(size, 0, 0))
            return {};
        return {memory_.data(), size};
    }

private:
    detail::heap_bytes memory_;
};

}  // namespace v0
}  // namespace tenon
