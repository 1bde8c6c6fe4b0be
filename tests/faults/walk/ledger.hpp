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

/// The native system, which keeps books: what it opened and has not closed, and what was closed that was not open.
class ledger : public tenon::os::native {
    using native = tenon::os::native;

public:
    using descriptor = tenon::os::descriptor;

    static std::ptrdiff_t socket(int domain, int type, int protocol) {
        return written_down(native::socket(domain, type, protocol));
    }
    static std::ptrdiff_t socketpair(int domain, int type, int protocol, descriptor (&ends)[2]) {
        const std::ptrdiff_t made = native::socketpair(domain, type, protocol, ends);
        if (made == 0)
            open_.insert({ends[0], ends[1]});
        return made;
    }
    static std::ptrdiff_t accept(descriptor socket, tenon::os::socket_address* address, tenon::os::address_length* length,
                                 int type_flags) {
        return written_down(native::accept(socket, address, length, type_flags));
    }
    static std::ptrdiff_t duplicate(descriptor socket) { return written_down(native::duplicate(socket)); }
    static std::ptrdiff_t close(descriptor socket) {
        strays_ += open_.erase(socket) == 0 ? 1 : 0;
        registered_.erase(socket);
        return native::close(socket);
    }
    /// A loopback connects within the call; on a longer way it goes on after it.
    static std::ptrdiff_t connect(descriptor socket, const tenon::os::socket_address* address,
                                  tenon::os::address_length length) {
        const std::ptrdiff_t answer = native::connect(socket, address, length);
        return std::exchange(postpone_connect, false) && answer == 0 ? -EINPROGRESS : answer;
    }
    /// Before the first poll(2), what the waiting is for is made to happen: so a wait needs no second thread.
    static std::ptrdiff_t poll(descriptor socket, short events, int milliseconds) {
        if (const auto happen = std::exchange(before_poll, nullptr))
            happen();
        return native::poll(socket, events, milliseconds);
    }

    static std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries, std::int64_t nanoseconds) {
        if (const auto happen = std::exchange(before_poll, nullptr))
            happen();
        return native::poll_any(entries, nanoseconds);
    }
    static std::ptrdiff_t epoll_control(descriptor epoll, tenon::os::epoll_change change, descriptor watched,
                                        std::uint32_t events, std::uint64_t data) {
        const std::ptrdiff_t done = native::epoll_control(epoll, change, watched, events, data);
        if (change == tenon::os::epoll_change::remove)
            registered_.erase(watched);
        else if (done == 0)
            registered_[watched] = {epoll, events, data};
        return done;
    }
    /// What a descriptor says that is ready, and made to return EAGAIN, is an edge again when it is ready the next time.
    static void renew_edges() noexcept {
        for (const auto& [watched, as] : registered_)
            static_cast<void>(native::epoll_control(as.epoll, tenon::os::epoll_change::modify, watched, as.events, as.data));
    }
    static std::ptrdiff_t epoll_create() { return written_down(native::epoll_create()); }
    static std::ptrdiff_t epoll_wait(descriptor epoll, std::span<tenon::os::epoll_entry> entries, std::int64_t nanoseconds) {
        if (const auto happen = std::exchange(before_poll, nullptr))
            happen();
        return native::epoll_wait(epoll, entries, nanoseconds);
    }
    /// The clock of the machine, and what has passed in no time.
    static std::int64_t now() noexcept { return native::now() + ahead; }
    static std::ptrdiff_t open_event(descriptor (&ends)[2]) {
        const std::ptrdiff_t made = native::open_event(ends);
        for (const descriptor end : ends)
            if (end != tenon::os::no_descriptor)
                open_.insert(end);
        return made;
    }

    /// A descriptor that was made elsewhere, or is the caller's from now on.
    static void give(descriptor socket) { open_.insert(socket); }
    static void take(descriptor socket) { open_.erase(socket); }

    [[nodiscard]] static std::size_t still_open() noexcept { return open_.size(); }
    [[nodiscard]] static int strays() noexcept { return strays_; }
    static void begin_again() {
        open_.clear();
        registered_.clear();
        strays_ = 0;
        before_poll = nullptr;
        postpone_connect = false;
        ahead = 0;
    }

    static inline std::function<void()> before_poll;
    static inline bool postpone_connect = false;
    static inline std::int64_t ahead = 0;  // in nanoseconds

private:
    static std::ptrdiff_t written_down(std::ptrdiff_t made) {
        if (made >= 0)
            open_.insert(static_cast<descriptor>(made));
        return made;
    }

    struct registration {
        descriptor epoll;
        std::uint32_t events;
        std::uint64_t data;
    };

    static inline std::set<descriptor> open_;
    static inline std::map<descriptor, registration> registered_;
    static inline int strays_ = 0;
};

/// The system that fails on purpose, over the books.
using system_under_test = tenon::os::basic_faulty<ledger>;

}  // namespace faults
