// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace faults {

/// The drivers that are walked under, as a set: what a rule holds for.
enum drivers : unsigned {
    blocking = 1,
    limits = 2,
    nonblocking = 4,
    waiting = blocking | limits,
    every = waiting | nonblocking
};

}  // namespace faults
