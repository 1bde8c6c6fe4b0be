// SPDX-License-Identifier: BSL-1.0

// Compiled once for all the cases, which are many and small.
#include <tenon.hpp>
