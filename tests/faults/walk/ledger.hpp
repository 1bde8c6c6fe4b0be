// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstdint>
#include <functional>
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

    static inline std::set<descriptor> open_;
    static inline int strays_ = 0;
};

/// The system that fails on purpose, over the books.
using system_under_test = tenon::os::basic_faulty<ledger>;

}  // namespace faults
