// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <utility>

#include <tenon/base/limit_set.hpp>
#include <tenon/base/stop_token.hpp>
#include <tenon/driver/retry_policy.hpp>
#include <tenon/loop/timer_heap.hpp>
#include <tenon/loop/waiter.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

struct limit_block;

/// Hears of a stop request for a waiter, in any thread or a signal handler, and tells the loop.
struct stop_watch : stop_subscriber {
    stop_watch() noexcept : stop_subscriber(&post) {}

    /// Into the list of the loop; defined there.
    static void post(stop_subscriber& self) noexcept;

    loop_core* loop = nullptr;
    limit_block* block = nullptr;
    stop_watch* next = nullptr;  ///< in the loop's list of those that have heard
};

/// One for each token that an operation can have.
struct stop_watches {
    stop_watch each[limit_set::most_stop_tokens];
    stop_watches* next_free = nullptr;
};

/// The limits of a waiter, and what ends it by them. A loop keeps the blocks that are not in use, and their places among its
/// timers.
struct limit_block : timer {
    limit_block() noexcept : timer(&on_time) {}

    static void on_time(timer& self) noexcept {
        auto& block = static_cast<limit_block&>(self);
        const bool goes_on = std::exchange(block.pauses, false) && !block.ends_with_pause;
        block.whose->error = goes_on ? 0 : ETIMEDOUT;
        block.whose->notify(*block.whose, goes_on ? notice::event : notice::limit);
    }

    union {
        waiter* whose;           ///< while it is in use
        limit_block* next_free;  ///< while it is not
    };
    stop_watches* watches = nullptr;  ///< if it has stop tokens
    bool subscribed = false;
    bool pauses = false;           ///< the timer ends a pause between two attempts
    bool ends_with_pause = false;  ///< … and the deadline comes no later
    backoff pause;
    limit_set limits;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
