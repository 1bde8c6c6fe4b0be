// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>

#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/loop/slot_table.hpp>
#include <tenon/system/posix_epoll.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Asks epoll(7) for events: edge-triggered, so that a descriptor is registered once a direction and not once a wait.
///
/// A direction is registered when it is first waited for: one that is not would wake the loop for nothing. Each event carries
/// the slot's tag, which a new owner of the descriptor does not share, since the registration outlives a descriptor that has
/// been duplicated, and since an event may be on its way while a descriptor is closed.
template <class System>
class epoll_poller {
public:
    explicit epoll_poller(const System& system) noexcept : system_(system) {}
    epoll_poller(const epoll_poller&) = delete;
    epoll_poller& operator=(const epoll_poller&) = delete;
    ~epoll_poller() {
        if (epoll_ != os::no_descriptor)
            static_cast<void>(system_.close(epoll_));
    }

    /// The descriptor of epoll, which is made at the first call.
    [[nodiscard]] result<os::descriptor> native_handle() noexcept {
        if (const int error = open(); error != 0)
            return failure(error);
        return epoll_;
    }
    /// Makes what is needed to wait. Returns 0, or an errno.
    [[nodiscard]] int open() noexcept {
        if (epoll_ != os::no_descriptor)
            return 0;
        const std::ptrdiff_t made = system_.epoll_create();
        if (made < 0)
            return detail::narrow_cast<int>(-made);
        epoll_ = detail::narrow_cast<os::descriptor>(made);
        return 0;
    }

    /// Somebody waits for a direction. Returns 0, or an errno.
    [[nodiscard, gnu::always_inline]] int begin_waiting(os::descriptor watched, slot& at, std::uint8_t direction) noexcept {
        return at.has(direction) ? 0 : watch(watched, at, direction);
    }
    /// Nobody does any more.
    void end_waiting(os::descriptor, slot&, std::uint8_t) noexcept {}
    /// What was known of a descriptor ends.
    void forget(os::descriptor watched, slot& at) noexcept {
        if (at.has(slot::receiving_watched | slot::sending_watched))
            static_cast<void>(system_.epoll_control(epoll_, os::epoll_change::remove, watched, 0, 0));
        ++at.tag;
        at.facts = 0;
    }
    /// Whether who begins to wait is told of what is ready already. A registration tells it once.
    [[nodiscard]] static bool tells_what_is_ready(const slot& at, std::uint8_t direction) noexcept {
        return !at.has(direction);
    }

    /// Lets an event of the system (`open_event`) end the waiting, each time that it happens.
    [[nodiscard]] int watch_event(os::descriptor event) noexcept {
        const std::ptrdiff_t done =
            system_.epoll_control(epoll_, os::epoll_change::add, event, POLLIN | os::edge_triggered, no_slot);
        return detail::narrow_cast<int>(-done);
    }
    /// Whether that event is to be cleared.
    [[nodiscard]] static bool saw_event() noexcept { return false; }

    /// Waits for events, and hands them to `deliver(descriptor, tag, events)`. Returns their number, or a negated errno.
    template <class Deliver>
    std::ptrdiff_t wait(std::int64_t nanoseconds, Deliver deliver) noexcept {
        os::epoll_entry events[at_once];
        const std::ptrdiff_t count = system_.epoll_wait(epoll_, std::span<os::epoll_entry>(events), nanoseconds);
        for (std::ptrdiff_t index = 0; index < count; ++index) {
            const std::uint64_t data = events[index].data.u64;
            if (data != no_slot) [[likely]]
                deliver(static_cast<os::descriptor>(data & 0xffffffff), static_cast<std::uint32_t>(data >> 32),
                        static_cast<int>(events[index].events));
        }
        return count;
    }

private:
    static constexpr std::size_t at_once = 256;
    /// No descriptor has this number.
    static constexpr std::uint64_t no_slot = 0xffffffff;

    [[gnu::noinline]] int watch(os::descriptor watched, slot& at, std::uint8_t direction) noexcept {
        if (const int error = open(); error != 0)
            return error;
        const unsigned before = at.facts & (slot::receiving_watched | slot::sending_watched);
        const unsigned all = before | direction;
        const std::uint32_t events = os::edge_triggered | ((all & slot::receiving_watched) != 0 ? os::events_to_receive : 0U) |
                                     ((all & slot::sending_watched) != 0 ? os::events_to_send : 0U);
        const std::uint64_t data = std::uint64_t{at.tag} << 32 | static_cast<std::uint32_t>(watched);
        std::ptrdiff_t done = system_.epoll_control(epoll_, before == 0 ? os::epoll_change::add : os::epoll_change::modify,
                                                    watched, events, data);
        // A registration that was there before us, of the same open file under the same number.
        if (done == -EEXIST)
            done = system_.epoll_control(epoll_, os::epoll_change::modify, watched, events, data);
        if (done < 0)
            return detail::narrow_cast<int>(-done);
        at.add(direction);
        return 0;
    }

    const System& system_;
    os::descriptor epoll_ = os::no_descriptor;
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
