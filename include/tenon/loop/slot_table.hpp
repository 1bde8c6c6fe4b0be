// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/loop/waiter.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// The facts that a loop knows about a descriptor. All members of a new slot are zero.
struct slot {
    // The bits of `facts`. A direction is idle if an attempt would fail with EAGAIN: an earlier
    // attempt has shown this, or a connection attempt has begun, and no event has come since. A
    // direction is watched if the poller reports its events.
    static constexpr std::uint8_t receiving_idle = 1;
    static constexpr std::uint8_t sending_idle = 2;
    static constexpr std::uint8_t receiving_watched = 4;
    static constexpr std::uint8_t sending_watched = 8;
    static constexpr std::uint8_t exceptional = 16;     ///< one of `os::exceptional_events` came
    static constexpr std::uint8_t short_reported = 32;  ///< see `is_lasting_shortage`

    // The directions.
    static constexpr unsigned receiving = 0;
    static constexpr unsigned sending = 1;
    // The bits of a direction.
    [[nodiscard]] static constexpr std::uint8_t idle(unsigned direction) noexcept {
        return static_cast<std::uint8_t>(receiving_idle << direction);
    }
    [[nodiscard]] static constexpr std::uint8_t watched(unsigned direction) noexcept {
        return static_cast<std::uint8_t>(receiving_watched << direction);
    }

    [[nodiscard]] bool has(unsigned wanted) const noexcept { return (facts & wanted) != 0; }
    void add(unsigned added) noexcept { facts = static_cast<std::uint8_t>(facts | added); }
    void take(unsigned taken) noexcept { facts = static_cast<std::uint8_t>(facts & ~taken); }
    /// Called when an operation of the owner is queued, which then stores `owner`.
    void mark_queued() noexcept { owner |= 1U; }
    /// Called when the descriptor leaves the loop: the operations in the queue belong to an earlier
    /// owner now.
    void change_owner() noexcept { owner += owner & 1U; }
    /// Returns whether `returned`, the result of a call that makes a descriptor, is a shortage (see
    /// `is_shortage`) that has already been reported. A shortage is reported once, and again only
    /// after a call has succeeded.
    [[nodiscard]] bool is_lasting_shortage(std::ptrdiff_t returned) noexcept {
        if (returned >= 0) {
            take(short_reported);
            return false;
        }
        if (!detail::is_shortage(detail::narrow_cast<int>(-returned)))
            return false;
        const bool was_reported = has(short_reported);
        add(short_reported);
        return was_reported;
    }

    waiter* waiters[2];  ///< by direction; null if no operation waits
    std::uint32_t tag;   ///< belongs to the poller
    std::uint8_t facts;
    /// Identifies the socket that has the descriptor, for an operation in the loop's queue: the
    /// number may belong to another socket when the operation's turn comes. It is odd if an
    /// operation of this socket was queued; only then does it increase when the descriptor leaves
    /// the loop. So it would take millions of operations in the queue to repeat a value.
    std::uint32_t owner : 24;
};

/// The slots of a loop, indexed by descriptor.
class slot_table {
public:
    slot_table() noexcept = default;
    slot_table(const slot_table&) = delete;
    slot_table& operator=(const slot_table&) = delete;
    ~slot_table() { std::free(slots_); }

    [[nodiscard]] bool has(os::descriptor descriptor) const noexcept {
        return static_cast<std::uint32_t>(descriptor) < count_;
    }
    /// The reference is valid until the table grows.
    [[nodiscard]] slot& operator[](os::descriptor descriptor) const noexcept {
        return slots_[descriptor];
    }

    /// Grows the table to hold a slot for a descriptor that has none. Returns false if `descriptor`
    /// is negative, or if there is no memory.
    [[nodiscard, gnu::noinline, gnu::cold]] bool make(os::descriptor descriptor) noexcept {
        if (descriptor < 0)
            return false;
        const std::size_t wanted =
            static_cast<std::size_t>(descriptor) + static_cast<std::size_t>(descriptor) / 2 + 64;
        auto* const more =
            static_cast<slot*>(std::realloc(static_cast<void*>(slots_), wanted * sizeof(slot)));
        if (more == nullptr)
            return false;
        std::memset(static_cast<void*>(more + count_), 0, (wanted - count_) * sizeof(slot));
        slots_ = more;
        count_ = static_cast<std::uint32_t>(wanted);
        return true;
    }

private:
    slot* slots_ = nullptr;
    std::uint32_t count_ = 0;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
