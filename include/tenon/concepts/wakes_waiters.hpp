// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include <tenon/concepts/state.hpp>

namespace tenon {
inline namespace v0 {

/// \concept wakes_waiters
/// Shutting a socket in this state down wakes the threads that wait on it, under the system of this driver. Only a listener
/// is in doubt: on Linux shutdown(2) wakes accept(2) for good, on other systems once or never.
/// The least to supply: `shutdown_wakes_listeners`, a constant of the system.
/// What the compiler cannot check: that it is true. Models: `blocking` and `connected` anywhere, `blocking` and `listening` on
/// Linux. Near miss: `listening` on macOS.
template <class Driver, class State>
concept wakes_waiters =
    !may_accept<State> || std::remove_cvref_t<decltype(std::declval<const Driver&>().system())>::shutdown_wakes_listeners;

}  // namespace v0
}  // namespace tenon
