// SPDX-License-Identifier: BSL-1.0

// Compiled once for the static table, half of whose files need little more.
#include <tenon.hpp>
