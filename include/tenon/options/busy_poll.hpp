// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/whole.hpp>

namespace tenon::inline v0::options {

// Asking the device instead of waiting for it (socket(7)).

// clang-format off

#ifdef SO_BUSY_POLL
/// SO_BUSY_POLL: how long a call asks the device before it waits; more than the system's own needs CAP_NET_ADMIN (socket(7)).
struct busy_poll : option_at<whole_microseconds, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_BUSY_POLL; };
#endif

#ifdef SO_PREFER_BUSY_POLL
/// SO_PREFER_BUSY_POLL: the device is silent as long as the program asks; setting it needs CAP_NET_ADMIN (Linux 5.11).
struct prefer_busy_poll : option_at<bool, SOL_SOCKET, on_any> { using option_at::option_at; static constexpr int name = SO_PREFER_BUSY_POLL; };
#endif

#ifdef SO_BUSY_POLL_BUDGET
/// SO_BUSY_POLL_BUDGET: packets that are taken at a time; more than the system's own needs CAP_NET_ADMIN (Linux 5.11).
struct busy_poll_budget : option_at<int, SOL_SOCKET, on_any> {
    using option_at::option_at;
    static constexpr int name = SO_BUSY_POLL_BUDGET;
    static constexpr bool set_only = true;
};
#endif

// clang-format on

}  // namespace tenon::inline v0::options
