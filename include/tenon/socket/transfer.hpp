// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>

#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/operation/receive_datagram.hpp>
#include <tenon/operation/send_to.hpp>
#include <tenon/operation/urgent.hpp>
#include <tenon/socket/memberships.hpp>
#include <tenon/socket/operations_of.hpp>

namespace tenon {
inline namespace v0 {

/// What sends and receives. Every member that can wait takes limits after its other arguments: see `limit`.
template <class Protocol, class Family, class State, class Driver>
class socket_transfer : public socket_memberships<Protocol, Family, State, Driver> {
    template <class Operation>
    using outcome = outcome_t<Driver, Operation, handle<Driver>&>;
    template <class Data>
    using sending_of = typename Protocol::template send_operation<Data>;
    template <class Cursor>
    using sending_all_of = typename send_all_operation_of<Protocol, Cursor>::type;
    template <class Room>
    using receiving_of = typename Protocol::template receive_operation<Room>;
    template <class Cursor>
    using receiving_exactly_of = typename receive_exactly_operation_of<Protocol, Cursor>::type;
    // An operation that is awaited outlives a temporary endpoint, so it holds its own.
    template <class Data>
    using sending_to = operation::send_to<
        Data, std::conditional_t<returns_results<Driver>, const typename Family::endpoint&, typename Family::endpoint>>;
    template <class Room>
    using peeking_of = typename peek_operation_of<Protocol, Room>::type;

public:
    using typename socket_memberships<Protocol, Family, State, Driver>::endpoint_type;

    using socket_memberships<Protocol, Family, State, Driver>::socket_memberships;
    using socket_memberships<Protocol, Family, State, Driver>::native_handle;
    using socket_memberships<Protocol, Family, State, Driver>::perform;
    using socket_memberships<Protocol, Family, State, Driver>::system;

    // ── Sending and receiving with a peer ────────────────────────────────────────────────────────────────────────────────

    /// Sends what the socket takes now of a stream's bytes, or one whole message (send(2)); gives the number of bytes.
    /// SIGPIPE never comes: a peer that is gone is `broken_pipe` or `connection_reset`.
    template <class... Limits>
    outcome<sending_of<const_bytes>> send(const_bytes data, const Limits&... limits)
        requires may_send<State> && takes_limits<Driver, Limits...>
    {
        return perform(this->template make_operation<sending_of<const_bytes>>(data), limits...);
    }
    /// The same from several ranges (sendmsg(2)). More of them than the system takes (IOV_MAX) is `message_size`.
    template <class Pieces, class... Limits>
        requires may_send<State> && gather<Pieces> && takes_limits<Driver, Limits...>
    outcome<sending_of<kept_gather_t<Pieces>>> send(const Pieces& data, const Limits&... limits) {
        return perform(this->template make_operation<sending_of<kept_gather_t<Pieces>>>(kept_gather(data)), limits...);
    }

    /// Sends all, in as many calls as it takes. After an error nobody knows how much was sent: keep an `unsent` for that.
    template <class... Limits>
    [[gnu::always_inline]] outcome<sending_all_of<unsent<>>> send_all(const_bytes data, const Limits&... limits)
        requires may_send<State> && byte_stream<Protocol> && waits<Driver> && has_send_all<Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(this->template make_operation<sending_all_of<unsent<>>>(unsent<>(data)), limits...);
    }
    /// The same from several ranges, however many.
    template <class Pieces, class... Limits>
        requires may_send<State> && byte_stream<Protocol> && waits<Driver> && has_send_all<Protocol> && gather<Pieces> &&
                 takes_limits<Driver, Limits...>
    outcome<sending_all_of<unsent<kept_gather_t<Pieces>>>> send_all(const Pieces& data, const Limits&... limits) {
        return perform(this->template make_operation<sending_all_of<unsent<kept_gather_t<Pieces>>>>(
                           unsent<kept_gather_t<Pieces>>(kept_gather(data))),
                       limits...);
    }
    /// Sends what a cursor has left, and moves it: after an error it says how far the sending came.
    template <class Data, class... Limits>
    outcome<sending_all_of<unsent<Data>&>> send_all(unsent<Data>& rest, const Limits&... limits)
        requires may_send<State> && byte_stream<Protocol> && waits<Driver> && has_send_all<Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(this->template make_operation<sending_all_of<unsent<Data>&>>(rest), limits...);
    }
    TENON_REFUSE("a message is sent whole or not at all, and nothing is left of it: use send",
                 template <class Data, class... Limits>
                 void send_all(unsent<Data>&, const Limits&...) requires(!byte_stream<Protocol>))

    // The two that yield most are inlined always: Clang would not, and a call costs them a fifth of their instructions.

    /// Receives what has come (recv(2)). A stream gives the filled part of the room, which is empty at the end, every time;
    /// a protocol that keeps messages gives a `received`.
    template <class... Limits>
    [[gnu::always_inline]] outcome<receiving_of<mutable_bytes>> receive(mutable_bytes room, const Limits&... limits)
        requires may_receive<State> && takes_limits<Driver, Limits...>
    {
        return perform(this->template make_operation<receiving_of<mutable_bytes>>(room), limits...);
    }
    /// The same into several ranges, filled one after the other (recvmsg(2)); a count stands for the filled part.
    template <class Pieces, class... Limits>
        requires may_receive<State> && scatter<Pieces> && takes_limits<Driver, Limits...>
    outcome<receiving_of<kept_scatter_t<Pieces>>> receive(const Pieces& room, const Limits&... limits) {
        return perform(this->template make_operation<receiving_of<kept_scatter_t<Pieces>>>(kept_scatter(room)), limits...);
    }

    /// Fills all the room, or fails: with `errc::end_of_stream` where the stream ends before. After an error nobody knows how
    /// much was filled: keep an `unfilled` for that.
    template <class... Limits>
    outcome<receiving_exactly_of<unfilled<>>> receive_exactly(mutable_bytes room, const Limits&... limits)
        requires may_receive<State> && byte_stream<Protocol> && waits<Driver> && has_receive_exactly<Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(this->template make_operation<receiving_exactly_of<unfilled<>>>(unfilled<>(room)), limits...);
    }
    /// The same into several ranges.
    template <class Pieces, class... Limits>
        requires may_receive<State> && byte_stream<Protocol> && waits<Driver> && has_receive_exactly<Protocol> &&
                 scatter<Pieces> && takes_limits<Driver, Limits...>
    outcome<receiving_exactly_of<unfilled<kept_scatter_t<Pieces>>>> receive_exactly(const Pieces& room,
                                                                                    const Limits&... limits) {
        return perform(this->template make_operation<receiving_exactly_of<unfilled<kept_scatter_t<Pieces>>>>(
                           unfilled<kept_scatter_t<Pieces>>(kept_scatter(room))),
                       limits...);
    }
    /// Fills what a cursor has left, and moves it: after an error it says how far the receiving came.
    template <class Room, class... Limits>
    outcome<receiving_exactly_of<unfilled<Room>&>> receive_exactly(unfilled<Room>& rest, const Limits&... limits)
        requires may_receive<State> && byte_stream<Protocol> && waits<Driver> && has_receive_exactly<Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(this->template make_operation<receiving_exactly_of<unfilled<Room>&>>(rest), limits...);
    }
    TENON_REFUSE("a message is received whole or cut, and nothing of it is left to be received: use receive",
                 template <class Room, class... Limits>
                 void receive_exactly(unfilled<Room>&, const Limits&...) requires(!byte_stream<Protocol>))

    /// As `receive`, but what is given stays to be received (MSG_PEEK).
    template <class... Limits>
    outcome<peeking_of<mutable_bytes>> peek(mutable_bytes room, const Limits&... limits)
        requires may_receive<State> && may_peek<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(this->template make_operation<peeking_of<mutable_bytes>>(room, os::peek), limits...);
    }
    template <class Pieces, class... Limits>
        requires may_receive<State> && may_peek<Protocol> && scatter<Pieces> && takes_limits<Driver, Limits...>
    outcome<peeking_of<kept_scatter_t<Pieces>>> peek(const Pieces& room, const Limits&... limits) {
        return perform(this->template make_operation<peeking_of<kept_scatter_t<Pieces>>>(kept_scatter(room), os::peek),
                       limits...);
    }

    // ── Sending and receiving without one ────────────────────────────────────────────────────────────────────────────────

    /// Sends one message to an endpoint (sendto(2)). Returns the number of bytes: all of them.
    template <class... Limits>
    outcome<sending_to<const_bytes>> send_to(const_bytes data, const endpoint_type& to, const Limits&... limits)
        requires may_send_to<State> && message_oriented<Protocol> && connectionless<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(sending_to<const_bytes>(data, to), limits...);
    }
    /// The same from several ranges (sendmsg(2)).
    template <class Pieces, class... Limits>
        requires may_send_to<State> && message_oriented<Protocol> && connectionless<Protocol> && gather<Pieces> &&
                 takes_limits<Driver, Limits...>
    outcome<sending_to<kept_gather_t<Pieces>>> send_to(const Pieces& data, const endpoint_type& to, const Limits&... limits) {
        return perform(sending_to<kept_gather_t<Pieces>>(kept_gather(data), to), limits...);
    }

    /// Receives one message and its sender (recvfrom(2)). Errors: `operation_canceled` when shut down.
    template <class... Limits>
    [[gnu::always_inline]] outcome<operation::receive_from<mutable_bytes, endpoint_type>> receive_from(mutable_bytes room,
                                                                                                       const Limits&... limits)
        requires message_oriented<Protocol> && connectionless<Protocol> && can_receive_from<State, Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(operation::receive_from<mutable_bytes, endpoint_type>(room), limits...);
    }
    /// The same into several ranges (recvmsg(2)).
    template <class Pieces, class... Limits>
        requires message_oriented<Protocol> && connectionless<Protocol> && can_receive_from<State, Protocol> &&
                 scatter<Pieces> && takes_limits<Driver, Limits...>
    outcome<operation::receive_from<kept_scatter_t<Pieces>, endpoint_type>> receive_from(const Pieces& room,
                                                                                         const Limits&... limits) {
        return perform(operation::receive_from<kept_scatter_t<Pieces>, endpoint_type>(kept_scatter(room)), limits...);
    }

    // ── Urgent data (RFC 6093) ───────────────────────────────────────────────────────────────────────────────────────────

    /// Sends one byte that overtakes the others (MSG_OOB).
    template <class... Limits>
    outcome<operation::send_urgent> send_urgent(std::byte data, const Limits&... limits)
        requires may_send<State> && has_urgent_data<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(operation::send_urgent(data), limits...);
    }
    /// Receives the urgent byte. Errors: `invalid_argument` where there is none; `operation_would_block` where it is announced
    /// and has not come.
    outcome<operation::receive_urgent> receive_urgent()
        requires may_receive<State> && has_urgent_data<Protocol>
    {
        return perform(operation::receive_urgent());
    }
    /// Whether the urgent byte would be the next to be received (sockatmark(3)).
    [[nodiscard]] result<bool> at_mark() const noexcept
        requires may_receive<State> && has_urgent_data<Protocol>
    {
        const std::ptrdiff_t returned = system().sockatmark(native_handle());
        if (returned < 0)
            return failure::from_returned(returned);
        return returned != 0;
    }
};

}  // namespace v0
}  // namespace tenon
