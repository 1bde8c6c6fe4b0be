// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/system/posix.hpp>

namespace tenon::inline v0::os {

/// The system that the program runs on.
using native = posix;

}  // namespace tenon::inline v0::os
