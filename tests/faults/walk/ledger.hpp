// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <tenon.hpp>
#include <tenon/system/faulty.hpp>
#include <utility>

namespace faults {

/// The native system. It records the descriptors that are open, and counts the calls of close(2) on
/// a descriptor that is not.
class ledger : public tenon::os::native {
    using native = tenon::os::native;

public:
    using descriptor = tenon::os::descriptor;

    static std::ptrdiff_t socket(int domain, int type, int protocol) {
        return recorded(native::socket(domain, type, protocol));
    }
    static std::ptrdiff_t socketpair(int domain, int type, int protocol, descriptor (&ends)[2]) {
        const std::ptrdiff_t returned = native::socketpair(domain, type, protocol, ends);
        if (returned == 0)
            open_.insert({ends[0], ends[1]});
        return returned;
    }
    static std::ptrdiff_t accept(descriptor socket, tenon::os::socket_address* address,
                                 tenon::os::address_length* length, int type_flags) {
        return recorded(native::accept(socket, address, length, type_flags));
    }
    static std::ptrdiff_t duplicate(descriptor socket) {
        return recorded(native::duplicate(socket));
    }
    static std::ptrdiff_t close(descriptor socket) {
        invalid_closes_ += open_.erase(socket) == 0 ? 1 : 0;
        registered_.erase(socket);
        return native::close(socket);
    }
    /// A connection over the loopback is made within the call. `postpone_connect` makes the call
    /// report that the attempt goes on, as over a longer path.
    static std::ptrdiff_t connect(descriptor socket, const tenon::os::socket_address* address,
                                  tenon::os::address_length length) {
        const std::ptrdiff_t returned = native::connect(socket, address, length);
        return std::exchange(postpone_connect, false) && returned == 0 ? -EINPROGRESS : returned;
    }
    /// Before the first poll(2), `before_poll` makes the event happen that is waited for, so that a
    /// wait needs no second thread.
    static std::ptrdiff_t poll(descriptor socket, short events, int milliseconds) {
        if (const auto action = std::exchange(before_poll, nullptr))
            action();
        return native::poll(socket, events, milliseconds);
    }

    static std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries,
                                   std::int64_t nanoseconds) {
        if (const auto action = std::exchange(before_poll, nullptr))
            action();
        return native::poll_any(entries, nanoseconds);
    }
    static std::ptrdiff_t epoll_control(descriptor epoll, tenon::os::epoll_change change,
                                        descriptor watched, std::uint32_t events,
                                        std::uint64_t data) {
        const std::ptrdiff_t returned = native::epoll_control(epoll, change, watched, events, data);
        if (change == tenon::os::epoll_change::remove)
            registered_.erase(watched);
        else if (returned == 0)
            registered_[watched] = {epoll, events, data};
        return returned;
    }
    /// Makes epoll(7) report the readiness of every descriptor again: after an injected EAGAIN
    /// there is no new edge.
    static void renew_edges() noexcept {
        for (const auto& [watched, registered] : registered_)
            static_cast<void>(native::epoll_control(registered.epoll,
                                                    tenon::os::epoll_change::modify, watched,
                                                    registered.events, registered.data));
    }
    static std::ptrdiff_t epoll_create() { return recorded(native::epoll_create()); }
    static std::ptrdiff_t epoll_wait(descriptor epoll, std::span<tenon::os::epoll_entry> entries,
                                     std::int64_t nanoseconds) {
        if (const auto action = std::exchange(before_poll, nullptr))
            action();
        return native::epoll_wait(epoll, entries, nanoseconds);
    }
    /// The clock of the machine, plus `clock_offset`.
    static std::int64_t now() noexcept { return native::now() + clock_offset; }
    static std::ptrdiff_t open_event(descriptor (&ends)[2]) {
        const std::ptrdiff_t returned = native::open_event(ends);
        for (const descriptor end : ends)
            if (end != tenon::os::no_descriptor)
                open_.insert(end);
        return returned;
    }

    /// Records a descriptor that was opened without this system.
    static void add(descriptor socket) { open_.insert(socket); }
    static void remove(descriptor socket) { open_.erase(socket); }

    [[nodiscard]] static std::size_t still_open() noexcept { return open_.size(); }
    [[nodiscard]] static int invalid_closes() noexcept { return invalid_closes_; }
    static void reset() {
        open_.clear();
        registered_.clear();
        invalid_closes_ = 0;
        before_poll = nullptr;
        postpone_connect = false;
        clock_offset = 0;
    }

    static inline std::function<void()> before_poll;
    static inline bool postpone_connect = false;
    static inline std::int64_t clock_offset = 0;  // in nanoseconds

private:
    static std::ptrdiff_t recorded(std::ptrdiff_t returned) {
        if (returned >= 0)
            open_.insert(static_cast<descriptor>(returned));
        return returned;
    }

    struct registration {
        descriptor epoll;
        std::uint32_t events;
        std::uint64_t data;
    };

    static inline std::set<descriptor> open_;
    static inline std::map<descriptor, registration> registered_;
    static inline int invalid_closes_ = 0;
};

/// The system that injects faults, over the ledger.
using system_under_test = tenon::os::basic_faulty<ledger>;

}  // namespace faults
