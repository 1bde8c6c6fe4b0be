// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/socket/handle.hpp>

namespace tenon {
inline namespace v0 {

/// Hands the calls of an operation to `perform`, one after the other. If `perform` has a member
/// `refusal`, which returns a negated error or 0, the operation fails with this error before it
/// begins, also if it would make no call.
///
/// Returns true when the operation is done or has failed; the caller then calls `conclude`. Returns
/// false when a call is pending; the caller then calls `proceed` again when the operation may go
/// on.
template <socket_operation Operation, class Perform>
[[gnu::always_inline]] constexpr bool proceed(Operation& operation, Perform& perform) {
    if constexpr (requires { perform.refusal(); }) {
        if (const std::ptrdiff_t refused = perform.refusal(); refused < 0) [[unlikely]] {
            operation.fail(detail::narrow_cast<int>(-refused));
            return true;
        }
    }
    for (;;) {
        const auto outcome = operation.next(perform);
        if (outcome.error != 0) [[unlikely]] {
            operation.fail(outcome.error);
            return true;
        }
        if (outcome.pending)
            return false;
        if (operation.advance(outcome.returned))
            return true;
    }
}

/// Returns the result of an operation that is done: calls its `finish` with the handle if the
/// operation takes it, otherwise with a view of the handle.
template <socket_operation Operation, class Handle>
[[gnu::always_inline]] constexpr result<typename Operation::value_type> conclude(
    Operation& operation, Handle& handle) {
    if constexpr (takes_handle<Operation>)
        return operation.finish(handle);
    else
        return operation.finish(handle_view<std::remove_cvref_t<decltype(handle.driver())>>(
            handle.descriptor(), handle.driver()));
}

}  // namespace v0
}  // namespace tenon
