// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fcntl.h>
#if defined(__linux__)
#include <sys/eventfd.h>
#endif
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include <tenon/base/bytes.hpp>
#include <tenon/system/features.hpp>
#include <tenon/system/group_request.hpp>
#include <tenon/system/interface_entry.hpp>
#include <tenon/system/kernel_time.hpp>
#include <tenon/system/or_error.hpp>
#include <tenon/system/posix_data.hpp>
#include <tenon/system/posix_epoll.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// The system calls of POSIX, or better ones that Linux or a BSD has. New descriptors are
/// close-on-exec: atomically, if the system has SOCK_CLOEXEC. Sending never raises SIGPIPE. EINTR
/// is reported; a driver decides whether to call again. The calls that send and receive are in
/// `posix_data`, the queries of interfaces in `posix_interfaces`, and the calls of epoll(7) in
/// `posix_epoll`.
struct posix : posix_facts, posix_data, posix_interfaces, posix_epoll {
    // Making and ending descriptors.

    /// socket(2).
    static std::ptrdiff_t socket(int domain, int type, int protocol) noexcept {
        return apply_flags(::socket(domain, real_type(type) | close_on_exec, protocol), type);
    }
    /// socketpair(2).
    static std::ptrdiff_t socketpair(int domain, int type, int protocol,
                                     descriptor (&ends)[2]) noexcept {
        const std::ptrdiff_t made =
            or_error(::socketpair(domain, real_type(type) | close_on_exec, protocol, ends));
        if (made == 0)
            for (const descriptor end : ends)
                static_cast<void>(apply_flags(end, type));
        return made;
    }
    /// accept4(2). `address` may be null.
    static std::ptrdiff_t accept(descriptor socket, socket_address* address, address_length* length,
                                 int type_flags) noexcept {
#if defined(TENON_HAS_TYPE_FLAGS)
        return apply_flags(::accept4(socket, address, length, type_flags | close_on_exec),
                           type_flags);
#else
        return apply_flags(::accept(socket, address, length), type_flags);
#endif
    }
    /// fcntl(2), F_DUPFD_CLOEXEC.
    static std::ptrdiff_t duplicate(descriptor socket) noexcept {
        return or_error(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
    }
    /// close(2).
    static std::ptrdiff_t close(descriptor socket) noexcept { return or_error(::close(socket)); }
    /// shutdown(2).
    static std::ptrdiff_t shutdown(descriptor socket, direction which) noexcept {
        return or_error(::shutdown(socket, static_cast<int>(which)));
    }

    /// shutdown(2) of both directions. Another system may do more to wake the threads that wait on
    /// the socket.
    static std::ptrdiff_t shutdown_and_wake(descriptor socket) noexcept {
        return shutdown(socket, direction::both);
    }

    // Addresses.

    /// Sets SO_REUSEADDR, before bind(2), so that a listener can bind while old connections hold
    /// its endpoint.
    static std::ptrdiff_t set_reuse_address(descriptor socket) noexcept {
        const int on = 1;
        return setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    }
    /// bind(2).
    static std::ptrdiff_t bind(descriptor socket, const socket_address* address,
                               address_length length) noexcept {
        return or_error(::bind(socket, address, length));
    }
    /// listen(2).
    static std::ptrdiff_t listen(descriptor socket, int backlog) noexcept {
        return or_error(::listen(socket, backlog));
    }
    /// connect(2).
    static std::ptrdiff_t connect(descriptor socket, const socket_address* address,
                                  address_length length) noexcept {
        return or_error(::connect(socket, address, length));
    }
    /// connect(2) to AF_UNSPEC: undoes a connection of a datagram socket, or a failed attempt to
    /// connect.
    static std::ptrdiff_t disconnect(descriptor socket) noexcept {
        // An IPv6 address is the largest common one: some systems check the length before the
        // family.
        ::sockaddr_in6 nowhere = {};
        nowhere.sin6_family = AF_UNSPEC;
        const int gone =
            ::connect(socket, reinterpret_cast<const socket_address*>(&nowhere), sizeof nowhere);
        // The BSDs disconnect and then report EAFNOSUPPORT.
        return gone < 0 && errno == EAFNOSUPPORT && !is_linux
                   ? 0
                   : or_error(gone);  // unreached: not on Linux
    }
    /// getsockname(2).
    static std::ptrdiff_t getsockname(descriptor socket, socket_address* address,
                                      address_length* length) noexcept {
        return or_error(::getsockname(socket, address, length));
    }
    /// getpeername(2).
    static std::ptrdiff_t getpeername(descriptor socket, socket_address* address,
                                      address_length* length) noexcept {
        return or_error(::getpeername(socket, address, length));
    }

    // Options and waiting.

    /// setsockopt(2).
    static std::ptrdiff_t setsockopt(descriptor socket, int level, int name, const void* value,
                                     address_length size) noexcept {
        return or_error(::setsockopt(socket, level, name, value, size));
    }
    /// getsockopt(2). `size` is the space for the value, then its size.
    static std::ptrdiff_t getsockopt(descriptor socket, int level, int name, void* value,
                                     address_length* size) noexcept {
        return or_error(::getsockopt(socket, level, name, value, size));
    }
    /// setsockopt(2), MCAST_JOIN_GROUP and similar options (RFC 3678): changes the membership of a
    /// socket in a multicast group, on the interface with this index. If the index is 0, the system
    /// chooses the interface. `level` is IPPROTO_IP or IPPROTO_IPV6. `source` is null unless the
    /// change names a source. `length` is the length of each address. Errors: ENOPROTOOPT if the
    /// system has no such options.
    static std::ptrdiff_t change_membership(descriptor socket, membership change, int level,
                                            unsigned interface_index, const socket_address* group,
                                            const socket_address* source,
                                            address_length length) noexcept {
        const group_request request(change, interface_index, group, source, length);
        return request.name() == 0
                   ? -ENOPROTOOPT
                   : setsockopt(socket, level, request.name(), request.data(), request.size());
    }
    /// poll(2) on one socket, without end if `milliseconds` is negative. Returns the events, or 0
    /// if the time has passed.
    static std::ptrdiff_t poll(descriptor socket, short events, int milliseconds) noexcept {
        // poll(2) ignores a negative descriptor, and would wait.
        if (socket == no_descriptor)
            return -EBADF;
        ::pollfd one = {socket, events, 0};
        const int ready = ::poll(&one, 1, milliseconds);
        return ready < 0 ? or_error(ready) : one.revents;
    }
    /// poll(2), or ppoll(2), on several descriptors; negative ones are ignored. Waits for
    /// `nanoseconds`, or the longest time that the system can take; not at all if it is 0, without
    /// end if it is negative. Returns the number of descriptors that are ready.
    static std::ptrdiff_t poll_any(std::span<poll_entry> entries,
                                   std::int64_t nanoseconds) noexcept {
#if defined(TENON_HAS_PPOLL)
        const ::timespec time = time_of(nanoseconds);
        return or_error(
            ::ppoll(entries.data(), entries.size(), nanoseconds < 0 ? nullptr : &time, nullptr));
#else
        return or_error(::poll(entries.data(), static_cast<::nfds_t>(entries.size()),
                               milliseconds_of(nanoseconds)));
#endif
    }
    /// Returns the time of a clock that cannot be set, in nanoseconds (clock_gettime(2),
    /// CLOCK_MONOTONIC).
    static std::int64_t now() noexcept {
        ::timespec time = {};
        static_cast<void>(::clock_gettime(CLOCK_MONOTONIC, &time));
        return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
    }
    /// Opens an event (eventfd(2), or pipe(2)). The first end becomes readable when the event is
    /// raised, and stays so until it is cleared. Both ends must be `no_descriptor` before the call.
    /// Afterwards the second may still be `no_descriptor`. The caller closes every end that is a
    /// descriptor.
    static std::ptrdiff_t open_event(descriptor (&ends)[2]) noexcept {
#if defined(TENON_HAS_EVENTFD)
        ends[0] = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        return ends[0] < 0 ? or_error(ends[0]) : 0;
#else
        const std::ptrdiff_t made = or_error(::pipe(ends));
        if (made == 0)
            for (const descriptor end : ends)
                static_cast<void>(set_close_on_exec(end));
        return made;
#endif
    }
    /// Raises an event (write(2)). Once is enough. Safe in a signal handler.
    static void raise_event(const descriptor (&ends)[2]) noexcept {
        const std::uint64_t once = 1;
        [[maybe_unused]] const ::ssize_t written =
            ::write(ends[1] == no_descriptor ? ends[0] : ends[1], &once, sizeof once);
    }
    /// Clears an event, which can then be raised again (read(2)).
    static void clear_event(const descriptor (&ends)[2]) noexcept {
        std::uint64_t taken = 0;
        [[maybe_unused]] const ::ssize_t read = ::read(ends[0], &taken, sizeof taken);
    }
    /// poll(2), POLLRDHUP: returns whether the receiving direction was shut down. A system without
    /// POLLRDHUP reports only that both directions were shut down (POLLHUP). There a readable
    /// socket may be at the end, so the result is `unknown`.
    static ending receiving_ended(descriptor socket) noexcept {
#if defined(TENON_HAS_POLLRDHUP)
        const std::ptrdiff_t events = poll(socket, POLLRDHUP, 0);
        constexpr int shut = POLLRDHUP | POLLHUP;
#else
        const std::ptrdiff_t events = poll(socket, POLLIN, 0);
        constexpr int shut = POLLHUP;
#endif
        if (events >= 0 && (events & shut) != 0)
            return ending::ended;
        return events >= 0 && (events & POLLIN) != 0 ? ending::unknown : ending::open;
    }
    /// fcntl(2), F_SETFL: sets or clears O_NONBLOCK. Duplicates share the flag.
    static std::ptrdiff_t set_nonblocking(descriptor socket, bool on) noexcept {
        const int flags = ::fcntl(socket, F_GETFL);
        if (flags < 0)
            return or_error(flags);
        const int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
        return wanted == flags ? 0 : or_error(::fcntl(socket, F_SETFL, wanted));
    }
    /// fcntl(2), F_GETFL: returns 1 if O_NONBLOCK is set, else 0.
    static std::ptrdiff_t nonblocking(descriptor socket) noexcept {
        const int flags = ::fcntl(socket, F_GETFL);
        return flags < 0 ? or_error(flags) : (flags & O_NONBLOCK) != 0 ? 1 : 0;
    }
    /// Returns the socket's own time-out for calls that wait for `wanted` (SO_RCVTIMEO,
    /// SO_SNDTIMEO; socket(7)), in nanoseconds: 0 if it has none, or a negated errno.
    static std::int64_t time_out(descriptor socket, readiness wanted) noexcept {
        ::timeval time = {};
        ::socklen_t size = sizeof time;
        const int name = wanted == readiness::readable ? SO_RCVTIMEO : SO_SNDTIMEO;
        const int asked = ::getsockopt(socket, SOL_SOCKET, name, &time, &size);
        return asked < 0 ? std::int64_t{or_error(asked)} : os::nanoseconds_of(time);
    }
    /// fcntl(2), F_SETFD: sets FD_CLOEXEC.
    static std::ptrdiff_t set_close_on_exec(descriptor socket) noexcept {
        return or_error(::fcntl(socket, F_SETFD, FD_CLOEXEC));
    }
    /// Sets SO_NOSIGPIPE, if the system has it, even beside MSG_NOSIGNAL: the kernel may be older
    /// than the headers. New descriptors have it. This function is for descriptors that were made
    /// elsewhere.
    static std::ptrdiff_t suppress_sigpipe([[maybe_unused]] descriptor socket) noexcept {
#if defined(SO_NOSIGPIPE)
        const int on = 1;
        return or_error(::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on));
#else
        return 0;
#endif
    }
    /// Returns the domain of a socket (SO_DOMAIN, or the family that getsockname(2) reports).
    static std::ptrdiff_t domain(descriptor socket) noexcept {
#if defined(TENON_HAS_SO_DOMAIN)
        return integer_option(socket, SO_DOMAIN);
#else
        ::sockaddr_storage address = {};
        ::socklen_t size = sizeof address;
        const int asked = ::getsockname(socket, reinterpret_cast<socket_address*>(&address), &size);
        return asked < 0 ? or_error(asked) : address.ss_family;
#endif
    }
    /// Returns the protocol number of a socket (SO_PROTOCOL), or -ENOPROTOOPT if the system does
    /// not report it.
    static std::ptrdiff_t protocol([[maybe_unused]] descriptor socket) noexcept {
#if defined(TENON_HAS_SO_PROTOCOL)
        return integer_option(socket, SO_PROTOCOL);
#else
        return -ENOPROTOOPT;
#endif
    }
    /// Returns the socket type (SO_TYPE).
    static std::ptrdiff_t type(descriptor socket) noexcept {
        return integer_option(socket, SO_TYPE);
    }
    /// Returns 1 if the socket listens, else 0 (SO_ACCEPTCONN).
    static std::ptrdiff_t listening(descriptor socket) noexcept {
        return integer_option(socket, SO_ACCEPTCONN);
    }
    /// Returns the pending error (SO_ERROR), negated, and clears it. Returns 0 if there is none.
    static std::ptrdiff_t pending_error(descriptor socket) noexcept {
        const std::ptrdiff_t error = integer_option(socket, SO_ERROR);
        return error > 0 ? -error : error;
    }

private:
    /// Returns the type that socket(2) takes, without the flags that `apply_flags` sets afterwards.
    static constexpr int real_type(int type) noexcept {
#if defined(TENON_HAS_TYPE_FLAGS)
        return type;
#else
        return type & ~nonblocking_type;
#endif
    }

    /// Sets the flags of a new descriptor that its call could not set. Returns the descriptor, or
    /// the call's error.
    static std::ptrdiff_t apply_flags(descriptor socket, [[maybe_unused]] int type) noexcept {
        if (socket >= 0) {
#if !defined(TENON_HAS_TYPE_FLAGS)
            // Also clears O_NONBLOCK: on the BSDs a socket that accept(2) returns has it from the
            // listener.
            static_cast<void>(set_nonblocking(socket, (type & nonblocking_type) != 0));
            static_cast<void>(set_close_on_exec(socket));
#endif
            static_cast<void>(suppress_sigpipe(socket));
        }
        return or_error(socket);
    }

    static std::ptrdiff_t integer_option(descriptor socket, int name) noexcept {
        int value = 0;
        ::socklen_t size = sizeof value;
        const int asked = ::getsockopt(socket, SOL_SOCKET, name, &value, &size);
        return asked < 0 ? or_error(asked) : value;
    }
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
