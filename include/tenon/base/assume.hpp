// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon {
inline namespace v0 {

namespace detail {

/// Tells the optimiser that `fact` is true. The surrounding code must guarantee it: a false
/// argument is undefined behaviour.
constexpr void assume([[maybe_unused]] bool fact) noexcept {
#if defined(__GNUC__)
    if (!fact)                    // unreached: a false argument is undefined behaviour
        __builtin_unreachable();  // unreached: for the same reason
#endif
}

}  // namespace detail

}  // namespace v0
}  // namespace tenon
