// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../../drivers.hpp"
#include "../../ledger.hpp"

namespace faults {

/// The nonblocking driver over the system under test.
using driver_under_test = tenon::basic_nonblocking<system_under_test>;
inline constexpr walked_driver walked_drivers[] = {{drivers::nonblocking, "nonblocking"}};

struct drivers_of_a_trial {
    static driver_under_test of(const system_under_test& system) noexcept {
        return driver_under_test(system);
    }
    static void end() noexcept {}
};
inline void begin_walk_under(drivers driver) noexcept {
    under_test = driver;
}

static_assert(tenon::driver<driver_under_test>);

}  // namespace faults
