// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>

#include <tenon/concepts/socket_operation.hpp>

namespace tenon {
inline namespace v0 {

/// \concept buffer_source
/// Lends the buffer that bytes are received into, so that the caller need not hold one while it waits.
/// The least to supply: `template <bool IsUnbounded> class receive_operation`, an operation that is made of the source.
/// `IsUnbounded` is as in `call::receive`. Optional: `int refusal() const`, which returns an errno if nothing can be received
/// into the source, so that an operation fails before it waits. What the compiler cannot check: that it takes a buffer only
/// when there is something to receive, and has it back when the caller goes away. Models: `buffer_pool`. Near miss:
/// `mutable_bytes`, which is a buffer.
template <class Source>
concept buffer_source = requires {
    requires socket_operation<typename Source::template receive_operation<false>>;
    requires socket_operation<typename Source::template receive_operation<true>>;
} && std::constructible_from<typename Source::template receive_operation<true>, Source&>;

}  // namespace v0
}  // namespace tenon
