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
/// The driver has a member `void release(os::descriptor) const`, or no member of that name.
/// Models: `blocking`, the driver of an event loop. Near miss: a driver with `release()`.
template <class Driver>
concept release_takes_descriptor = requires(Driver& driver, os::descriptor descriptor) {
    driver.release(descriptor);
} || detail::says_no_release<Driver, os::descriptor>;

/// \concept driver
/// Carries out the calls of operations, and determines how to wait. A driver is a small value;
/// copying it does not throw.
/// The least to supply:
/// - `system()`, the system that the driver calls;
/// - `close(descriptor)`, which returns what the system's `close` returns, and never throws.
///   Operations that wait on the descriptor end with `operation_canceled`;
/// - `static constexpr bool waits`: if true, an operation that would block waits; if false, it
///   fails;
/// - `type_flags`: the flags that are added to the type in socket(2) and accept4(2),
///   `SOCK_NONBLOCK` or 0;
/// - `outcome<Operation, Handle>`: `result<Operation::value_type>`, or an awaiter of it. A
///   `failure` converts to it;
/// - `perform(handle, operation)`, which returns that outcome. The handle is an lvalue if the
///   caller keeps it, and an rvalue if the operation is to own it.
/// Optional:
/// - `perform(handle, operation, limits)`: see `takes_limits`;
/// - `release(descriptor)`, which is called when a descriptor leaves the driver's care without
///   being closed. It is not called when a socket is moved. Operations that wait on the descriptor
///   end as after `close`. A `release` of another form is refused.
/// What the compiler cannot check: that the driver repeats calls and waits as the calls require
/// (see `decide`), that an operation is not moved once it has begun, and that each operation is
/// finished or abandoned (see `socket_operation`).
/// Models: `blocking`. Near miss: a system, which makes calls but does not perform operations.
template <class Driver>
concept driver =
    std::copyable<Driver> && std::is_nothrow_copy_constructible_v<Driver> &&
    std::is_nothrow_copy_assignable_v<Driver> &&
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
            } -> std::same_as<typename Driver::template outcome<archetype::operation,
                                                                archetype::handle<Driver>&>>;
            {
                driver.perform(std::move(handle), archetype::operation{})
            } -> std::same_as<
                typename Driver::template outcome<archetype::operation, archetype::handle<Driver>>>;
        };
        requires std::convertible_to<
            failure,
            typename Driver::template outcome<archetype::operation, archetype::handle<Driver>&>>;
        requires std::convertible_to<failure, typename Driver::template outcome<
                                                  archetype::operation, archetype::handle<Driver>>>;
    } && release_takes_descriptor<Driver>;

/// \concept waits
/// An operation under this driver waits until it is done; it does not fail because it would block.
/// Models: `blocking`. Near miss: `nonblocking`.
template <class Driver>
concept waits = requires {
    { Driver::waits } -> std::same_as<const bool&>;
} && Driver::waits;

/// \concept takes_limits
/// Operations under this driver can be given these limits, if they fit (see `limits_that_fit`).
/// Every driver satisfies this if there are no limits.
/// The least to supply: `perform(handle, operation, limit_set)`.
/// Models: `blocking`. Near miss: `nonblocking`, under which no operation waits.
template <class Driver, class... Limits>
concept takes_limits =
    limits_that_fit<Limits...> &&
    (sizeof...(Limits) == 0 ||
     requires(const Driver& driver, archetype::handle<Driver>& handle, limit_set limits) {
         driver.perform(handle, archetype::operation{}, std::move(limits));
         driver.perform(std::move(handle), archetype::operation{}, std::move(limits));
     });

/// The type that the driver's `perform` returns for this operation and handle.
template <class Driver, class Operation, class Handle>
using outcome_t = typename Driver::template outcome<Operation, Handle>;

/// \concept returns_results
/// `perform` returns a `result`, not an awaiter. Models: `blocking`. Near miss: the driver of an
/// event loop.
template <class Driver>
concept returns_results = requires {
    requires is_result<outcome_t<Driver, archetype::operation, archetype::handle<Driver>&>>;
};

/// \concept event_loop
/// An event loop that can be the first argument of a verb. It supplies the driver of the new
/// socket.
/// The least to supply: `driver()`.
/// What the compiler cannot check: that the loop outlives its sockets.
/// Models: `epoll_loop`. Near miss: the driver of a loop.
template <class Loop>
concept event_loop = !driver<Loop> && requires(Loop& loop) {
    requires driver<std::remove_cvref_t<decltype(loop.driver())>>;
};

/// The type of the driver that an event loop supplies.
template <event_loop Loop>
using driver_of = std::remove_cvref_t<decltype(std::declval<Loop&>().driver())>;

}  // namespace v0
}  // namespace tenon
