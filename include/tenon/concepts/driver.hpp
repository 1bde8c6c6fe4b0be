// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace detail {
/// The names of a driver's optional members.
struct driver_members {
    int release;
};
TENON_OPTIONAL_MEMBER(driver_members, release)
}  // namespace detail

/// \concept release_takes_descriptor
/// The driver has a member `void release(os::descriptor) const`, or none of that name.
/// Models: `blocking`, the driver of an event loop. Near miss: a driver with `release()`.
template <class Driver>
concept release_takes_descriptor = requires(Driver& driver, os::descriptor descriptor) { driver.release(descriptor); } ||
                                   detail::says_no_release<Driver, os::descriptor>;

/// \concept driver
/// Says how a call is carried out: a small value that performs operations, and is copied without an exception.
/// The least to supply:
/// - `system()`, the system that it calls, and `close(descriptor)`, which returns what the system's `close` returns and never
///   throws. Operations that wait on the descriptor end with `operation_canceled`;
/// - `static constexpr bool waits`: an operation that cannot go on at once is waited for, rather than failing;
/// - `type_flags`: what is added to the type in socket(2) and accept4(2), `SOCK_NONBLOCK` or 0;
/// - `outcome<Operation, Handle>`: `result<Operation::value_type>`, or an awaiter of it. A `failure` converts to it;
/// - `perform(handle, operation)`, which returns that outcome. The handle is an lvalue if the caller keeps it, and an rvalue if
///   the operation is to own it.
/// Optional: `perform(handle, operation, limits)`, see `takes_limits`; `release(descriptor)`, which is told that a descriptor
/// leaves its care without being closed (not that a socket is moved), and ends what waits on it like `close`. An optional
/// member of another form is refused. What the compiler cannot check: that it repeats and waits as the calls ask (`decide` says
/// how), that an operation is not moved once it has begun, and that each is finished or abandoned (see `socket_operation`).
/// Models: `blocking`. Near miss: a system, which has calls and knows no operation.
template <class Driver>
concept driver =
    std::copyable<Driver> && std::is_nothrow_copy_constructible_v<Driver> && std::is_nothrow_copy_assignable_v<Driver> &&
    requires(const Driver& driver, os::descriptor descriptor) {
        driver.system();
        { driver.close(descriptor) } -> std::same_as<std::ptrdiff_t>;
        { Driver::waits } -> std::same_as<const bool&>;
        { Driver::type_flags } -> std::convertible_to<int>;
        typename Driver::template outcome<archetype::operation, archetype::handle<Driver>&>;
        typename Driver::template outcome<archetype::operation, archetype::handle<Driver>>;
        requires requires(archetype::handle<Driver>& handle) {
            {
                driver.perform(handle, archetype::operation{})
            } -> std::same_as<typename Driver::template outcome<archetype::operation, archetype::handle<Driver>&>>;
            {
                driver.perform(std::move(handle), archetype::operation{})
            } -> std::same_as<typename Driver::template outcome<archetype::operation, archetype::handle<Driver>>>;
        };
        requires std::convertible_to<failure,
                                     typename Driver::template outcome<archetype::operation, archetype::handle<Driver>&>>;
        requires std::convertible_to<failure,
                                     typename Driver::template outcome<archetype::operation, archetype::handle<Driver>>>;
    } && release_takes_descriptor<Driver>;

/// \concept waits
/// Operations under this driver end when they are done, not when they would block. Models: `blocking`.
template <class Driver>
concept waits = requires {
    { Driver::waits } -> std::same_as<const bool&>;
} && Driver::waits;

/// \concept takes_limits
/// An operation under this driver can be given limits, as many as fit; without any it needs nothing of the driver.
/// The least to supply: `perform(handle, operation, limit_set)`.
/// Models: `blocking`. Near miss: `nonblocking`, under which nothing takes long.
template <class Driver, class... Limits>
concept takes_limits =
    limits_that_fit<Limits...> &&
    (sizeof...(Limits) == 0 || requires(const Driver& driver, archetype::handle<Driver>& handle, limit_set limits) {
        driver.perform(handle, archetype::operation{}, std::move(limits));
        driver.perform(std::move(handle), archetype::operation{}, std::move(limits));
    });

/// What performing an operation returns.
template <class Driver, class Operation, class Handle>
using outcome_t = typename Driver::template outcome<Operation, Handle>;

/// \concept returns_results
/// `perform` returns a `result`, and nothing is to be awaited. Models: `blocking`.
template <class Driver>
concept returns_results = requires { requires is_result<outcome_t<Driver, archetype::operation, archetype::handle<Driver>&>>; };

/// \concept event_loop
/// Has a driver for the sockets that are made with it, as the first argument of a verb.
/// The least to supply: `driver()`.
/// What the compiler cannot check: that the loop outlives its sockets. Near miss: the driver of a loop.
template <class Loop>
concept event_loop = !driver<Loop> && requires(Loop& loop) { requires driver<std::remove_cvref_t<decltype(loop.driver())>>; };

/// The driver of a loop's sockets.
template <event_loop Loop>
using driver_of = std::remove_cvref_t<decltype(std::declval<Loop&>().driver())>;

}  // namespace v0
}  // namespace tenon
