// SPDX-License-Identifier: BSL-1.0
#pragma once

// The system of a program's loop: the native one, with a clock that does not depend on the
// machine's, and with faults. It reports what its calls move.

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <conformance/random/record.hpp>
#include <conformance/random/transfer.hpp>
#include <tenon/loops.hpp>
#include <tenon/system/posix_epoll.hpp>

namespace random_programs {

class simulated : public tenon::os::native {
    using native = tenon::os::native;
    using descriptor = tenon::os::descriptor;

public:
    explicit simulated(record& in) noexcept : in_(&in) {}

    // Time. The clock advances with each reading, and by the whole time of a sleep without events.

    [[nodiscard]] std::int64_t now() const noexcept { return in_->time += 50; }
    std::ptrdiff_t epoll_wait(descriptor epoll, std::span<tenon::os::epoll_entry> events,
                              std::int64_t nanoseconds) const noexcept {
        return wait(nanoseconds,
                    [&](std::int64_t time) { return native::epoll_wait(epoll, events, time); });
    }
    std::ptrdiff_t poll_any(std::span<tenon::os::poll_entry> entries,
                            std::int64_t nanoseconds) const noexcept {
        return wait(nanoseconds,
                    [&](std::int64_t time) { return native::poll_any(entries, time); });
    }

    // Descriptors.

    std::ptrdiff_t close(descriptor socket) const noexcept {
        in_->has_left(socket);
        return native::close(socket);
    }
    std::ptrdiff_t accept(descriptor socket, tenon::os::socket_address* address,
                          tenon::os::address_length* length, int type_flags) const noexcept {
        if (in_->has_faults && in_->shortages == 0 && in_->random.one_in(16))
            in_->shortages = in_->random.below(4);
        if (in_->shortages != 0) {
            --in_->shortages;
            return -EMFILE;
        }
        return is_interrupted() ? -EINTR : native::accept(socket, address, length, type_flags);
    }
    std::ptrdiff_t open_event(descriptor (&ends)[2]) const noexcept {
        return in_->has_faults && in_->random.one_in(2) ? -EMFILE : native::open_event(ends);
    }

    // Data.

    using native::recv;
    using native::recv_datagram;
    using native::recvfrom;
    using native::send;
    using native::sendto;
    std::ptrdiff_t recv(descriptor socket, tenon::mutable_bytes buffer, int flags) const noexcept {
        return move(socket, buffer, [&] { return native::recv(socket, buffer, flags); });
    }
    std::ptrdiff_t recv_datagram(descriptor socket, tenon::mutable_bytes buffer,
                                 int flags) const noexcept {
        return move(socket, buffer, [&] { return native::recv_datagram(socket, buffer, flags); });
    }
    std::ptrdiff_t recvfrom(descriptor socket, tenon::mutable_bytes buffer,
                            tenon::os::socket_address* from, tenon::os::address_length* length,
                            int flags) const noexcept {
        return move(socket, buffer,
                    [&] { return native::recvfrom(socket, buffer, from, length, flags); });
    }
    std::ptrdiff_t send(descriptor socket, tenon::const_bytes data, int flags) const noexcept {
        return move(socket, data, [&] { return native::send(socket, data, flags); });
    }
    std::ptrdiff_t sendto(descriptor socket, tenon::const_bytes data,
                          const tenon::os::socket_address* to, tenon::os::address_length length,
                          int flags) const noexcept {
        return move(socket, data, [&] { return native::sendto(socket, data, to, length, flags); });
    }

private:
    template <class Wait>
    std::ptrdiff_t wait(std::int64_t nanoseconds, Wait wait) const noexcept {
        constexpr std::int64_t for_ever = 10'000'000'000;
        const std::ptrdiff_t count = wait(nanoseconds < 0 ? for_ever : 0);
        if (count == 0 && nanoseconds < 0) {
            in_->check(false, "the loop sleeps for ever");
            return -EDEADLK;
        }
        if (count == 0)
            in_->time += nanoseconds;
        return count;
    }
    [[nodiscard]] bool is_interrupted() const noexcept {
        if (in_->has_faults && in_->interruptions == 0 && in_->random.one_in(16))
            in_->interruptions = in_->random.below(12);
        return in_->interruptions != 0 && in_->interruptions-- != 0;
    }
    /// Makes a call that moves bytes between a socket and `memory`, and reports it.
    template <class Call>
    std::ptrdiff_t move(descriptor socket, tenon::const_bytes memory, Call call) const noexcept {
        transfer* const by = transfer::of(*in_, memory.data());
        if (by != nullptr)
            by->attempt(socket, memory.data());
        else
            in_->check(
                std::ranges::any_of(
                    in_->waits, [&](const observed_wait* each) { return each->uses_pool(socket); }),
                "a call was made for no operation");
        if (is_interrupted())
            return -EINTR;
        const std::ptrdiff_t count = call();
        if (count <= 0)
            return count;
        const std::size_t most = std::min(static_cast<std::size_t>(count), memory.size());
        const std::string_view bytes = tenon::as_text(memory).substr(0, most);
        if (by != nullptr)
            by->moved(bytes);
        else
            in_->check(in_->pooled.emplace(memory.data(), bytes).second,
                       "a buffer of a pool was used again before its bytes were delivered");
        return count;
    }

    record* in_;
};

using epoll_loop = tenon::basic_epoll_loop<simulated>;
using poll_loop = tenon::basic_poll_loop<simulated>;

}  // namespace random_programs
