// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/limit.hpp>
#include <tenon/base/limit_set.hpp>

namespace tenon {
inline namespace v0 {

/// \concept limit
/// Ends an operation that has not completed: after a time, or when a stop is requested.
/// The least to supply: `restrict(limits)`, which calls `end_within` or `end_when_requested` of a
/// `limit_set`.
/// What the compiler cannot check: the number of stop tokens that the limit adds. An operation that
/// is given more than `limit_set::most_stop_tokens` in all fails with `errc::too_many_stop_tokens`.
/// Models: `within`, `until`, `stop_token`. Near miss: `std::chrono::seconds`, which does not state
/// what happens after this time; write `within(duration)`.
template <class Limit>
concept limit = requires(const Limit& given, limit_set& limits) { given.restrict(limits); };

/// \concept limits_that_fit
/// The arguments are limits, and one operation can take them all: at most
/// `limit_set::most_stop_tokens`.
template <class... Limits>
concept limits_that_fit =
    (limit<Limits> && ...) && sizeof...(Limits) <= limit_set::most_stop_tokens;

/// \concept few_limits
/// At most `limit_set::most_stop_tokens` of the arguments are limits. The other arguments are of
/// any type.
template <class... Arguments>
concept few_limits =
    (std::size_t{0} + ... + std::size_t{limit<Arguments>}) <= limit_set::most_stop_tokens;

}  // namespace v0
}  // namespace tenon
