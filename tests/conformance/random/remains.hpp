// SPDX-License-Identifier: BSL-1.0
#pragma once

// What a program must not leave: open descriptors, and memory.

#include <poll.h>

#include <array>
#include <cstddef>

/// Returns the bytes that are allocated. Only the address sanitizer has it.
extern "C" [[gnu::weak]] std::size_t __sanitizer_get_current_allocated_bytes();

namespace random_programs {

class remains {
public:
    /// Counts what there is now.
    remains() {
        std::array<pollfd, 256> entries;
        for (std::size_t index = 0; index != entries.size(); ++index)
            entries[index] = {static_cast<int>(index), 0, 0};
        static_cast<void>(::poll(entries.data(), entries.size(), 0));
        for (const pollfd& each : entries)
            descriptors_ += (each.revents & POLLNVAL) == 0 ? 1 : 0;
        if (&__sanitizer_get_current_allocated_bytes != nullptr)
            memory_ = __sanitizer_get_current_allocated_bytes();
    }
    /// Returns what is left, or null.
    [[nodiscard]] const char* compared_with(const remains& later) const noexcept {
        return later.descriptors_ > descriptors_ ? "a descriptor is left open"
               : later.memory_ > memory_         ? "memory is left"
                                                 : nullptr;
    }

private:
    int descriptors_ = 0;
    std::size_t memory_ = 0;
};

}  // namespace random_programs
