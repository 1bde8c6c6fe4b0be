// SPDX-License-Identifier: BSL-1.0
#pragma once

// Registers the scenarios with Catch2.

#include <string>

namespace matrix {

/// Adds a test. Its tag is the name of its pair. Requires that `main` has not begun.
void add(void (*run)(), const std::string& name, const std::string& pair);

/// Runs a scenario, which may `skip`.
void guarded(void (*scenario)());

}  // namespace matrix
