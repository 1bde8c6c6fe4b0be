// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>

#include <tenon/base/result.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// \concept driver
/// How a call is carried out: a small copyable value that performs operations.
/// The least to supply:
/// - `system()`, the system that it calls, and `close(descriptor)`, which gives what the system's `close` gives;
/// - `waits`: an operation that cannot go on at once is waited for, rather than failing;
/// - `type_flags`: what is added to the type in socket(2) and accept4(2), `SOCK_NONBLOCK` say, or 0;
/// - `outcome<Operation, Handle>`: `result<Operation::value_type>`, or an awaiter of it;
/// - `perform(handle, operation)`, which gives that outcome. The handle is an lvalue where the caller keeps it;
/// Optional: `perform(handle, operation, limits)`; see `takes_limits`.
/// What the compiler cannot check: that it repeats and waits as the calls ask; see `socket_operation`.
/// Models: `blocking`. Near miss: a system, which has calls and knows no operation.
template <class Driver>
concept driver = std::copyable<Driver> && requires(const Driver& driver, os::descriptor descriptor) {
    driver.system();
    { driver.close(descriptor) } -> std::same_as<std::ptrdiff_t>;
    { Driver::waits } -> std::convertible_to<bool>;
    { Driver::type_flags } -> std::convertible_to<int>;
    typename Driver::template outcome<archetype::operation, archetype::handle<Driver>&>;
    requires requires(archetype::handle<Driver>& handle) {
        {
            driver.perform(handle, archetype::operation{})
        } -> std::same_as<typename Driver::template outcome<archetype::operation, archetype::handle<Driver>&>>;
    };
};

/// \concept waits
/// Operations under this driver end when they are done, not when they would block. Models: `blocking`.
template <class Driver>
concept waits = requires { Driver::waits; } && Driver::waits;

/// \concept takes_limits
/// An operation under this driver can be given limits, as many as fit; without any it needs nothing of it.
/// The least to supply: `perform(handle, operation, const limits&)`.
/// Models: `blocking`. Near miss: `nonblocking`, under which nothing takes long.
template <class Driver, class... Limits>
concept takes_limits =
    limits_that_fit<Limits...> &&
    (sizeof...(Limits) == 0 || requires(const Driver& driver, archetype::handle<Driver>& handle, const limits& all) {
        driver.perform(handle, archetype::operation{}, all);
    });

/// What performing an operation gives.
template <class Driver, class Operation, class Handle>
using outcome_t = typename Driver::template outcome<Operation, Handle>;

/// \concept answers_at_once
/// `perform` gives a `result`, and nothing is to be awaited. Models: `blocking`.
template <class Driver>
concept answers_at_once = requires { requires is_result<outcome_t<Driver, archetype::operation, archetype::handle<Driver>&>>; };

}  // namespace tenon::inline v0
