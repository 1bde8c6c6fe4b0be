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

/// One of those that a program walks under, one after the other.
struct walked_driver {
    drivers driver;
    const char* name;
};

/// The one that is walked under now.
inline drivers under_test = {};

}  // namespace faults
