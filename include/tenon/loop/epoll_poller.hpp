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

/// Waits for events with epoll(7). The registrations are edge-triggered, so each direction of a
/// descriptor is registered once, and not for each wait.
///
/// A direction is registered when an operation first waits in it; if it were registered earlier,
/// its events would wake the loop for nothing. Each event carries the tag of the descriptor's slot,
/// and is discarded if the tag has changed. The tag changes when the descriptor leaves the loop, so
/// an event of one socket does not reach the next socket with the same number. Such an event may
/// already be on its way when the descriptor is closed, and a registration outlives close(2) if the
/// open file has a duplicate.
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

    /// Returns the descriptor of epoll(7). The first call opens it.
    [[nodiscard]] result<os::descriptor> native_handle() noexcept {
        if (const int error = open(); error != 0)
            return failure(error);
        return epoll_;
    }
    /// Opens the descriptor of epoll(7), if it is not open yet. Returns 0, or an errno.
    [[nodiscard]] int open() noexcept {
        if (epoll_ != os::no_descriptor)
            return 0;
        const std::ptrdiff_t made = system_.epoll_create();
        if (made < 0)
            return detail::narrow_cast<int>(-made);
        epoll_ = detail::narrow_cast<os::descriptor>(made);
        return 0;
    }

    /// Registers a direction in which an operation begins to wait, unless it is registered. Returns
    /// 0, or an errno.
    [[nodiscard, gnu::always_inline]] int begin_waiting(os::descriptor watched, slot& at,
                                                        std::uint8_t direction) noexcept {
        return at.has(direction) ? 0 : watch(watched, at, direction);
    }
    /// Called when the operation no longer waits. The registration stays.
    void end_waiting(os::descriptor, slot&, std::uint8_t) noexcept {}
    /// Removes the registration of a descriptor, and changes the tag of its slot.
    void forget(os::descriptor watched, slot& at) noexcept {
        if (at.has(slot::receiving_watched | slot::sending_watched))
            static_cast<void>(
                system_.epoll_control(epoll_, os::epoll_change::remove, watched, 0, 0));
        ++at.tag;
        at.facts = 0;
    }
    /// Returns whether an operation that begins to wait gets an event if the direction is already
    /// ready. This is so only if the wait registers the direction: epoll_ctl(2) then reports the
    /// current state.
    [[nodiscard]] static bool reports_current_state(const slot& at,
                                                    std::uint8_t direction) noexcept {
        return !at.has(direction);
    }

    /// Registers the event with which other threads wake the loop (see `open_event` of a system).
    /// Each time the event is raised, `wait` returns. Returns 0, or an errno.
    [[nodiscard]] int watch_event(os::descriptor event) noexcept {
        const std::ptrdiff_t done = system_.epoll_control(epoll_, os::epoll_change::add, event,
                                                          POLLIN | os::edge_triggered, no_slot);
        return detail::narrow_cast<int>(-done);
    }
    /// Returns whether the event of `watch_event` must be cleared. An edge-triggered event need not
    /// be.
    [[nodiscard]] static bool saw_event() noexcept { return false; }

    /// Waits for events for at most `nanoseconds`, and passes each to
    /// `deliver(descriptor, tag, events)`. Returns their number, or a negated errno.
    template <class Deliver>
    std::ptrdiff_t wait(std::int64_t nanoseconds, Deliver deliver) noexcept {
        os::epoll_entry events[at_once];
        const std::ptrdiff_t count =
            system_.epoll_wait(epoll_, std::span<os::epoll_entry>(events), nanoseconds);
        for (std::ptrdiff_t index = 0; index < count; ++index) {
            const std::uint64_t data = events[index].data.u64;
            if (data != no_slot) [[likely]]
                deliver(static_cast<os::descriptor>(data & 0xffffffff),
                        static_cast<std::uint32_t>(data >> 32),
                        static_cast<int>(events[index].events));
        }
        return count;
    }

private:
    static constexpr std::size_t at_once = 256;
    /// The data of the loop's own event. No descriptor has this number.
    static constexpr std::uint64_t no_slot = 0xffffffff;

    [[gnu::noinline]] int watch(os::descriptor watched, slot& at, std::uint8_t direction) noexcept {
        if (const int error = open(); error != 0)
            return error;
        const unsigned before = at.facts & (slot::receiving_watched | slot::sending_watched);
        const unsigned all = before | direction;
        const std::uint32_t events =
            os::edge_triggered |
            ((all & slot::receiving_watched) != 0 ? os::events_to_receive : 0U) |
            ((all & slot::sending_watched) != 0 ? os::events_to_send : 0U);
        const std::uint64_t data =
            std::uint64_t{at.tag} << 32 | static_cast<std::uint32_t>(watched);
        std::ptrdiff_t done = system_.epoll_control(
            epoll_, before == 0 ? os::epoll_change::add : os::epoll_change::modify, watched, events,
            data);
        // An earlier registration of the same open file under the same number still exists.
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
