// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>
#include <utility>

#include <tenon/concepts/state.hpp>

namespace tenon {
inline namespace v0 {

/// \concept wakes_waiters
/// Under the system of this driver, shutdown(2) of a socket in this state wakes the threads that
/// wait on the socket. Systems differ only for a listener: on Linux every accept(2) after a
/// shutdown(2) returns at once; other systems wake accept(2) once or never.
/// The least to supply: `shutdown_wakes_listeners`, a constant of the system.
/// What the compiler cannot check: that the constant is true of the system.
/// Models: `blocking` and `connected` on every system; `blocking` and `listening` on Linux. Near
/// miss: `blocking` and `listening` on macOS.
template <class Driver, class State>
concept wakes_waiters =
    !may_accept<State> ||
    std::remove_cvref_t<decltype(std::declval<const Driver&>().system())>::shutdown_wakes_listeners;

}  // namespace v0
}  // namespace tenon
