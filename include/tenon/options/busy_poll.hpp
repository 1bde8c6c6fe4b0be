// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/whole.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

// Asking the device instead of waiting for it (socket(7)).

#ifdef SO_BUSY_POLL
/// SO_BUSY_POLL: how long a call asks the device before it waits; more than the system's own needs CAP_NET_ADMIN (socket(7)).
using busy_poll = option<whole_microseconds, SOL_SOCKET, SO_BUSY_POLL, on_any>;
#endif

#ifdef SO_PREFER_BUSY_POLL
/// SO_PREFER_BUSY_POLL: the device is silent as long as the program asks; setting it needs CAP_NET_ADMIN (Linux 5.11).
using prefer_busy_poll = option<bool, SOL_SOCKET, SO_PREFER_BUSY_POLL, on_any>;
#endif

#ifdef SO_BUSY_POLL_BUDGET
/// SO_BUSY_POLL_BUDGET: packets that are taken at a time; more than the system's own needs CAP_NET_ADMIN (Linux 5.11).
using busy_poll_budget = option<int, SOL_SOCKET, SO_BUSY_POLL_BUDGET, write_only<on_any>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
