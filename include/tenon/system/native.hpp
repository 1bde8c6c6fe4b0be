// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/system/posix.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// The system that the program runs on.
using native = posix;

}  // namespace os
}  // namespace v0
}  // namespace tenon
