// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <utility>

#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/concepts/wakes_waiters.hpp>
#include <tenon/operation/accept.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/socket/accepting.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/socket/operations_of.hpp>
#include <tenon/socket/state.hpp>
#include <tenon/socket/transfer.hpp>

namespace tenon {
inline namespace v0 {

/// A socket: a descriptor that is owned, with what is known of it in its type.
///
/// A member exists exactly when the four policies satisfy its constraints. Members that can wait return the driver's outcome: a
/// `result` under the blocking driver, an awaiter of one under others. Transitions are called on an rvalue and give the socket
/// in its next state; one that fails leaves this socket as it was. A moved-from socket is empty, and every operation on it
/// fails with `bad_file_descriptor`.
///
/// One thread may send while another receives; `const` members may be called from any thread at any time.
template <class Protocol, class Family, class State, class Driver>
class basic_socket : public socket_transfer<Protocol, Family, State, Driver> {
    using transfer = socket_transfer<Protocol, Family, State, Driver>;
    template <class OtherState>
    using in = basic_socket<Protocol, Family, OtherState, Driver>;
    template <class Operation>
    using outcome = outcome_t<Driver, Operation, handle<Driver>&>;

    using connecting_by = typename connect_operation_of<Protocol, typename Family::endpoint, State, Driver>::type;

public:
    using protocol_type = Protocol;
    using family_type = Family;
    using state_type = State;
    using driver_type = Driver;
    using typename transfer::endpoint_type;
    using typename transfer::session_type;

    using transfer::driver;
    using transfer::native_handle;
    using transfer::perform;
    using transfer::system;

    /// Empty.
    constexpr basic_socket() noexcept
        requires std::default_initializable<Driver>
    = default;
    /// Takes a descriptor that is such a socket. Nothing is checked: see `adopt`.
    constexpr basic_socket(os::descriptor owned, const Driver& by) noexcept : transfer(owned, by) {}
    /// Takes a handle of such a socket, and what the protocol keeps for it.
    constexpr explicit basic_socket(handle<Driver>&& owned, session_type session = {}) noexcept
        : transfer(std::move(owned), std::move(session)) {}

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
        return transition_to<bound>(system().bind(native_handle(), local.data(), local.size()));
    }

    /// Takes connections from now on (listen(2)), of which `backlog` may wait; the system may cut that.
    result<in<listening>> listen(int backlog = os::longest_backlog) &&
        requires may_listen<Protocol> && ready_to_listen<State>
    {
        return transition_to<listening>(system().listen(native_handle(), backlog));
    }

    /// Connects to a peer (connect(2)); without a connection, fixes it. After an attempt that failed the socket is ready for
    /// another, if the system undoes attempts (Linux does). Under a driver that does not wait, a connection is begun, and the
    /// socket is `connecting`; one that is connecting gives up the attempt that is on its way. Errors: those of connect(2), and
    /// `errc::self_connection`.
    template <class... Limits>
    outcome<connecting_by> connect(const endpoint_type& peer, const Limits&... limits) &&
        requires ready_to_connect<State> && takes_limits<Driver, Limits...>
    {
        if constexpr (connection_oriented<Protocol> && was_bound<State>) {
            const result<endpoint_type> before = this->local_endpoint();
            if (!before)
                return before.why();
            if constexpr (may_finish<State>)
                if (const result<void> undone = undo_connect<Protocol>(system(), native_handle(), &*before); !undone)
                    return undone.why();
            return perform(connecting_by(peer, *before), limits...);
        } else {
            if constexpr (may_finish<State>)
                static_cast<void>(undo_connect<Protocol, endpoint_type>(system(), native_handle(), nullptr));
            return perform(connecting_by(peer), limits...);
        }
    }

    /// Says what has become of an attempt to connect (poll(2), SO_ERROR). `operation_would_block` while it goes on: it is
    /// decided when the socket is writable. After one that failed the socket is ready for another. Errors: as `connect`.
    template <class... Limits>
    outcome<operation::finish_connect<in<connected>, endpoint_type, was_bound<State>>> finish(const Limits&... limits) &&
        requires may_finish<State> && connection_oriented<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(operation::finish_connect<in<connected>, endpoint_type, was_bound<State>>(), limits...);
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
            return failure::from_returned(gone);
        if (const result<void> again = bind_again(system(), native_handle(), *before); !again) {
            // Somebody else was faster: back to the peer.
            if (peer)
                static_cast<void>(system().connect(native_handle(), peer->data(), peer->size()));
            return again.why();
        }
        return transition_to<bound>(0);
    }

    /// Sends no more: the peer receives the end (shutdown(2), SHUT_WR).
    result<in<receiving>> shutdown_send() &&
        requires connection_oriented<Protocol> && may_shut_down<State>
    {
        return transition_to<receiving>(system().shutdown(native_handle(), os::direction::sending));
    }

    /// Receives no more (shutdown(2), SHUT_RD).
    result<in<sending>> shutdown_receive() &&
        requires connection_oriented<Protocol> && may_shut_down<State>
    {
        return transition_to<sending>(system().shutdown(native_handle(), os::direction::receiving));
    }

    /// A receiving and a sending half, for different threads or tasks: two descriptors of one connection (fcntl(2),
    /// F_DUPFD_CLOEXEC). The end of the sending half shuts its direction.
    result<std::pair<in<receiving>, in<sending>>> split() &&
        requires may_shut_down<State> && (!has_session<Protocol>)
    {
        const std::ptrdiff_t made = system().duplicate(native_handle());
        if (made < 0)
            return failure::from_returned(made);
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
    /// Errors: those of accept(2); after EMFILE the listener is as it was. `operation_canceled` when shut down, and
    /// `connection_aborted` when it was destroyed by somebody else.
    template <class... Limits>
    [[gnu::always_inline]] outcome<operation::accept<in<connected>>> accept(const Limits&... limits)
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(operation::accept<in<connected>>(), limits...);
    }

    /// The next connection, and the endpoint that it comes from (accept4(2)).
    template <class... Limits>
    outcome<operation::accept_from<in<connected>, endpoint_type>> accept_from(const Limits&... limits)
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(operation::accept_from<in<connected>, endpoint_type>(), limits...);
    }

    /// The connections as a range of results: see `accepting`.
    [[nodiscard]] accepting<basic_socket> begin()
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> && returns_results<Driver>
    {
        return accepting<basic_socket>(*this);
    }
    /// The end of that range.
    [[nodiscard]] static accepting_end end() noexcept
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> && returns_results<Driver>
    {
        return {};
    }

    // ── Ending ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    /// Shuts down both directions for good, and wakes every thread that waits on the socket (shutdown(2), SHUT_RDWR).
    ///
    /// Afterwards `receive` returns the end, `receive_from` and `accept` fail with `operation_canceled`, `send` with
    /// `broken_pipe` (Linux lets raw sockets go on sending). A listener has it only if the system wakes accept(2) for good; a
    /// stop token works on every system.
    result<void> shutdown() const&
        requires may_wait<State, Protocol> && wakes_waiters<Driver, State>
    {
        const std::ptrdiff_t returned = system().shutdown_and_wake(native_handle());
        // A socket without a peer is woken too, and says that it has none.
        if (returned < 0 && returned != -ENOTCONN)
            return failure::from_returned(returned);
        return {};
    }
    TENON_DELETE("shutdown wakes others who use the socket: call it on a named socket",
                 void shutdown() const&& requires(may_wait<State, Protocol>&& wakes_waiters<Driver, State>))
    TENON_REFUSE("on this system shutdown(2) does not wake accept(2): give accept a stop token, and request the stop",
                 void shutdown() const& requires(may_wait<State, Protocol> && !wakes_waiters<Driver, State>))
    TENON_REFUSE("no operation can wait in this state: there is nothing to shut down",
                 void shutdown() const& requires(!may_wait<State, Protocol>))

    /// Another descriptor of the same socket (fcntl(2), F_DUPFD_CLOEXEC).
    [[nodiscard]] result<basic_socket> duplicate() const noexcept
        requires(!shuts_down_on_close<State> && !has_session<Protocol>)
    {
        const std::ptrdiff_t made = system().duplicate(native_handle());
        if (made < 0)
            return failure::from_returned(made);
        return result<basic_socket>(std::in_place, static_cast<os::descriptor>(made), driver());
    }

private:
    template <class NextState>
    result<in<NextState>> transition_to(std::ptrdiff_t returned) noexcept {
        if (returned < 0)
            return failure::from_returned(returned);
        return result<in<NextState>>(std::in_place, this->release_handle());
    }
};

/// What is no socket: nothing but the reason. The class is not constrained, since Clang would stop at its name and hide that.
template <class Protocol, class Family, class State, class Driver>
    requires(!(tenon::driver<Driver> && runs_over<Protocol, Family>))
class basic_socket<Protocol, Family, State, Driver> {
    static_assert(tenon::driver<Driver>);
    static_assert(runs_over<Protocol, Family>);
};

}  // namespace v0
}  // namespace tenon
