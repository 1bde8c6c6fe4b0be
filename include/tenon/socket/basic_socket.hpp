// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/operation/accept.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/operation/receive_message.hpp>
#include <tenon/operation/send_to.hpp>
#include <tenon/operation/urgent.hpp>
#include <tenon/socket/accepting.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/socket/operations_of.hpp>
#include <tenon/socket/properties.hpp>
#include <tenon/socket/state.hpp>

namespace tenon::inline v0 {

/// A socket: a descriptor that is owned, with what is known of it in its type.
///
/// A member exists exactly when the four policies satisfy its constraints. Members that can wait return the driver's outcome: a
/// `result` under the blocking driver, an awaiter of one under others. Transitions are called on an rvalue and give the socket
/// in its next state; one that fails leaves this socket as it was. A moved-from socket is empty, and every operation on it
/// fails with `bad_file_descriptor`.
///
/// One thread may send while another receives; `const` members may be called from any thread at any time.
template <class Protocol, class Family, class State, class Driver>
class basic_socket : public socket_properties<Protocol, Family, State, Driver> {
    using properties = socket_properties<Protocol, Family, State, Driver>;
    template <class OtherState>
    using in = basic_socket<Protocol, Family, OtherState, Driver>;
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
    template <class Room>
    using peeking_of = typename peek_operation_of<Protocol, Room>::type;

public:
    using protocol_type = Protocol;
    using family_type = Family;
    using state_type = State;
    using driver_type = Driver;
    using typename properties::endpoint_type;
    using typename properties::session_type;

    using properties::driver;
    using properties::native_handle;
    using properties::perform;
    using properties::system;

    /// Empty.
    constexpr basic_socket() noexcept
        requires std::default_initializable<Driver>
    = default;
    /// Takes a descriptor that is such a socket. Nothing is checked: see `adopt`.
    constexpr basic_socket(os::descriptor owned, const Driver& by) noexcept : properties(owned, by) {}
    /// Takes a handle of such a socket, and what the protocol keeps for it.
    constexpr explicit basic_socket(handle<Driver>&& owned, session_type session = {}) noexcept
        : properties(std::move(owned), std::move(session)) {}

    constexpr basic_socket(basic_socket&&) noexcept = default;
    constexpr basic_socket& operator=(basic_socket&&) noexcept = default;
    TENON_DELETE("a descriptor has one owner: std::move the socket, or duplicate() it", basic_socket(const basic_socket&))
    TENON_DELETE("a descriptor has one owner: std::move the socket, or duplicate() it",
                 basic_socket& operator=(const basic_socket&))

    // ── Transitions ──────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Gives the socket a local endpoint (bind(2)).
    result<in<bound>> bind(const endpoint_type& local) &&
        requires ready_to_bind<State>
    {
        return turned_into<bound>(system().bind(native_handle(), local.data(), local.size()));
    }

    /// Takes connections from now on (listen(2)), of which `backlog` may wait; the system may cut that.
    result<in<listening>> listen(int backlog = os::longest_backlog) &&
        requires may_listen<Protocol> && ready_to_listen<State>
    {
        return turned_into<listening>(system().listen(native_handle(), backlog));
    }

    /// Connects to a peer (connect(2)); without a connection, fixes it. After an attempt that failed the socket is ready for
    /// another. Errors: those of connect(2), and `errc::self_connection`.
    outcome<operation::connect<in<connected>, endpoint_type>> connect(const endpoint_type& peer) &&
        requires ready_to_connect<State>
    {
        using connecting = operation::connect<in<connected>, endpoint_type>;
        if constexpr (connection_oriented<Protocol> && has_local_endpoint<State>) {
            const result<endpoint_type> before = this->local_endpoint();
            if (!before)
                return before.why();
            return perform(connecting(peer, *before));
        } else {
            return perform(connecting(peer));
        }
    }

    /// Gives up the peer (connect(2) to AF_UNSPEC). The local endpoint stays: what the system drops of it is bound again.
    result<in<bound>> disconnect() &&
        requires may_disconnect<Protocol> && may_shut_down<State>
    {
        const result<endpoint_type> before = this->local_endpoint();
        if (!before)
            return before.why();
        const result<endpoint_type> peer = this->remote_endpoint();
        // A peer without a port is not told: a ping socket may well have one.
        if (!peer && peer.why().number() != ENOTCONN)
            return peer.why();
        if (const std::ptrdiff_t gone = system().disconnect(native_handle()); gone < 0)
            return failure::from_answer(gone);
        if (const result<void> again = bind_again(system(), native_handle(), *before); !again) {
            // Somebody else was faster: back to the peer.
            if (peer)
                static_cast<void>(system().connect(native_handle(), peer->data(), peer->size()));
            return again.why();
        }
        return turned_into<bound>(0);
    }

    /// Sends no more: the peer receives the end (shutdown(2), SHUT_WR).
    result<in<receiving>> shutdown_send() &&
        requires connection_oriented<Protocol> && may_shut_down<State>
    {
        return turned_into<receiving>(system().shutdown(native_handle(), os::direction::sending));
    }

    /// Receives no more (shutdown(2), SHUT_RD).
    result<in<sending>> shutdown_receive() &&
        requires connection_oriented<Protocol> && may_shut_down<State>
    {
        return turned_into<sending>(system().shutdown(native_handle(), os::direction::receiving));
    }

    /// A receiving and a sending half, for different threads or tasks: two descriptors of one connection. The end of the
    /// sending half shuts its direction.
    result<std::pair<in<receiving>, in<sending>>> split() &&
        requires may_shut_down<State> && (!has_session<Protocol>)
    {
        const std::ptrdiff_t made = system().duplicate(native_handle());
        if (made < 0)
            return failure::from_answer(made);
        in<sending> other(static_cast<os::descriptor>(made), driver());
        return std::pair<in<receiving>, in<sending>>(in<receiving>(this->release_handle()), std::move(other));
    }

    /// The same descriptor under another protocol and in another state: for layers, which speak on this socket and hand it on.
    /// Nothing is checked but that the pair is legal.
    template <class OtherProtocol, class OtherState>
        requires runs_over<OtherProtocol, Family>
    [[nodiscard]] basic_socket<OtherProtocol, Family, OtherState, Driver> become(
        typename session_of<OtherProtocol>::type session = {}) && noexcept {
        return basic_socket<OtherProtocol, Family, OtherState, Driver>(this->release_handle(), std::move(session));
    }

    // ── Taking connections ───────────────────────────────────────────────────────────────────────────────────────────────

    /// The next connection (accept4(2)). One that was lost before it was accepted is passed over.
    /// Errors: those of accept(2); after EMFILE the listener is as it was. `operation_canceled` when interrupted.
    outcome<operation::accept<in<connected>>> accept()
        requires may_accept<State> && may_listen<Protocol>
    {
        return perform(operation::accept<in<connected>>());
    }

    /// The next connection, and the endpoint that it comes from.
    outcome<operation::accept_from<in<connected>, endpoint_type>> accept_from()
        requires may_accept<State> && may_listen<Protocol>
    {
        return perform(operation::accept_from<in<connected>, endpoint_type>());
    }

    /// The connections as a range of results: see `accepting`.
    [[nodiscard]] accepting<basic_socket> begin()
        requires may_accept<State> && may_listen<Protocol> && answers_at_once<Driver>
    {
        return accepting<basic_socket>(*this);
    }
    [[nodiscard]] static accepting_end end() noexcept
        requires may_accept<State> && may_listen<Protocol> && answers_at_once<Driver>
    {
        return {};
    }

    // ── Sending and receiving with a peer ────────────────────────────────────────────────────────────────────────────────

    /// Sends what the socket takes now of a stream's bytes, or one whole message (send(2)); gives the number of bytes.
    /// SIGPIPE never comes: a peer that is gone is `broken_pipe` or `connection_reset`.
    outcome<sending_of<const_bytes>> send(const_bytes data)
        requires may_send<State>
    {
        return perform(this->template made<sending_of<const_bytes>>(data));
    }
    /// The same from several ranges (sendmsg(2)). More of them than the system takes (IOV_MAX) is `message_size`.
    template <class Pieces>
        requires may_send<State> && gather<Pieces>
    outcome<sending_of<kept_gather_t<Pieces>>> send(const Pieces& data) {
        return perform(this->template made<sending_of<kept_gather_t<Pieces>>>(kept_gather(data)));
    }

    /// Sends all, in as many calls as it takes. After an error nobody knows how much was sent: keep an `unsent` for that.
    outcome<sending_all_of<unsent<>>> send_all(const_bytes data)
        requires may_send<State> &&
                 carries_bytes<Protocol> && waits<Driver> && made_for<sending_all_of<unsent<>>, Protocol, unsent<>>
    {
        return perform(this->template made<sending_all_of<unsent<>>>(unsent<>(data)));
    }
    /// The same from several ranges, however many.
    template <class Pieces>
        requires may_send<State> && carries_bytes<Protocol> && waits<Driver> &&
                 made_for<sending_all_of<unsent<>>, Protocol, unsent<>> && gather<Pieces>
    outcome<sending_all_of<unsent<kept_gather_t<Pieces>>>> send_all(const Pieces& data) {
        return perform(this->template made<sending_all_of<unsent<kept_gather_t<Pieces>>>>(
            unsent<kept_gather_t<Pieces>>(kept_gather(data))));
    }
    /// Sends what a cursor has left, and moves it: after an error it says how far the sending came.
    template <class Data>
    outcome<sending_all_of<unsent<Data>&>> send_all(unsent<Data>& rest)
        requires may_send<State> &&
                 carries_bytes<Protocol> && waits<Driver> && made_for<sending_all_of<unsent<>>, Protocol, unsent<>>
    {
        return perform(this->template made<sending_all_of<unsent<Data>&>>(rest));
    }

    // The two that yield most are inlined always: Clang would not, and a call costs them a fifth of their instructions.

    /// Receives what has come (recv(2)). A stream gives the filled part of the room, which is empty at the end, every time;
    /// a protocol that keeps messages gives a `received`.
    [[gnu::always_inline]] outcome<receiving_of<mutable_bytes>> receive(mutable_bytes room)
        requires may_receive<State>
    {
        return perform(this->template made<receiving_of<mutable_bytes>>(room));
    }
    /// The same into several ranges, filled one after the other (recvmsg(2)); a count stands for the filled part.
    template <class Pieces>
        requires may_receive<State> && scatter<Pieces>
    outcome<receiving_of<kept_scatter_t<Pieces>>> receive(const Pieces& room) {
        return perform(this->template made<receiving_of<kept_scatter_t<Pieces>>>(kept_scatter(room)));
    }

    /// Fills all the room, or fails: with `errc::end_of_stream` where the stream ends before. After an error nobody knows how
    /// much was filled: keep an `unfilled` for that.
    outcome<receiving_exactly_of<unfilled<>>> receive_exactly(mutable_bytes room)
        requires may_receive<State> &&
                 carries_bytes<Protocol> && waits<Driver> && made_for<receiving_exactly_of<unfilled<>>, Protocol, unfilled<>>
    {
        return perform(this->template made<receiving_exactly_of<unfilled<>>>(unfilled<>(room)));
    }
    /// The same into several ranges.
    template <class Pieces>
        requires may_receive<State> && carries_bytes<Protocol> && waits<Driver> &&
                 made_for<receiving_exactly_of<unfilled<>>, Protocol, unfilled<>> && scatter<Pieces>
    outcome<receiving_exactly_of<unfilled<kept_scatter_t<Pieces>>>> receive_exactly(const Pieces& room) {
        return perform(this->template made<receiving_exactly_of<unfilled<kept_scatter_t<Pieces>>>>(
            unfilled<kept_scatter_t<Pieces>>(kept_scatter(room))));
    }
    /// Fills what a cursor has left, and moves it: after an error it says how far the receiving came.
    template <class Room>
    outcome<receiving_exactly_of<unfilled<Room>&>> receive_exactly(unfilled<Room>& rest)
        requires may_receive<State> &&
                 carries_bytes<Protocol> && waits<Driver> && made_for<receiving_exactly_of<unfilled<>>, Protocol, unfilled<>>
    {
        return perform(this->template made<receiving_exactly_of<unfilled<Room>&>>(rest));
    }

    /// As `receive`, but what is given stays to be received (MSG_PEEK).
    outcome<peeking_of<mutable_bytes>> peek(mutable_bytes room)
        requires may_receive<State> && may_peek<Protocol> && made_for<peeking_of<mutable_bytes>, Protocol, mutable_bytes, int>
    {
        return perform(this->template made<peeking_of<mutable_bytes>>(room, os::peek));
    }
    template <class Pieces>
        requires may_receive<State> && may_peek<Protocol> &&
                 made_for<peeking_of<mutable_bytes>, Protocol, mutable_bytes, int> && scatter<Pieces>
    outcome<peeking_of<kept_scatter_t<Pieces>>> peek(const Pieces& room) {
        return perform(this->template made<peeking_of<kept_scatter_t<Pieces>>>(kept_scatter(room), os::peek));
    }

    // ── Sending and receiving without one ────────────────────────────────────────────────────────────────────────────────

    /// Sends one message to an endpoint (sendto(2)); gives the number of bytes, all of them. `to` is referred to until the
    /// operation ends.
    outcome<operation::send_to<const_bytes, endpoint_type>> send_to(const_bytes data, const endpoint_type& to)
        requires may_send_to<State> && keeps_messages<Protocol> && connectionless<Protocol>
    {
        return perform(operation::send_to<const_bytes, endpoint_type>(data, to));
    }
    /// The same from several ranges (sendmsg(2)).
    template <class Pieces>
        requires may_send_to<State> && keeps_messages<Protocol> && connectionless<Protocol> && gather<Pieces>
    outcome<operation::send_to<kept_gather_t<Pieces>, endpoint_type>> send_to(const Pieces& data, const endpoint_type& to) {
        return perform(operation::send_to<kept_gather_t<Pieces>, endpoint_type>(kept_gather(data), to));
    }

    /// Receives one message and its sender (recvfrom(2)). Errors: `operation_canceled` when interrupted.
    [[gnu::always_inline]] outcome<operation::receive_from<mutable_bytes, endpoint_type>> receive_from(mutable_bytes room)
        requires keeps_messages<Protocol> && connectionless<Protocol> && may_hear<State, Protocol>
    {
        return perform(operation::receive_from<mutable_bytes, endpoint_type>(room));
    }
    /// The same into several ranges (recvmsg(2)).
    template <class Pieces>
        requires keeps_messages<Protocol> && connectionless<Protocol> && may_hear<State, Protocol> && scatter<Pieces>
    outcome<operation::receive_from<kept_scatter_t<Pieces>, endpoint_type>> receive_from(const Pieces& room) {
        return perform(operation::receive_from<kept_scatter_t<Pieces>, endpoint_type>(kept_scatter(room)));
    }

    // ── Urgent data (RFC 6093) ───────────────────────────────────────────────────────────────────────────────────────────

    /// Sends one byte that overtakes the others (MSG_OOB).
    outcome<operation::send_urgent> send_urgent(std::byte data)
        requires may_send<State> && has_urgent_data<Protocol>
    {
        return perform(operation::send_urgent(data));
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
        const std::ptrdiff_t answer = system().sockatmark(native_handle());
        if (answer < 0)
            return failure::from_answer(answer);
        return answer != 0;
    }

    // ── Ending ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Wakes whoever waits on the socket, in whichever thread, and shuts both directions for good (shutdown(2), SHUT_RDWR):
    /// `receive` gives the end, `receive_from` and `accept` fail with `operation_canceled`, `send` with `broken_pipe` (but
    /// Linux lets raw sockets go on sending).
    result<void> interrupt() const&
        requires may_wait<State, Protocol>
    {
        const std::ptrdiff_t answer = system().shutdown(native_handle(), os::direction::both);
        // A socket without a peer is woken too, and says that it has none.
        if (answer < 0 && answer != -ENOTCONN)
            return failure::from_answer(answer);
        return {};
    }
    TENON_DELETE("interrupt wakes others who use the socket: call it on a named socket",
                 void interrupt() const&& requires may_wait<State, Protocol>)

    /// Another descriptor of the same socket (fcntl(2), F_DUPFD_CLOEXEC).
    [[nodiscard]] result<basic_socket> duplicate() const noexcept
        requires(!ends_by_shutting<State> && !has_session<Protocol>)
    {
        const std::ptrdiff_t made = system().duplicate(native_handle());
        if (made < 0)
            return failure::from_answer(made);
        return result<basic_socket>(std::in_place, static_cast<os::descriptor>(made), driver());
    }

private:
    template <class NextState>
    result<in<NextState>> turned_into(std::ptrdiff_t answer) noexcept {
        if (answer < 0)
            return failure::from_answer(answer);
        return result<in<NextState>>(std::in_place, this->release_handle());
    }
};

}  // namespace tenon::inline v0
