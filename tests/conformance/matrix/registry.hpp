// SPDX-License-Identifier: BSL-1.0
#pragma once

// The scenarios that are run, as Catch2 knows them.

#include <string>

namespace matrix {

/// Adds a test with a name and a tag, which is that of its pair. To be called before `main`.
void add(void (*run)(), const std::string& name, const std::string& pair);

/// Runs a scenario, which may `skip`.
void guarded(void (*scenario)());

}  // namespace matrix
