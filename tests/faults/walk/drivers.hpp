// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace faults {

/// The drivers that are walked under, as a set: what a rule holds for.
enum drivers : unsigned {
    blocking = 1,
    blocking_under_limits = 2,
    nonblocking = 4,
    epoll_loop = 8,
    poll_loop = 16,
    loops = epoll_loop | poll_loop,
    limits = blocking_under_limits | loops,  ///< every operation has some
    waiting = blocking | limits,
    every = waiting | nonblocking
};

/// One of those that a program walks under, one after the other.
struct walked_driver {
    drivers driver;
    const char* name;  ///< of what it walks, and of the section
};

/// The one that is walked under now.
inline drivers under_test = {};

}  // namespace faults
