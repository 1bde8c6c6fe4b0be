// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// The range from which the system chooses local ports, `first` to `last`; 0 and 0 mean the
/// system's own range.
struct port_range {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    friend constexpr bool operator==(const port_range&, const port_range&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

/// The system takes 32 bits: the last port in the upper half, the first in the lower half.
template <>
struct tenon::option_representation<tenon::options::port_range> {
    using type = std::uint32_t;
    static constexpr std::uint32_t encode(const options::port_range& value) noexcept {
        return std::uint32_t{value.last} << 16 | value.first;
    }
    static constexpr options::port_range decode(std::uint32_t given) noexcept {
        return {static_cast<std::uint16_t>(given), static_cast<std::uint16_t>(given >> 16)};
    }
};
