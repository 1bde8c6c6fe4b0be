// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

namespace faults {

/// A text in which no part is found at another place, for as far as a test looks: what is lost, doubled or moved shows.
[[nodiscard]] inline std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    unsigned value = 12345;
    for (char& each : text) {
        value = value * 1103515245 + 12345;
        each = static_cast<char>(value >> 16);
    }
    return text;
}

}  // namespace faults
