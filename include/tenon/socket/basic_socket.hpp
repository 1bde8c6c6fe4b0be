// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/address/interface_index.hpp>
#include <tenon/base/address_of.hpp>
#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/base/limit_set.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/base/result.hpp>
#include <tenon/base/unchecked.hpp>
#include <tenon/concepts/buffer_source.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/groups.hpp>
#include <tenon/concepts/layers.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/concepts/socket_operation.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/concepts/wakes_waiters.hpp>
#include <tenon/operation/accept.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/operation/endpoint_of.hpp>
#include <tenon/operation/ready.hpp>
#include <tenon/operation/receive_datagram.hpp>
#include <tenon/operation/send_to.hpp>
#include <tenon/operation/undo_connect.hpp>
#include <tenon/operation/urgent.hpp>
#include <tenon/socket/accepting.hpp>
#include <tenon/socket/handle.hpp>
#include <tenon/socket/memberships.hpp>
#include <tenon/socket/operations_of.hpp>
#include <tenon/socket/option_access.hpp>
#include <tenon/socket/state.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// A socket: an owned descriptor. Its type names the protocol, the family, the state and the
/// driver.
///
/// A member exists exactly if the four policies satisfy its constraints. The verbs (`open`, `bind`,
/// `listen`, `connect`, `connected_pair`, `adopt`) create sockets; `wait_any` waits for several.
///
/// - Members that can wait return the driver's outcome: a `result`, or an awaitable of one under an
///   event loop. They take limits after their other arguments (see `limit`). Under a driver that
///   does not wait, they fail with `operation_would_block` instead of waiting.
/// - Transitions are called on an rvalue, and return the socket in its next state. A transition
///   that fails leaves this socket as it was; the comments of `connect` and `finish` have the
///   details.
/// - A default-constructed or moved-from socket is empty. Every operation on it fails with
///   `bad_file_descriptor`.
///
/// Thread safety: one sender and one receiver at a time, which may be different threads (`accept`
/// counts as receiving). `const` members may run concurrently with each other and with these two.
/// Nothing may run concurrently with a member that moves or closes the socket: a transition, a
/// move, an assignment, `release`, `close` or the destructor. `get(options::error)` clears the
/// pending error, so that no other call reports it. If the protocol keeps a session, `available`
/// and `wait_any` read it as the receiver does; the session documents whether they may do so while
/// another thread receives (see `reports_buffered`).
template <class Protocol, class Family, class State, class Driver>
class basic_socket {
    template <class OtherState>
    using in = basic_socket<Protocol, Family, OtherState, Driver>;

    template <class Operation>
    using outcome = outcome_t<Driver, Operation, handle<Driver>&>;

    // The operations of the protocol, for a type of data or of buffer.
    template <class Data>
    using send_operation = typename Protocol::template send_operation<Data>;
    template <class Cursor>
    using send_all_operation = typename detail::send_all_operation_of<Protocol, Cursor>::type;
    template <class Buffer>
    using receive_operation = typename Protocol::template receive_operation<Buffer>;
    template <class Source>
    using leased_operation = typename Source::template receive_operation<
        std::same_as<receive_operation<mutable_bytes>, operation::receive<mutable_bytes, true>>>;
    template <class Cursor>
    using receive_exactly_operation =
        typename detail::receive_exactly_operation_of<Protocol, Cursor>::type;
    template <class Buffer>
    using peek_operation = typename detail::peek_operation_of<Protocol, Buffer>::type;
    // An awaited operation may outlive a temporary endpoint, so it stores a copy.
    template <class Data>
    using send_to_operation = operation::send_to<
        Data, std::conditional_t<returns_results<Driver>, const typename Family::endpoint&,
                                 typename Family::endpoint>>;
    template <class Buffer>
    using receive_from_operation = operation::receive_from<Buffer, typename Family::endpoint>;
    using session_reference =
        std::conditional_t<has_session<Protocol>, typename session_of<Protocol>::type&,
                           typename session_of<Protocol>::type>;
    using connect_operation =
        typename detail::connect_operation_of<Protocol, typename Family::endpoint, State, Driver,
                                              session_reference>::type;
    using begun = in<detail::first_state<Protocol>>;
    using finish_operation = operation::finish_connect<begun, typename Family::endpoint,
                                                       was_bound<State>, session_reference>;
    using accept_operation = operation::accept<begun, typename session_of<Protocol>::type>;
    using accept_from_operation = operation::accept_from<begun, typename Family::endpoint,
                                                         typename session_of<Protocol>::type>;
    using through_layers = detail::layer_operations_of<Protocol>;
    // The socket with more layers.
    template <class OtherProtocol>
    using with_layers_of = basic_socket<OtherProtocol, Family,
                                        detail::state_with_layers<OtherProtocol, Protocol>, Driver>;

    // The type in which an operation stores several buffers.
    template <class Pieces>
    using gathered = detail::kept_t<const_bytes, Pieces>;
    template <class Pieces>
    using scattered = detail::kept_t<mutable_bytes, Pieces>;

public:
    using protocol_type = Protocol;
    using family_type = Family;
    using state_type = State;
    using driver_type = Driver;
    using endpoint_type = typename Family::endpoint;
    /// The data that the protocol keeps for each socket (see `has_session`); `no_session` if it
    /// keeps none.
    using session_type = typename session_of<Protocol>::type;

    // Construction and ownership.

    /// Constructs an empty socket.
    constexpr basic_socket() noexcept
        requires std::default_initializable<Driver> && has_initial_session<Protocol>
    = default;
    /// Takes ownership of `owned`, which must be a socket of this type. Nothing is checked.
    constexpr basic_socket(unchecked_t, os::descriptor owned, const Driver& by) noexcept
        requires has_initial_session<Protocol>
        : handle_(owned, by) {}
    constexpr basic_socket(unchecked_t, os::descriptor owned, const Driver& by,
                           session_type session) noexcept
        : session_(std::move(session)), handle_(owned, by) {}
    /// Takes ownership of the handle of a socket of this type, and of its session if one is given.
    /// Nothing is checked.
    constexpr basic_socket(unchecked_t, handle<Driver>&& owned) noexcept
        requires has_initial_session<Protocol>
        : handle_(std::move(owned)) {}
    constexpr basic_socket(unchecked_t, handle<Driver>&& owned, session_type session) noexcept
        : session_(std::move(session)), handle_(std::move(owned)) {}

    constexpr basic_socket(basic_socket&&) noexcept = default;
    /// Closes this socket, then takes over the other, which is empty afterwards.
    constexpr basic_socket& operator=(basic_socket&& other) noexcept {
        if (this != detail::address_of(other)) {
            shut_down_before_close();
            handle_ = std::move(other.handle_);
            session_ = std::move(other.session_);
        }
        return *this;
    }
    TENON_DELETE("a descriptor has one owner: std::move the socket, or duplicate() it",
                 basic_socket(const basic_socket&))
    TENON_DELETE("a descriptor has one owner: std::move the socket, or duplicate() it",
                 basic_socket& operator=(const basic_socket&))
    /// Closes the socket. An error of close(2) is lost; call `close` to learn it.
    constexpr ~basic_socket() { shut_down_before_close(); }

    /// Returns whether the socket owns no descriptor.
    [[nodiscard]] constexpr bool empty() const noexcept { return handle_.empty(); }
    /// Returns the descriptor, which the socket still owns; `os::no_descriptor` if the socket is
    /// empty.
    [[nodiscard]] constexpr os::descriptor native_handle() const noexcept {
        return handle_.descriptor();
    }
    /// Gives up ownership of the descriptor and returns it: the caller closes it. The session stays
    /// in this socket, and so do the bytes that it has buffered.
    [[nodiscard]] constexpr os::descriptor release() noexcept { return handle_.release(); }
    /// Gives up ownership of the handle and returns it, for an operation that takes the handle. The
    /// session stays in this socket.
    [[nodiscard]] constexpr handle<Driver> release_handle() noexcept { return std::move(handle_); }

    [[nodiscard]] constexpr const Driver& driver() const noexcept { return handle_.driver(); }
    [[nodiscard]] constexpr decltype(auto) system() const noexcept { return handle_.system(); }
    /// Returns the session: the data that the protocol keeps for this socket.
    [[nodiscard]] constexpr session_type& session() noexcept
        requires has_session<Protocol>
    {
        return session_;
    }
    [[nodiscard]] constexpr const session_type& session() const noexcept
        requires has_session<Protocol>
    {
        return session_;
    }

    // Bind, listen, accept.

    /// Binds the socket to a local endpoint (bind(2)).
    ///
    /// Errors: those of bind(2).
    result<in<bound>> bind(const endpoint_type& local) &&
        requires ready_to_bind<State>
    {
        return transition_to<bound>(system().bind(native_handle(), local.data(), local.size()));
    }

    /// Listens for connections (listen(2)). `backlog` is the number of connections that may wait to
    /// be accepted; the system may lower it.
    ///
    /// Errors: those of listen(2).
    result<in<listening>> listen(int backlog = os::longest_backlog) &&
        requires may_listen<Protocol> && ready_to_listen<State>
    {
        return transition_to<listening>(system().listen(native_handle(), backlog));
    }

    // `accept`, `send_all`, `receive` and `receive_from` are always inlined: otherwise Clang emits
    // a call, which costs a fifth of the instructions of the operation.

    /// Accepts the next connection (accept4(2)). A connection that was lost before it was accepted
    /// is skipped. If the protocol keeps a session, the connection begins with the session that
    /// this socket's session returns (see `has_accepted_session`).
    ///
    /// Returns the connected socket.
    /// Errors: those of accept(2); after EMFILE the listener stays usable. `operation_canceled`
    /// after a shutdown; `connection_aborted` if the listener was destroyed (sock_diag(7)).
    template <class... Limits>
    [[gnu::always_inline]] outcome<accept_operation> accept(const Limits&... limits)
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> &&
                 has_accepted_session<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(accept_operation(session_.accepted_session()), limits...);
    }
    /// Accepts the next connection, with its peer's endpoint (accept4(2)).
    ///
    /// Returns an `accepted`: the connected socket and the endpoint.
    /// Errors: those of `accept`; `errc::foreign_endpoint` if the endpoint is not of the family
    /// (the connection is closed).
    template <class... Limits>
    outcome<accept_from_operation> accept_from(const Limits&... limits)
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> &&
                 has_accepted_session<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(accept_from_operation(session_.accepted_session()), limits...);
    }

    /// Returns the connections as an input range of results; see `accepting`.
    [[nodiscard]] accepting<basic_socket> begin()
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> &&
                 has_accepted_session<Protocol> && returns_results<Driver>
    {
        return accepting<basic_socket>(*this);
    }
    /// Returns the end of the range of connections.
    [[nodiscard]] static accepting_end end() noexcept
        requires may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol> &&
                 has_accepted_session<Protocol> && returns_results<Driver>
    {
        return {};
    }

    // Connect, finish, disconnect.

    /// Connects to a peer (connect(2)). On a connectionless socket, fixes the peer: `send` and
    /// `receive` take the place of `send_to` and `receive_from`. A socket that was bound still
    /// receives the messages in its queue, also those of other senders.
    ///
    /// Under a driver that does not wait, a connection-oriented socket becomes `connecting`. On a
    /// socket that is already `connecting`, the attempt under way is abandoned first, even if it
    /// has succeeded. After an attempt that failed, the socket is ready for another if the system
    /// undoes attempts (Linux does; see `undoes_connect`).
    ///
    /// Errors: those of connect(2); `errc::self_connection`. `already_connected` if the descriptor
    /// has a peer: other code has connected it, or the attempt of a Unix socket has succeeded.
    /// `connection_already_in_progress` if other code has begun to connect it. In both cases that
    /// connection or attempt stays.
    template <class... Limits>
    outcome<connect_operation> connect(const endpoint_type& peer, const Limits&... limits) &&
        requires ready_to_connect<State> && takes_limits<Driver, Limits...>
    {
        if constexpr ((connection_oriented<Protocol> || has_layers<Protocol>) && was_bound<State>) {
            const result<endpoint_type> before = local_endpoint();
            if (!before)
                return before.why();
            if constexpr (may_finish<State>)
                if (const result<void> undone = detail::undo_connect<Protocol>(
                        system(), native_handle(), detail::address_of(*before));
                    !undone)
                    return undone.why();
            return perform(make_operation<connect_operation>(peer, *before), limits...);
        } else {
            if constexpr (may_finish<State>)
                static_cast<void>(detail::undo_connect<Protocol, endpoint_type>(
                    system(), native_handle(), nullptr));
            return perform(make_operation<connect_operation>(peer), limits...);
        }
    }

    /// Completes an attempt to connect (poll(2), SO_ERROR). After an attempt that failed, the
    /// socket is ready for another, as after `connect`.
    ///
    /// Errors: those of `connect`; `operation_would_block` while the attempt is under way (it has
    /// ended when the socket is writable); `not_connected` if no attempt is under way.
    template <class... Limits>
    outcome<finish_operation> finish(const Limits&... limits) &&
        requires may_finish<State> && connection_oriented<Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(make_operation<finish_operation>(), limits...);
    }

    /// Removes the fixed peer (connect(2) to AF_UNSPEC). If the system drops the local endpoint
    /// too, the socket is bound to it again (bind(2)).
    ///
    /// Errors: those of connect(2) and bind(2). If bind(2) fails, the peer is fixed again.
    result<in<bound>> disconnect() &&
        requires may_disconnect<Protocol> && may_shut_down<State>
    {
        if (const result<void> dropped =
                detail::drop_peer<endpoint_type>(system(), native_handle());
            !dropped)
            return dropped.why();
        return transition_to<bound>(0);
    }

    // Layers.

    /// Performs the handshakes of the layers. A waiting `connect` includes this.
    ///
    /// Errors: those of the layers, such as `errc::handshake_failed`; those of send(2) and recv(2).
    /// After a limit, the handshake can be continued; after other errors it has failed for good.
    template <class... Limits>
    outcome<typename through_layers::template handshake<in<connected>>> handshake(
        const Limits&... limits) &&
        requires may_handshake<State> && has_layers<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<typename through_layers::template handshake<in<connected>>>(),
                       limits...);
    }
    /// Sends what the layers have kept: the rest of a message that a limit has cut (send(2)).
    ///
    /// Errors: those of `send`.
    template <class... Limits>
    outcome<typename through_layers::flush> flush(const Limits&... limits)
        requires may_send<State> && has_layers<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<typename through_layers::flush>(), limits...);
    }
    /// Returns a layer: `layer<L>()` and `layer(std::type_identity<L>())` the highest of type `L`,
    /// `layer()` the highest of all. Requires that the socket has a peer and is not empty.
    template <class Layer = typename through_layers::highest>
        requires has_layer<Protocol, Layer> && has_remote_endpoint<State>
    [[nodiscard]] Layer& layer(std::type_identity<Layer> = {}) const noexcept {
        return session_.template layer<Layer>();
    }
    /// Puts layers over this connection: `std::move(s).with_layer<tls>(settings)`. The arguments
    /// are the settings of the layers, and `side::accepting` for layers that differ by side and are
    /// those of a server.
    ///
    /// Returns the connected socket; a `handshaking` one if one of these layers has a handshake.
    /// Errors: `not_enough_memory`; `bad_file_descriptor` if this socket is empty;
    /// `device_or_resource_busy` if the other half of a socket that was split, or an operation that
    /// waits, uses the layers.
    template <template <class> class Over, class... Settings>
        requires may_shut_down<State> && has_layers<Over<Protocol>> &&
                 (... && layer_argument<Settings, Over<Protocol>>) &&
                 settings_given_over<Over<Protocol>, Protocol, Settings...>
    [[nodiscard]] result<with_layers_of<Over<Protocol>>> with_layer(
        const Settings&... settings) && {
        if (empty())
            return failure(std::errc::bad_file_descriptor);
        auto made = session_of<Over<Protocol>>::type::over(session_, settings...);
        if (!made)
            return made.why();
        return result<with_layers_of<Over<Protocol>>>(std::in_place, unchecked, release_handle(),
                                                      *std::move(made));
    }
    /// Takes the highest layer off this connection.
    ///
    /// Returns a socket of the protocol below.
    /// Errors: `errc::bytes_left_over` if the layer holds bytes that were received, or are to be
    /// sent: they would be lost, or taken for those of another layer. `not_enough_memory` and
    /// `device_or_resource_busy` as `with_layer`.
    [[nodiscard]] result<basic_socket<typename through_layers::lower, Family, connected, Driver>>
    without_layer() &&
        requires may_shut_down<State> && may_take_off_layer<Protocol>
    {
        auto made = session_.without_top();
        if (!made)
            return made.why();
        return result<basic_socket<typename through_layers::lower, Family, connected, Driver>>(
            std::in_place, unchecked, release_handle(), *std::move(made));
    }

    // Send to the peer.

    /// Sends `data` to the peer (send(2)). A message is sent whole or not at all; of a byte stream
    /// the call may send only the first part.
    ///
    /// Returns the number of bytes sent.
    /// Errors: those of send(2); `broken_pipe` or `connection_reset` if the peer has closed.
    /// SIGPIPE is never raised.
    template <class... Limits>
    outcome<send_operation<const_bytes>> send(const_bytes data, const Limits&... limits)
        requires may_send<State> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<send_operation<const_bytes>>(data), limits...);
    }
    /// As above, from several buffers, which are sent as one (sendmsg(2)).
    ///
    /// Errors: those above; `message_size` if there are more buffers than the system takes
    /// (IOV_MAX).
    template <class Pieces, class... Limits>
        requires may_send<State> && gather<Pieces> && takes_limits<Driver, Limits...>
    outcome<send_operation<gathered<Pieces>>> send(const Pieces& data, const Limits&... limits) {
        return perform(make_operation<send_operation<gathered<Pieces>>>(gathered<Pieces>(data)),
                       limits...);
    }

    /// Sends all of `data`, in as many calls as it takes (send(2)).
    ///
    /// Errors: those of `send`. After an error the number of bytes sent is unknown; pass an
    /// `unsent` cursor to learn it.
    template <class... Limits>
    [[gnu::always_inline]] outcome<send_all_operation<unsent<>>> send_all(const_bytes data,
                                                                          const Limits&... limits)
        requires may_send<State> && byte_stream<Protocol> && waits<Driver> &&
                 has_send_all<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<send_all_operation<unsent<>>>(unsent<>(data)), limits...);
    }
    /// As above, from several buffers, whose number is not limited.
    template <class Pieces, class... Limits>
        requires may_send<State> && byte_stream<Protocol> && waits<Driver> &&
                 has_send_all<Protocol> && gather<Pieces> && takes_limits<Driver, Limits...>
    outcome<send_all_operation<unsent<gathered<Pieces>>>> send_all(const Pieces& data,
                                                                   const Limits&... limits) {
        return perform(make_operation<send_all_operation<unsent<gathered<Pieces>>>>(
                           unsent<gathered<Pieces>>(gathered<Pieces>(data))),
                       limits...);
    }
    /// As above, from a cursor, which is advanced: after an error it tells how many bytes were
    /// sent.
    template <class Data, class... Limits>
    outcome<send_all_operation<unsent<Data>&>> send_all(unsent<Data>& rest, const Limits&... limits)
        requires may_send<State> && byte_stream<Protocol> && waits<Driver> &&
                 has_send_all<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<send_all_operation<unsent<Data>&>>(rest), limits...);
    }
    TENON_REFUSE("a message is sent whole or not at all: use send",
                 template <class Data, class... Limits>
                 void send_all(unsent<Data>&, const Limits&...) requires(!byte_stream<Protocol>))

    // Receive from the peer.

    /// Receives what has arrived (recv(2)); waits if nothing has.
    ///
    /// Returns the filled prefix of `buffer`, which is empty at the end of the stream, each time. A
    /// message-oriented protocol returns a `received`.
    /// Errors: those of recv(2); on a byte stream `invalid_argument` if `buffer` is empty, since
    /// its empty prefix would look like the end of the stream (a message is truncated instead).
    template <class... Limits>
    [[gnu::always_inline]] outcome<receive_operation<mutable_bytes>> receive(
        mutable_bytes buffer, const Limits&... limits)
        requires may_receive<State> && takes_limits<Driver, Limits...>
    {
        if (is_empty_for_stream(buffer)) [[unlikely]]
            return no_space();
        return perform(make_operation<receive_operation<mutable_bytes>>(buffer), limits...);
    }
    /// As above, into several buffers, which are filled in order (recvmsg(2)).
    ///
    /// Returns a byte count in place of the filled prefix.
    /// Errors: those above; `message_size` if there are more buffers than the system takes
    /// (IOV_MAX).
    template <class Pieces, class... Limits>
        requires may_receive<State> && scatter<Pieces> &&
                 receives_into<Protocol, scattered<Pieces>> && takes_limits<Driver, Limits...>
    outcome<receive_operation<scattered<Pieces>>> receive(const Pieces& buffer,
                                                          const Limits&... limits) {
        const scattered<Pieces> buffers(buffer);
        if (is_empty_for_stream(buffers)) [[unlikely]]
            return no_space();
        return perform(make_operation<receive_operation<scattered<Pieces>>>(buffers), limits...);
    }

    /// Receives a message, as a view of the memory of the highest layer: without a copy. The view
    /// ends with the next `receive` or `readable`.
    ///
    /// Returns a `received`, as `receive` into a buffer does; it is never truncated.
    /// Errors: those above.
    template <class... Limits>
    [[gnu::always_inline]] outcome<typename through_layers::lend> receive(const Limits&... limits)
        requires may_receive<State> && lends_messages<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<typename through_layers::lend>(), limits...);
    }

    /// Receives into a buffer of `source`, for instance of a `buffer_pool` (recv(2)). The buffer is
    /// taken only when something has arrived, so that a connection that waits holds none.
    ///
    /// Returns a `lease` of the buffer, which is empty at the end of the stream.
    /// Errors: those of recv(2); the `refusal` of the source (see `buffer_source`).
    template <buffer_source Source, class... Limits>
        requires may_receive<State> && receives_plainly<Protocol> && takes_limits<Driver, Limits...>
    outcome<leased_operation<Source>> receive(Source& source, const Limits&... limits) {
        if constexpr (requires {
                          { source.refusal() } -> std::same_as<int>;
                      })
            if (const int why = source.refusal(); why != 0)
                return failure(why);
        return perform(leased_operation<Source>(source), limits...);
    }
    TENON_REFUSE("layers receive into one buffer, and when they have it: pass a buffer",
                 template <class Buffers, class... Limits>
                 void receive(Buffers&&, const Limits&...) requires(
                     has_layers<Protocol> && (scatter<std::remove_cvref_t<Buffers>> ||
                                              buffer_source<std::remove_cvref_t<Buffers>>)))

    /// Fills all of `buffer`, in as many calls as it takes (recv(2)).
    ///
    /// Returns the filled buffer.
    /// Errors: those of recv(2); `errc::end_of_stream` if the stream ends before. After an error
    /// the number of bytes received is unknown; pass an `unfilled` cursor to learn it.
    template <class... Limits>
    outcome<receive_exactly_operation<unfilled<>>> receive_exactly(mutable_bytes buffer,
                                                                   const Limits&... limits)
        requires may_receive<State> && byte_stream<Protocol> && waits<Driver> &&
                 has_receive_exactly<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<receive_exactly_operation<unfilled<>>>(unfilled<>(buffer)),
                       limits...);
    }
    /// As above, into several buffers, whose number is not limited.
    ///
    /// Returns a byte count in place of the filled buffer.
    template <class Pieces, class... Limits>
        requires may_receive<State> && byte_stream<Protocol> && waits<Driver> &&
                 has_receive_exactly<Protocol> && scatter<Pieces> && takes_limits<Driver, Limits...>
    outcome<receive_exactly_operation<unfilled<scattered<Pieces>>>> receive_exactly(
        const Pieces& buffer, const Limits&... limits) {
        return perform(make_operation<receive_exactly_operation<unfilled<scattered<Pieces>>>>(
                           unfilled<scattered<Pieces>>(scattered<Pieces>(buffer))),
                       limits...);
    }
    /// As above, into a cursor, which is advanced: after an error it tells how many bytes were
    /// received.
    template <class Buffer, class... Limits>
    outcome<receive_exactly_operation<unfilled<Buffer>&>> receive_exactly(unfilled<Buffer>& rest,
                                                                          const Limits&... limits)
        requires may_receive<State> && byte_stream<Protocol> && waits<Driver> &&
                 has_receive_exactly<Protocol> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<receive_exactly_operation<unfilled<Buffer>&>>(rest),
                       limits...);
    }
    TENON_REFUSE("a message is received whole or truncated: use receive",
                 template <class Buffer, class... Limits>
                 void receive_exactly(unfilled<Buffer>&,
                                      const Limits&...) requires(!byte_stream<Protocol>))

    /// Receives as `receive` does, but leaves the data in the socket's queue (recv(2), MSG_PEEK).
    ///
    /// Returns the same as `receive`.
    /// Errors: those of `receive`.
    template <class... Limits>
    outcome<peek_operation<mutable_bytes>> peek(mutable_bytes buffer, const Limits&... limits)
        requires may_receive<State> && may_peek<Protocol> && takes_limits<Driver, Limits...>
    {
        if (is_empty_for_stream(buffer)) [[unlikely]]
            return no_space();
        return perform(make_operation<peek_operation<mutable_bytes>>(buffer, os::peek), limits...);
    }
    /// As above, into several buffers (recvmsg(2), MSG_PEEK).
    template <class Pieces, class... Limits>
        requires may_receive<State> && may_peek<Protocol> && scatter<Pieces> &&
                 takes_limits<Driver, Limits...>
    outcome<peek_operation<scattered<Pieces>>> peek(const Pieces& buffer, const Limits&... limits) {
        const scattered<Pieces> buffers(buffer);
        if (is_empty_for_stream(buffers)) [[unlikely]]
            return no_space();
        return perform(make_operation<peek_operation<scattered<Pieces>>>(buffers, os::peek),
                       limits...);
    }

    // Send to and receive from any endpoint.

    /// Sends one message to an endpoint (sendto(2)).
    ///
    /// Returns the number of bytes sent, which is all of them.
    /// Errors: those of sendto(2).
    template <class... Limits>
    outcome<send_to_operation<const_bytes>> send_to(const_bytes data, const endpoint_type& to,
                                                    const Limits&... limits)
        requires may_send_to<State> && message_oriented<Protocol> && connectionless<Protocol> &&
                 (!has_session<Protocol>) && takes_limits<Driver, Limits...>
    {
        return perform(send_to_operation<const_bytes>(data, to), limits...);
    }
    /// As above, from several buffers, which are sent as one message (sendmsg(2)).
    ///
    /// Errors: those above; `message_size` if there are more buffers than the system takes
    /// (IOV_MAX).
    template <class Pieces, class... Limits>
        requires may_send_to<State> && message_oriented<Protocol> && connectionless<Protocol> &&
                 (!has_session<Protocol>) && gather<Pieces> && takes_limits<Driver, Limits...>
    outcome<send_to_operation<gathered<Pieces>>> send_to(const Pieces& data,
                                                         const endpoint_type& to,
                                                         const Limits&... limits) {
        return perform(send_to_operation<gathered<Pieces>>(gathered<Pieces>(data), to), limits...);
    }

    /// Receives one message, with its sender's endpoint (recvfrom(2)).
    ///
    /// Returns a `received_from`.
    /// Errors: those of recvfrom(2); `operation_canceled` after a shutdown;
    /// `errc::foreign_endpoint` if the sender's endpoint is not of the family (the message is
    /// lost).
    template <class... Limits>
    [[gnu::always_inline]] outcome<receive_from_operation<mutable_bytes>> receive_from(
        mutable_bytes buffer, const Limits&... limits)
        requires message_oriented<Protocol> && connectionless<Protocol> &&
                 (!has_session<Protocol>) && can_receive_from<State, Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(receive_from_operation<mutable_bytes>(buffer), limits...);
    }
    /// As above, into several buffers, which are filled in order (recvmsg(2)).
    ///
    /// Errors: those above; `message_size` if there are more buffers than the system takes
    /// (IOV_MAX).
    template <class Pieces, class... Limits>
        requires message_oriented<Protocol> && connectionless<Protocol> &&
                 (!has_session<Protocol>) && can_receive_from<State, Protocol> && scatter<Pieces> &&
                 takes_limits<Driver, Limits...>
    outcome<receive_from_operation<scattered<Pieces>>> receive_from(const Pieces& buffer,
                                                                    const Limits&... limits) {
        return perform(receive_from_operation<scattered<Pieces>>(scattered<Pieces>(buffer)),
                       limits...);
    }

    // Urgent data (RFC 6093).

    /// Sends one byte of urgent data, which the receiver can take before the other bytes (send(2),
    /// MSG_OOB).
    ///
    /// Errors: those of `send`.
    template <class... Limits>
    outcome<operation::send_urgent> send_urgent(std::byte data, const Limits&... limits)
        requires may_send<State> && has_urgent_data<Protocol> &&
                 (!has_session<Protocol>) && takes_limits<Driver, Limits...>
    {
        return perform(operation::send_urgent(data), limits...);
    }
    /// Receives the urgent byte (recv(2), MSG_OOB). Never waits.
    ///
    /// Errors: `invalid_argument` if there is no urgent byte, or if it is received in line;
    /// `operation_would_block` if it was announced and has not arrived; `errc::end_of_stream` at
    /// the end of the stream.
    outcome<operation::receive_urgent> receive_urgent()
        requires may_receive<State> && has_urgent_data<Protocol> && (!has_session<Protocol>)
    {
        return perform(operation::receive_urgent());
    }
    /// Returns whether the next byte is at the urgent mark (sockatmark(3)).
    ///
    /// Errors: those of sockatmark(3).
    [[nodiscard]] result<bool> at_mark() const noexcept
        requires may_receive<State> && has_urgent_data<Protocol> && (!has_session<Protocol>)
    {
        const std::ptrdiff_t returned = system().sockatmark(native_handle());
        if (returned < 0)
            return failure::from_returned(returned);
        return returned != 0;
    }

    // Options.

    /// Sets an option (setsockopt(2)).
    ///
    /// Errors: those of setsockopt(2).
    template <settable_on<Protocol, Family, State> Option>
    result<void> set(const Option& option) noexcept {
        return detail::set_option<Family>(system(), native_handle(), option);
    }
    /// Returns the value of an option (getsockopt(2)). The value of the argument is ignored, except
    /// for the level and the name of a `run_time_option`.
    ///
    /// Errors: those of getsockopt(2).
    template <gettable_on<Protocol, Family> Option>
        requires readable_in<Option, State>
    [[nodiscard]] result<typename Option::value_type> get(const Option& option) const noexcept {
        return detail::get_option<Family>(system(), native_handle(), option);
    }
    /// As above, for an option that is named as a template argument.
    template <gettable_on<Protocol, Family> Option>
        requires readable_in<Option, State>
    [[nodiscard]] result<typename Option::value_type> get() const noexcept {
        return get(Option());
    }

    // Multicast group memberships (RFC 3678, ip(7), ipv6(7)).
    //
    // A socket that is bound to a port receives the messages to that port of each group that it has
    // joined. A membership ends with the socket. `by` is the interface on which messages arrive; by
    // default the system chooses one by its routes. On Linux a socket also receives messages to
    // groups that other sockets have joined, unless `options::multicast_all` is off.

    /// Joins a group, for messages from any source (MCAST_JOIN_GROUP).
    ///
    /// Errors: `address_in_use` if the socket is already a member; `no_such_device` if there is no
    /// such interface; `no_buffer_space` if the system allows no further membership.
    template <group_of<Family> Group>
        requires connectionless<Protocol>
    result<void> join_group(const Group& group, interface_index by = {}) noexcept {
        return detail::change_membership<Family>(system(), native_handle(),
                                                 os::membership::join_group, by, group);
    }
    /// Joins a group for messages from one source; several calls add sources
    /// (MCAST_JOIN_SOURCE_GROUP, RFC 4607). On Linux it narrows a membership for any source to this
    /// one.
    ///
    /// Errors: `address_not_available` if the source was already joined; `invalid_argument` if a
    /// source of the group is blocked; `no_such_device` and `no_buffer_space` as above.
    template <group_of<Family> Group>
        requires connectionless<Protocol>
    result<void> join_group(const Group& group, const source_of<Group>& source,
                            interface_index by = {}) noexcept {
        return detail::change_membership<Family>(system(), native_handle(),
                                                 os::membership::join_source, by, group,
                                                 detail::address_of(source));
    }
    /// Leaves a group, with all its sources (MCAST_LEAVE_GROUP).
    ///
    /// Errors: `address_not_available` if the socket is not a member.
    template <group_of<Family> Group>
        requires connectionless<Protocol>
    result<void> leave_group(const Group& group, interface_index by = {}) noexcept {
        return detail::change_membership<Family>(system(), native_handle(),
                                                 os::membership::leave_group, by, group);
    }
    /// Removes one source of a group (MCAST_LEAVE_SOURCE_GROUP).
    ///
    /// Errors: `invalid_argument` if the source was not joined.
    template <group_of<Family> Group>
        requires connectionless<Protocol>
    result<void> leave_group(const Group& group, const source_of<Group>& source,
                             interface_index by = {}) noexcept {
        return detail::change_membership<Family>(system(), native_handle(),
                                                 os::membership::leave_source, by, group,
                                                 detail::address_of(source));
    }
    /// Ignores one source of a group that was joined for any source (MCAST_BLOCK_SOURCE).
    ///
    /// Errors: `invalid_argument` if the socket is not a member; `address_not_available` if the
    /// source is already blocked.
    template <group_of<Family> Group>
        requires connectionless<Protocol>
    result<void> block_source(const Group& group, const source_of<Group>& source,
                              interface_index by = {}) noexcept {
        return detail::change_membership<Family>(system(), native_handle(),
                                                 os::membership::block_source, by, group,
                                                 detail::address_of(source));
    }
    /// Receives from a blocked source again (MCAST_UNBLOCK_SOURCE).
    ///
    /// Errors: `invalid_argument` if the socket is not a member; `address_not_available` if the
    /// source is not blocked.
    template <group_of<Family> Group>
        requires connectionless<Protocol>
    result<void> unblock_source(const Group& group, const source_of<Group>& source,
                                interface_index by = {}) noexcept {
        return detail::change_membership<Family>(system(), native_handle(),
                                                 os::membership::unblock_source, by, group,
                                                 detail::address_of(source));
    }

    // Endpoints and queues.

    /// Returns the endpoint that the socket is bound to (getsockname(2)).
    ///
    /// Errors: those of getsockname(2); `errc::foreign_endpoint` if the endpoint is not of the
    /// family.
    [[nodiscard]] result<endpoint_type> local_endpoint() const noexcept
        requires has_local_endpoint<State>
    {
        return detail::local_endpoint_of<endpoint_type>(system(), native_handle());
    }
    /// Returns the peer's endpoint (getpeername(2)).
    ///
    /// Errors: those of getpeername(2), such as `not_connected` if the connection has ended;
    /// `errc::foreign_endpoint` if the endpoint is not of the family.
    [[nodiscard]] result<endpoint_type> remote_endpoint() const noexcept
        requires has_remote_endpoint<State>
    {
        return detail::remote_endpoint_of<endpoint_type>(system(), native_handle());
    }
    /// Returns the number of bytes that can be received at once (ioctl(2), FIONREAD). For messages
    /// it is the size of the next one; on a Unix seqpacket socket, of all that are queued. The
    /// bytes that the session has buffered are included; if it has buffered a message, the result
    /// is the size of that message. A layer may turn the bytes that the system has queued into
    /// fewer.
    ///
    /// Errors: those of ioctl(2).
    [[nodiscard]] result<std::size_t> available() const noexcept
        requires may_receive_data<State, Protocol> && reports_buffered<Protocol>
    {
        const std::size_t buffered = session_.buffered();
        if (message_oriented<Protocol> && buffered != 0)
            return buffered;
        const std::ptrdiff_t returned = system().available(native_handle());
        if (returned < 0)
            return failure::from_returned(returned);
        return buffered + static_cast<std::size_t>(returned);
    }

    /// Waits until a receiving call, or `accept` on a listener, would not wait (poll(2), POLLIN).
    /// Nothing is received; another thread or process may receive it first. Layers receive what
    /// they need to tell, and keep it.
    ///
    /// Errors: those of poll(2). An error of the socket makes it readable, and is reported by the
    /// next call.
    template <class... Limits>
    outcome<typename through_layers::readable> readable(const Limits&... limits)
        requires may_become_readable<State, Protocol> &&
                 (!has_session<Protocol> || (has_layers<Protocol> && may_receive<State>)) &&
                 takes_limits<Driver, Limits...>
    {
        return perform(make_operation<typename through_layers::readable>(), limits...);
    }
    /// Waits until a sending call would not wait, or until an attempt to connect has succeeded or
    /// failed (poll(2), POLLOUT).
    ///
    /// Errors: those of `readable`.
    template <class... Limits>
    outcome<operation::ready<os::readiness::writable>> writable(const Limits&... limits)
        requires may_become_writable<State, Protocol> &&
                 (!has_session<Protocol>) && takes_limits<Driver, Limits...>
    {
        return perform(operation::ready<os::readiness::writable>(), limits...);
    }

    // Shutdown, duplicate, close.

    /// Shuts down the sending direction (shutdown(2), SHUT_WR): the peer receives the end.
    ///
    /// Errors: those of shutdown(2).
    result<in<receiving>> shutdown_send() &&
        requires connection_oriented<Protocol> && may_shut_down<State> && (!has_layers<Protocol>)
    {
        return transition_to<receiving>(system().shutdown(native_handle(), os::direction::sending));
    }
    /// As above, through the layers: they send what they have kept, and their goodbyes, before.
    ///
    /// Errors: those of `send` and of shutdown(2). After a limit the call can be repeated.
    template <class... Limits>
    outcome<typename through_layers::template shutdown_send<in<receiving>>> shutdown_send(
        const Limits&... limits) &&
        requires connection_oriented<Protocol> && may_shut_down<State> && has_layers<Protocol> &&
                 takes_limits<Driver, Limits...>
    {
        return perform(
            make_operation<typename through_layers::template shutdown_send<in<receiving>>>(),
            limits...);
    }
    /// Shuts down the receiving direction (shutdown(2), SHUT_RD).
    ///
    /// Errors: those of shutdown(2).
    result<in<sending>> shutdown_receive() &&
        requires connection_oriented<Protocol> && may_shut_down<State>
    {
        return transition_to<sending>(system().shutdown(native_handle(), os::direction::receiving));
    }
    /// Shuts down both directions for good, and wakes every thread that waits on the socket
    /// (shutdown(2), SHUT_RDWR). The socket keeps its state; `shutdown_send` and `shutdown_receive`
    /// are the transitions.
    ///
    /// Afterwards `receive` returns what is queued and then the end. `receive_from` and `accept`
    /// fail with `operation_canceled`, `send` fails with `broken_pipe` (Linux lets raw sockets go
    /// on sending). A listener has this member only if the system wakes accept(2) for good; a stop
    /// token works on every system.
    ///
    /// Linux does not wake a sender without limits that waits because the queue of a Unix datagram
    /// socket is full, unless that socket is connected to the sender. Such a `send` or `send_to`
    /// succeeds when the receiver takes a message. A sender with a limit is woken.
    ///
    /// Errors: those of shutdown(2) except `not_connected`.
    /// Thread safety: any thread may call it while others send and receive.
    result<void> shutdown() const&
        requires may_wait<State, Protocol> && wakes_waiters<Driver, State>
    {
        const std::ptrdiff_t returned = system().shutdown_and_wake(native_handle());
        // A socket without a peer is woken too, although shutdown(2) then reports ENOTCONN.
        if (returned < 0 && returned != -ENOTCONN)
            return failure::from_returned(returned);
        return {};
    }
    TENON_DELETE("shutdown wakes the other threads that use the socket: call it on a named socket",
                 void shutdown()
                     const&& requires(may_wait<State, Protocol>&& wakes_waiters<Driver, State>))
    TENON_REFUSE(
        "on this system shutdown(2) does not wake accept(2): give accept a stop token, and request the stop",
        void shutdown() const& requires(may_wait<State, Protocol> && !wakes_waiters<Driver, State>))
    TENON_REFUSE("no operation can wait in this state: there is nothing to shut down",
                 void shutdown() const& requires(!may_wait<State, Protocol>))

    /// Splits the socket into a receiving and a sending half, which may live in different threads
    /// or tasks: two descriptors of one connection (fcntl(2), F_DUPFD_CLOEXEC). When the sending
    /// half is closed or destroyed, it shuts down its direction.
    ///
    /// Errors: those of fcntl(2).
    result<std::pair<in<receiving>, in<sending>>> split() &&
        requires may_shut_down<State> && both_ways_at_once<Protocol>
    {
        const std::ptrdiff_t returned = system().duplicate(native_handle());
        if (returned < 0)
            return failure::from_returned(returned);
        in<sending> other(unchecked, detail::narrow_cast<os::descriptor>(returned), driver(),
                          session_.other_half());
        return std::pair(in<receiving>(unchecked, release_handle(), std::move(session_)),
                         std::move(other));
    }
    /// Returns a socket that owns a duplicate of the descriptor (fcntl(2), F_DUPFD_CLOEXEC).
    ///
    /// Errors: those of fcntl(2).
    [[nodiscard]] result<basic_socket> duplicate() const noexcept
        requires(!shuts_down_on_close<State> && !has_session<Protocol>)
    {
        const std::ptrdiff_t returned = system().duplicate(native_handle());
        if (returned < 0)
            return failure::from_returned(returned);
        return result<basic_socket>(std::in_place, unchecked,
                                    detail::narrow_cast<os::descriptor>(returned), driver());
    }
    /// Closes the socket (close(2)). It is empty afterwards, whatever is returned.
    ///
    /// Errors: `bad_file_descriptor` if the socket is empty; those of close(2). EINTR counts as
    /// success, since the descriptor is closed.
    result<void> close() noexcept
        requires(!(has_layers<Protocol> && may_send<State>))
    {
        shut_down_before_close();
        if constexpr (has_layers<Protocol>)
            session_ = session_type();
        return handle_.close();
    }
    /// Sends what the layers have kept and their goodbyes, then closes the socket (close(2)). The
    /// socket is empty afterwards, whatever is returned. (The destructor sends nothing.)
    ///
    /// Errors: those of `shutdown_send`, or else of close(2).
    template <class... Limits>
    outcome<typename through_layers::close> close(const Limits&... limits)
        requires has_layers<Protocol> && may_send<State> && takes_limits<Driver, Limits...>
    {
        return perform(make_operation<typename through_layers::close>(), limits...);
    }

    // Extension.

    /// Performs an operation, of the library or of the caller, under the socket's driver.
    ///
    /// The operation is moved in. While it is pending, it refers to the socket only if it takes the
    /// handle (see `takes_handle`) or was given the session.
    template <socket_operation Operation, class... Limits>
        requires takes_limits<Driver, Limits...>
    [[gnu::always_inline]] outcome<Operation> perform(Operation&& operation,
                                                      const Limits&... limits) {
        if constexpr (sizeof...(Limits) == 0)
            return driver().perform(handle_, std::forward<Operation>(operation));
        else
            return driver().perform(handle_, std::forward<Operation>(operation),
                                    limit_set(limits...));
    }
    /// Returns a socket of another protocol and in another state, with the same descriptor: for
    /// layers that exchange messages on a socket and then hand it on. The only checks are made at
    /// compile time: the protocol runs over the family, and the state is a `socket_state`.
    ///
    /// The session goes along if the protocol stays the same. Another protocol begins with an
    /// initial session, or with the session that is given. The session of this protocol then stays
    /// in this socket, which is empty, and can be moved out of it. `with_layer` and `without_layer`
    /// put layers on and take them off.
    template <class OtherProtocol, socket_state OtherState>
        requires runs_over<OtherProtocol, Family> && (!std::same_as<OtherProtocol, Protocol>) &&
                 (!has_layers<OtherProtocol>) &&
                 (!has_layers<Protocol>) && has_initial_session<OtherProtocol>
    [[nodiscard]] basic_socket<OtherProtocol, Family, OtherState, Driver> become() && noexcept {
        return basic_socket<OtherProtocol, Family, OtherState, Driver>(unchecked, release_handle());
    }
    template <class OtherProtocol, socket_state OtherState>
        requires std::same_as<OtherProtocol, Protocol>
    [[nodiscard]] in<OtherState> become() && noexcept {
        return in<OtherState>(unchecked, release_handle(), std::move(session_));
    }
    template <class OtherProtocol, socket_state OtherState>
        requires runs_over<OtherProtocol, Family> && (!has_layers<OtherProtocol>) &&
                 (!has_layers<Protocol>) && has_session<OtherProtocol>
    [[nodiscard]] basic_socket<OtherProtocol, Family, OtherState, Driver> become(
        typename session_of<OtherProtocol>::type session) && noexcept {
        return basic_socket<OtherProtocol, Family, OtherState, Driver>(unchecked, release_handle(),
                                                                       std::move(session));
    }
    TENON_REFUSE(
        "layers begin with a connection, and may hold bytes: use with_layer, without_layer",
        template <class OtherProtocol, socket_state OtherState, class... Session>
            void become(Session&&...) &&
            requires(!std::same_as<OtherProtocol, Protocol> &&
                     (has_layers<OtherProtocol> || has_layers<Protocol>)))

private:
    /// Returns whether receiving into a buffer would look like the end of the stream, because the
    /// buffer is empty.
    template <class Buffer>
    [[nodiscard]] static constexpr bool is_empty_for_stream(const Buffer& buffer) noexcept {
        return byte_stream<Protocol> && tenon::total_size(buffer) == 0;
    }
    /// Returns the error of receiving into an empty buffer.
    [[nodiscard]] failure no_space() const noexcept {
        return failure(empty() ? std::errc::bad_file_descriptor : std::errc::invalid_argument);
    }
    /// Makes an operation of the protocol, with the session if the protocol keeps one.
    template <class Operation, class... Arguments>
    [[nodiscard]] constexpr Operation make_operation(Arguments&&... arguments) {
        if constexpr (has_session<Protocol>)
            return Operation(session_, std::forward<Arguments>(arguments)...);
        else
            return Operation(std::forward<Arguments>(arguments)...);
    }
    template <class NextState>
    result<in<NextState>> transition_to(std::ptrdiff_t returned) noexcept {
        if (returned < 0)
            return failure::from_returned(returned);
        return result<in<NextState>>(std::in_place, unchecked, release_handle(),
                                     std::move(session_));
    }
    constexpr void shut_down_before_close() noexcept {
        if constexpr (shuts_down_on_close<State>)
            if (!empty())
                static_cast<void>(system().shutdown(native_handle(), os::direction::sending));
    }

    // The session comes first, for the reason given in `handle`.
    [[no_unique_address]] session_type session_{};
    handle<Driver> handle_;
};

/// Specialisation for invalid combinations; it only reports why. The class is not constrained,
/// because Clang would then stop at its name and hide the reason.
template <class Protocol, class Family, class State, class Driver>
    requires(!(tenon::driver<Driver> && runs_over<Protocol, Family> && socket_state<State>))
class basic_socket<Protocol, Family, State, Driver> {
    static_assert(tenon::driver<Driver>);
    static_assert(runs_over<Protocol, Family>);
    static_assert(socket_state<State>);
};

}  // namespace v0
}  // namespace tenon
