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

/// Receives the stop request of a token for a waiter, in any thread or in a signal handler, and
/// passes it on to the loop.
struct stop_watch : stop_subscriber {
    stop_watch() noexcept : stop_subscriber(&post) {}

    /// Adds the watch to the loop's list of requested stops. Defined in loop_core.hpp.
    static void post(stop_subscriber& self) noexcept;

    loop_core* loop = nullptr;
    limit_block* block = nullptr;
    stop_watch* next = nullptr;  ///< in the loop's list of watches whose stop was requested
};

/// One watch for each stop token that an operation can have.
struct stop_watches {
    stop_watch each[limit_set::most_stop_tokens];
    stop_watches* next_free = nullptr;
};

/// The limits of a waiter, with the timer and the stop watches that end its wait. A loop keeps its
/// unused blocks for later operations. A block keeps its place in the timer heap when it is unused.
struct limit_block : timer {
    limit_block() noexcept : timer(&on_time) {}

    static void on_time(timer& self) noexcept {
        auto& block = static_cast<limit_block&>(self);
        // If the deadline ends the pause, the next attempt is the last: see `begin_pause`.
        if (std::exchange(block.pauses, false)) {
            block.whose->notify(*block.whose, notice::event);
        } else {
            block.whose->error = ETIMEDOUT;
            block.whose->notify(*block.whose, notice::limit);
        }
    }

    union {
        waiter* whose;           ///< while the block is in use
        limit_block* next_free;  ///< while the block is unused
    };
    stop_watches* watches = nullptr;  ///< null until the loop subscribes to the stop tokens
    bool subscribed = false;
    bool pauses = false;  ///< the timer ends a pause between two attempts
    backoff pause;
    limit_set limits;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
