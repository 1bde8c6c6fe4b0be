// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include <tenon/base/result.hpp>
#include <tenon/concepts/limit.hpp>
#include <tenon/driver/limit_watch.hpp>
#include <tenon/socket/basic_socket.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// What `wait_any` waits for: that a socket has something to give (data, a connection, the end, an error).
struct readable_t {
    static constexpr os::readiness readiness = os::readiness::readable;  ///< what poll(2) is asked for
};
/// See `readable_t`.
inline constexpr readable_t readable;

/// … that a socket takes something, or that an attempt to connect is decided.
struct writable_t {
    static constexpr os::readiness readiness = os::readiness::writable;  ///< what poll(2) is asked for
};
/// See `writable_t`.
inline constexpr writable_t writable;

/// \concept becomes_ready
/// A socket of this type can become what is waited for.
/// Models: a listener, `readable`; a connection, either. Near misses: `opened` UDP, `readable`; a listener, `writable`;
/// `opened` TCP, which cannot send.
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

/// The bytes that a socket's session has buffered, if it receives and its protocol keeps one.
template <class Socket>
[[nodiscard]] constexpr std::size_t buffered_in(const Socket& socket) noexcept {
    if constexpr (data_may_come<typename Socket::state_type, typename Socket::protocol_type> &&
                  has_session<typename Socket::protocol_type>)
        return socket.session().buffered();
    else
        return 0;
}

}  // namespace detail

/// Which of the sockets that `wait_any` was given are ready, by their places in its arguments: at least one.
template <std::size_t Count>
class ready_sockets {
public:
    /// True for each place whose socket is ready.
    constexpr explicit ready_sockets(const bool (&which)[Count]) noexcept {
        for (std::size_t index = 0; index != Count; ++index)
            which_[index] = which[index];
    }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Count; }
    [[nodiscard]] constexpr bool operator[](std::size_t place) const noexcept { return which_[place]; }
    /// The place of the first that is ready.
    [[nodiscard]] constexpr std::size_t first() const noexcept {
        std::size_t place = 0;
        while (!which_[place])
            ++place;
        return place;
    }

private:
    bool which_[Count];
};

namespace detail {

/// The system of the first socket among arguments.
template <class Argument, class... Arguments>
[[nodiscard]] constexpr decltype(auto) first_system(const Argument& argument, const Arguments&... others) noexcept {
    if constexpr (limit<Argument>)
        return detail::first_system(others...);
    else
        return argument.system();
}

}  // namespace detail

/// \concept waiting_argument
/// What `wait_any` takes: sockets that can become ready, and limits. The thread sleeps, so that the sockets must be of a driver
/// that returns results at once. Near misses: a descriptor; a socket of an event loop, which `wait_any` would block.
template <class Argument, class Event>
concept waiting_argument =
    limit<Argument> || (becomes_ready<Argument, Event> && returns_results<typename Argument::driver_type>);

/// \concept says_buffered_for
/// What poll(2) reports is the whole truth of an argument of `wait_any`, or its session says the rest: what it has received and
/// holds. A listener is asked for connections, and what is to be `writable` for room, of which a session holds none.
/// The least to supply: `says_buffered`, for a protocol with a session. What the compiler cannot check: as there.
/// Models: a connection of `tcp`; a listener; `within`. Near miss: a connection whose session has no `buffered`, for
/// `readable`.
template <class Argument, class Event>
concept says_buffered_for = limit<Argument> || !std::is_same_v<Event, readable_t> ||
                            !data_may_come<typename Argument::state_type, typename Argument::protocol_type> ||
                            says_buffered<typename Argument::protocol_type>;

/// Waits until one of several sockets is ready (poll(2)), for programs without a loop: `wait_any(readable, a, b, within(5s))`.
/// Limits may stand anywhere behind the first argument; the indices in the result count the sockets alone.
///
/// A socket whose session has received bytes buffered is readable at once, also if nothing is left in the system.
///
/// That a socket is ready does not promise that an operation will not wait: another thread may have been faster, or a datagram
/// with a wrong checksum is dropped when it is read, and of a message that a layer puts together there may be only a part. Give
/// that operation a limit, or use `nonblocking`.
///
/// Errors: `timed_out`, `operation_canceled`; `bad_file_descriptor` where a socket is empty; those of poll(2).
template <class Event, waiting_argument<Event>... Arguments>
    requires few_limits<Arguments...> && (becomes_ready<Arguments, Event> || ...) &&
             (... && says_buffered_for<Arguments, Event>)
[[nodiscard]] result<ready_sockets<(std::size_t{0} + ... + std::size_t{!limit<Arguments>})>> wait_any(
    Event, const Arguments&... arguments) {
    constexpr std::size_t count = (std::size_t{0} + ... + std::size_t{!limit<Arguments>});
    os::poll_entry entries[count + limit_set::most_stop_tokens];
    limit_set limits;
    bool which[count] = {};
    std::size_t place = 0;
    bool all_open = true;
    bool any_buffered = false;
    const auto take = [&]<class Argument>(const Argument& argument) {
        if constexpr (limit<Argument>) {
            argument.restrict(limits);
        } else {
            all_open = all_open && argument.native_handle() != os::no_descriptor;
            if constexpr (std::is_same_v<Event, readable_t>)
                which[place] = detail::buffered_in(argument) != 0;
            any_buffered = any_buffered || which[place];
            entries[place++] = {argument.native_handle(), static_cast<short>(Event::readiness), 0};
        }
    };
    (static_cast<void>(take(arguments)), ...);
    // poll(2) would pass over it, and wait for the others.
    if (!all_open)
        return failure(std::errc::bad_file_descriptor);

    const auto& system = detail::first_system(arguments...);
    const limit_watch watch(system, limits);
    std::ptrdiff_t ready = watch.refusal();
    if (ready == 0 && any_buffered) {
        // Nothing is waited for; the others are looked at.
        ready = system.poll_any(std::span<os::poll_entry>(entries, count), 0);
        ready = ready == -EINTR ? 0 : ready;
    } else if (ready == 0) {
        ready = watch.wait(entries, count);
    }
    if (ready < 0)
        return failure::from_returned(ready);
    for (place = 0; place != count; ++place) {
        if (os::is_invalid(entries[place]))
            return failure(std::errc::bad_file_descriptor);
        which[place] = which[place] || entries[place].revents != 0;
    }
    return ready_sockets<count>(which);
}

}  // namespace v0
}  // namespace tenon
