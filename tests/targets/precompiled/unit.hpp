// SPDX-License-Identifier: BSL-1.0

// Compiled once for all units of a folder, where a second processor is not to cost what the first does: half of the time.
#include <support/catch.hpp>
#include <tenon.hpp>
