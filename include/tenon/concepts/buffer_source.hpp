// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/concepts/socket_operation.hpp>

namespace tenon {
inline namespace v0 {

/// \concept buffer_source
/// Supplies a buffer when there is something to receive, so that the caller holds no buffer while
/// it waits.
/// The least to supply: `template <bool IsUnbounded> class receive_operation`, an operation that is
/// constructed from the source. `IsUnbounded` is as in `call::receive`.
/// Optional: `int refusal() const`, which returns 0, or an errno if the source cannot supply
/// buffers. An operation then fails before it waits.
/// What the compiler cannot check: that the operation takes a buffer only when there is something
/// to receive, and returns it to the source if the operation is abandoned.
/// Models: `buffer_pool`. Near miss: `mutable_bytes`, which is itself a buffer.
template <class Source>
concept buffer_source = requires {
    requires socket_operation<typename Source::template receive_operation<false>>;
    requires socket_operation<typename Source::template receive_operation<true>>;
} && std::constructible_from<typename Source::template receive_operation<true>, Source&>;

}  // namespace v0
}  // namespace tenon
