// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

namespace faults {

/// Returns a pseudo-random text. A comparison with it shows bytes that were lost, repeated or
/// moved.
[[nodiscard]] inline std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    unsigned value = 12345;
    for (char& letter : text) {
        value = value * 1103515245 + 12345;
        letter = static_cast<char>(value >> 16);
    }
    return text;
}

}  // namespace faults
