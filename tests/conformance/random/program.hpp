// SPDX-License-Identifier: BSL-1.0
#pragma once

// The programs, over each type of loop.

#include <conformance/random/record.hpp>
#include <conformance/random/simulated.hpp>

namespace random_programs {

/// Runs a program, whose choices and checks are in the record.
using program = void (*)(record&);

/// Programs of tasks over pairs of sockets, with closes, stops and destructions at any time. The
/// first is over epoll_loop, the second over poll_loop.
extern const program task_programs[2];
/// Programs of clients and servers over TCP.
extern const program connection_programs[2];

}  // namespace random_programs
