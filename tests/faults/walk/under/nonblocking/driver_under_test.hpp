// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../../drivers.hpp"
#include "../../ledger.hpp"

namespace faults {

/// Waits for nothing.
using driver_under_test = tenon::basic_nonblocking<system_under_test>;
inline constexpr walked_driver walked_drivers[] = {{drivers::nonblocking, "nonblocking"}};

static_assert(tenon::driver<driver_under_test>);

}  // namespace faults
