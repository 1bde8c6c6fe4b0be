// SPDX-License-Identifier: BSL-1.0
#pragma once

// Counts the allocations of this program (see meson.build, --wrap).

namespace schedules {

/// The number of blocks that are allocated now.
extern long allocated_blocks;

}  // namespace schedules
