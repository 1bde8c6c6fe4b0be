// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace faults {

/// The drivers that the walk uses, as a set.
enum drivers : unsigned {
    blocking = 1,
    blocking_under_limits = 2,
    nonblocking = 4,
    epoll_loop = 8,
    poll_loop = 16,
    loops = epoll_loop | poll_loop,
    limits = blocking_under_limits | loops,  ///< every operation has limits
    waiting = blocking | limits,
    every = waiting | nonblocking
};

/// One of the drivers that a program uses, one after the other.
struct walked_driver {
    drivers driver;
    const char* name;  ///< the name that is printed, and the name of the section
};

/// The driver that the walk uses now.
inline drivers under_test = {};

}  // namespace faults
