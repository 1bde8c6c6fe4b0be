// SPDX-License-Identifier: BSL-1.0

// Compiled once for all the cases, which are many and small, with what some of them include beside it.
#include <tenon.hpp>

#include <array>
#include <chrono>
#include <string>
#include <vector>
