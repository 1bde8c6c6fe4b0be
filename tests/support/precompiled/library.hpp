// SPDX-License-Identifier: BSL-1.0

// Compiled once for the truth table.
#include <tenon.hpp>
