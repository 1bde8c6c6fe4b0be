// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "trial.hpp"

namespace faults {

/// What is walked of a pair: defined for each that represents itself, in files of their own, since they are large to compile.
template <class Protocol, class Family>
[[nodiscard]] scenarios scenarios_of();

/// What asks the machine, by no socket.
[[nodiscard]] scenarios scenarios_of_the_machine();

}  // namespace faults
