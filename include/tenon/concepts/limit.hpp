// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/limit.hpp>
#include <tenon/base/limit_set.hpp>

namespace tenon {
inline namespace v0 {

/// \concept limit
/// Ends an operation that waits for too long.
/// The least to supply: `restrict(limits)`, which calls `end_within` or `end_when_requested` of a `limit_set`.
/// What the compiler cannot check: the number of tokens that it brings. An operation that is given more than
/// `limit_set::most_stop_tokens` in all fails with `errc::too_many_stop_tokens`.
/// Models: `within`, `until`, `stop_token`. Near miss: `std::chrono::seconds`, which says neither from when nor what then.
template <class Limit>
concept limit = requires(const Limit& given, limit_set& limits) { given.restrict(limits); };

/// \concept limits_that_fit
/// As many limits as one operation takes: `limit_set::most_stop_tokens`.
template <class... Limits>
concept limits_that_fit = (limit<Limits> && ...) && sizeof...(Limits) <= limit_set::most_stop_tokens;

/// \concept few_limits
/// No more of the arguments are limits than one operation takes.
template <class... Arguments>
concept few_limits = (std::size_t{0} + ... + std::size_t{limit<Arguments>}) <= limit_set::most_stop_tokens;

}  // namespace v0
}  // namespace tenon
