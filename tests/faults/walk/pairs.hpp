// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "trial.hpp"

namespace faults {

/// Returns the scenarios of a pair. Defined for each pair that no other pair represents, in files
/// of their own, which take long to compile.
template <class Protocol, class Family>
[[nodiscard]] scenarios scenarios_of();

/// Returns the scenarios that make calls without a socket.
[[nodiscard]] scenarios machine_scenarios();

/// Returns the scenarios of protocols with layers over TCP.
[[nodiscard]] scenarios layer_scenarios();

}  // namespace faults
