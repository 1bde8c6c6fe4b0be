// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <system_error>

namespace tenon {
inline namespace v0 {
namespace os {

/// Returns the category of errno values. On POSIX an errno is a system error.
[[nodiscard]] inline const std::error_category& errno_category() noexcept {
    return std::system_category();
}

}  // namespace os
}  // namespace v0
}  // namespace tenon
