// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tenon::inline v0 {

/// Tells the optimiser what the code around it guarantees. A false argument is undefined behaviour.
constexpr void assume([[maybe_unused]] bool fact) noexcept {
#if defined(__GNUC__)
    if (!fact)
        __builtin_unreachable();
#endif
}

}  // namespace tenon::inline v0
