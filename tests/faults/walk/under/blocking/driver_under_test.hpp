// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../../drivers.hpp"
#include "../../ledger.hpp"

namespace faults {

/// Waits for as long as it takes.
using driver_under_test = tenon::basic_blocking<system_under_test>;
inline constexpr drivers under_test = drivers::blocking;
inline constexpr const char* name_under_test = "blocking";

static_assert(tenon::driver<driver_under_test>);

}  // namespace faults
