// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <tenon/base/limit.hpp>
#include <tenon/base/limit_set.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/layers.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/driver/limit_watch.hpp>
#include <tenon/driver/retry_policy.hpp>
#include <tenon/socket/basic_socket.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// The event that a socket has something to receive: data, a connection, the end or an error. An
/// argument of `wait_any`.
struct readable_t {
    static constexpr os::readiness readiness = os::readiness::readable;  ///< the event of poll(2)
};
/// See `readable_t`.
inline constexpr readable_t readable;

/// The event that a socket accepts data to send, or that an attempt to connect has succeeded or
/// failed. An argument of `wait_any`.
struct writable_t {
    static constexpr os::readiness readiness = os::readiness::writable;  ///< the event of poll(2)
};
/// See `writable_t`.
inline constexpr writable_t writable;

/// \concept becomes_ready
/// A socket of this type can become ready for the event.
/// Models: a listener for `readable`; a connection for both. Near misses: `opened` UDP for
/// `readable`; a listener for `writable`; `opened` TCP, which cannot send.
template <class Socket, class Event>
concept becomes_ready =
    requires(const Socket& socket) {
        typename Socket::protocol_type;
        typename Socket::state_type;
        socket.native_handle();
    } && ((std::is_same_v<Event, readable_t> &&
           may_become_readable<typename Socket::state_type, typename Socket::protocol_type>) ||
          (std::is_same_v<Event, writable_t> &&
           may_become_writable<typename Socket::state_type, typename Socket::protocol_type>));

namespace detail {

/// The readiness of a socket for the event is known only to its layers: they may hold a message, or
/// need more than has arrived.
template <class Socket, class Event>
concept asks_layers =
    std::is_same_v<Event, readable_t> && has_layers<typename Socket::protocol_type> &&
    may_receive<typename Socket::state_type>;

/// Returns whether the layers of a socket have something to receive, or an error. They receive what
/// has arrived, without waiting.
template <class Socket>
[[nodiscard]] bool layers_are_readable(const Socket& socket) {
    using driver_type = typename Socket::driver_type;
    using readable_operation = typename Socket::protocol_type::layer_operations::readable;
    const handle_view<driver_type> view(socket.native_handle(), socket.driver());
    const result<void> ready = [&] {
        if constexpr (waits<driver_type>) {
            limit_set no_time;
            no_time.end_within(0);
            return socket.driver().perform(view, readable_operation(socket.session()),
                                           std::move(no_time));
        } else {
            return socket.driver().perform(view, readable_operation(socket.session()));
        }
    }();
    return ready || (ready.why().number() != static_cast<int>(std::errc::timed_out) &&
                     ready.why().number() != EWOULDBLOCK && ready.why().number() != EAGAIN);
}

/// Returns whether a socket is ready for the event before the system is asked: its session has
/// buffered something.
template <class Event, class Socket>
[[nodiscard]] bool is_ready_already(const Socket& socket) {
    using protocol = typename Socket::protocol_type;
    if constexpr (asks_layers<Socket, Event>)
        return detail::layers_are_readable(socket);
    else if constexpr (std::is_same_v<Event, readable_t> && has_session<protocol> &&
                       may_receive_data<typename Socket::state_type, protocol>)
        return socket.session().buffered() != 0;
    else
        return false;
}

}  // namespace detail

/// Tells which of the sockets that `wait_any` was given are ready, by their indices in its
/// arguments. At least one is ready.
template <std::size_t Count>
class ready_sockets {
public:
    /// Takes one value for each socket: true if that socket is ready.
    constexpr explicit ready_sockets(const bool (&which)[Count]) noexcept {
        for (std::size_t index = 0; index != Count; ++index)
            which_[index] = which[index];
    }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Count; }
    [[nodiscard]] constexpr bool operator[](std::size_t index) const noexcept {
        return which_[index];
    }
    /// Returns the index of the first socket that is ready.
    [[nodiscard]] constexpr std::size_t first() const noexcept {
        std::size_t index = 0;
        while (!which_[index])
            ++index;
        return index;
    }

private:
    bool which_[Count];
};

namespace detail {

/// Returns the system of the first socket among the arguments.
template <class Argument, class... Arguments>
[[nodiscard]] constexpr decltype(auto) first_system(const Argument& argument,
                                                    const Arguments&... others) noexcept {
    if constexpr (limit<Argument>)
        return detail::first_system(others...);
    else
        return argument.system();
}

}  // namespace detail

/// \concept waiting_argument
/// `wait_any` takes the argument: it is a socket that can become ready, or a limit. The calling
/// thread sleeps in `wait_any`, so the socket's driver must be one that returns results at once. If
/// layers are asked whether they are readable, the driver must be able not to wait: it does not
/// wait at all, or takes limits.
/// Models: a connection under `blocking`; `within`. Near misses: a descriptor; a socket of an event
/// loop, which `wait_any` would block; a connection with layers under `restarting`.
template <class Argument, class Event>
concept waiting_argument =
    limit<Argument> ||
    (becomes_ready<Argument, Event> && returns_results<typename Argument::driver_type> &&
     (!detail::asks_layers<Argument, Event> || !waits<typename Argument::driver_type> ||
      takes_limits<typename Argument::driver_type, within>));

/// \concept reports_buffered_for
/// The readiness of an argument of `wait_any` is fully known: poll(2) reports all of it, or the
/// session reports what it has received and still holds. A listener has only connections to report.
/// For `writable` the session does not matter, since it buffers only received data.
/// The least to supply: `reports_buffered`, for a protocol with a session. What the compiler cannot
/// check: see `reports_buffered`.
/// Models: a connection of `tcp`; a listener; `within`. Near miss: a connection whose session has
/// no `buffered`, for `readable`.
template <class Argument, class Event>
concept reports_buffered_for =
    limit<Argument> || !std::is_same_v<Event, readable_t> ||
    !may_receive_data<typename Argument::state_type, typename Argument::protocol_type> ||
    reports_buffered<typename Argument::protocol_type> ||
    has_layers<typename Argument::protocol_type>;

/// Waits until one of several sockets is ready (poll(2)), for programs without an event loop:
/// `wait_any(readable, a, b, within(5s))`. Limits may stand anywhere after the first argument; the
/// indices in the result count only the sockets.
///
/// A socket whose session has buffered received bytes is readable at once, even if the system has
/// nothing for it. A socket with layers is readable when they have something to return: they
/// receive what has arrived, and keep it.
///
/// An operation on a ready socket may still wait: another thread may be faster, a datagram with a
/// wrong checksum is dropped only when it is read, and of a message that a protocol's own session
/// assembles only a part may have arrived. Give that operation a limit, or use `nonblocking`.
///
/// Errors: those of poll(2); `bad_file_descriptor` if a socket is empty; `timed_out` or
/// `operation_canceled` if a limit is reached first.
template <class Event, waiting_argument<Event>... Arguments>
    requires few_limits<Arguments...> && (becomes_ready<Arguments, Event> || ...) &&
             (... && reports_buffered_for<Arguments, Event>)
[[nodiscard]] result<
    ready_sockets<(std::size_t{0} + ... +
                   std::size_t{!limit<Arguments>})>> wait_any(Event,
                                                              const Arguments&... arguments) {
    constexpr std::size_t count = (std::size_t{0} + ... + std::size_t{!limit<Arguments>});
    os::poll_entry entries[count + limit_set::most_stop_tokens];
    limit_set limits;
    bool which[count] = {};
    std::size_t index = 0;
    bool all_open = true;
    bool any_buffered = false;
    const auto take = [&]<class Argument>(const Argument& argument) {
        if constexpr (limit<Argument>) {
            argument.restrict(limits);
        } else {
            all_open = all_open && argument.native_handle() != os::no_descriptor;
            which[index] = detail::is_ready_already<Event>(argument);
            any_buffered = any_buffered || which[index];
            entries[index++] = {argument.native_handle(), static_cast<short>(Event::readiness), 0};
        }
    };
    (static_cast<void>(take(arguments)), ...);
    // poll(2) would ignore an empty socket, and wait for the others.
    if (!all_open)
        return failure(std::errc::bad_file_descriptor);

    const auto& system = detail::first_system(arguments...);
    const limit_watch watch(system, limits);
    std::ptrdiff_t ready = watch.refusal();
    if (ready == 0 && any_buffered) {
        // At least one socket is ready: the others are checked without waiting.
        ready = system.poll_any(std::span<os::poll_entry>(entries, count), 0);
        ready = ready == -EINTR ? 0 : ready;
    } else if (ready == 0) {
        // Of a message that the layers assemble, only a part may have arrived: waits again. They
        // may also wait for a time although there is something to receive: pauses after a while.
        constexpr int patience = 8;
        backoff pause;
        bool any_ready = false;
        bool any_partial = true;
        const auto check = [&]<class Argument>(const Argument& argument) {
            if constexpr (!limit<Argument>) {
                os::poll_entry& entry = entries[index++];
                if constexpr (detail::asks_layers<Argument, Event>)
                    if (entry.revents != 0 && !os::is_invalid(entry) &&
                        !detail::layers_are_readable(argument)) {
                        entry.revents = 0;
                        any_partial = true;
                    }
                any_ready = any_ready || entry.revents != 0;
            }
        };
        for (int round = 0; ready >= 0 && any_partial && !any_ready; ++round) {
            if (round > patience)
                ready = watch.pause(pause.next());
            if (ready >= 0)
                ready = watch.wait(entries, count);
            any_partial = false;
            index = 0;
            if (ready > 0)
                (static_cast<void>(check(arguments)), ...);
        }
    }
    if (ready < 0)
        return failure::from_returned(ready);
    for (index = 0; index != count; ++index) {
        if (os::is_invalid(entries[index]))
            return failure(std::errc::bad_file_descriptor);
        which[index] = which[index] || entries[index].revents != 0;
    }
    return ready_sockets<count>(which);
}

}  // namespace v0
}  // namespace tenon
