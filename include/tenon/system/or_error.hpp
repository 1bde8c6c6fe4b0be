// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>

#include <tenon/base/assume.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// Returns the errno of the last failed system call, negated. Out of line, so that the calls stay
/// small enough to be inlined.
[[gnu::noinline, gnu::cold]] inline std::ptrdiff_t last_error() noexcept {
    return -errno;
}

/// Returns what a system call returned, or the negated errno if it failed.
inline std::ptrdiff_t or_error(std::ptrdiff_t returned) noexcept {
    if (returned < 0) [[unlikely]] {
        const std::ptrdiff_t error = last_error();
        detail::assume(error < 0);
        return error;
    }
    return returned;
}

}  // namespace os
}  // namespace v0
}  // namespace tenon
