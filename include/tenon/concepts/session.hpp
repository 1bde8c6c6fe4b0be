// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>

#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// The session of a protocol that keeps no data for its sockets.
struct no_session {
    [[nodiscard]] static constexpr no_session accepted_session() noexcept { return {}; }
    [[nodiscard]] static constexpr no_session other_half() noexcept { return {}; }
    [[nodiscard]] static constexpr std::size_t buffered() noexcept { return 0; }
};

/// The type of the data that a protocol keeps for each socket beside its descriptor; `no_session`
/// if it keeps none.
template <class Protocol>
struct session_of {
    using type = no_session;
};
template <class Protocol>
    requires requires { typename Protocol::session; }
struct session_of<Protocol> {
    using type = typename Protocol::session;
};

/// \concept has_session
/// The protocol keeps data for each socket, the *session*, which is passed to its operations. The
/// session moves with the socket from state to state. `split` and `duplicate` do not exist, since
/// they would need a second session.
/// The least to supply: a type `session` that satisfies `movable_session`. Some members need more,
/// and do not exist without it: the verbs need `has_initial_session`, `accept` needs
/// `has_accepted_session`, and `available` and `wait_any(readable, ...)` need `reports_buffered`.
/// What the compiler cannot check: that no operation is under way when the socket is moved.
/// Models: a protocol layered over another. Near miss: `tcp`, whose state is kept by the system.
template <class Protocol>
concept has_session = requires { typename Protocol::session; };

/// \concept has_initial_session
/// A session can be constructed without arguments, so that the verbs can create sockets of the
/// protocol.
/// The least to supply: a default constructor.
/// What the compiler cannot check: that the constructor does not throw. An exception would end the
/// program.
/// Models: a struct of counters. Near miss: a session that is constructed from a key; pass it to
/// `become`.
template <class Protocol>
concept has_initial_session = std::default_initializable<typename session_of<Protocol>::type>;

/// \concept has_accepted_session
/// The session of a listener supplies the session of each connection that it accepts.
/// The least to supply: `accepted_session()`, a `const` member that returns a session. It is called
/// before `accept` waits, even if no connection is accepted afterwards.
/// What the compiler cannot check: that the new session shares no data with the session of the
/// listener that another thread could change.
/// Models: `struct { int key; session accepted_session() const { return {key}; } }`. Near miss: the
/// same struct without `accepted_session`.
template <class Protocol>
concept has_accepted_session = requires(const typename session_of<Protocol>::type& session) {
    { session.accepted_session() } -> std::same_as<typename session_of<Protocol>::type>;
};

/// \concept reports_buffered
/// The session reports how much received data it holds, so that a socket counts as readable even if
/// the system holds no more data for it.
/// The least to supply: `buffered()`, a `const` member. It returns the number of bytes that
/// `receive` returns without a system call, for a message-oriented protocol the size of the next
/// message. It returns 0 if `receive` has to make a call.
/// What the compiler cannot check: that the number is correct, and that `buffered()` can be called
/// while another thread receives, if one does. An empty message, an end or an error that the
/// session holds is not a number of bytes, so `wait_any` does not notice it.
/// Models: `tcp`, which holds no data. Near miss: a session that has a buffer but no `buffered`.
template <class Protocol>
concept reports_buffered = requires(const typename session_of<Protocol>::type& session) {
    { session.buffered() } -> std::same_as<std::size_t>;
};

/// The side of a connection that a socket is on: a session, and each layer in it, may differ by it.
enum class side : unsigned char {
    connecting,  ///< the socket was connected to the peer
    accepting    ///< the socket was accepted by a listener
};

/// \concept begins_with_peer
/// The session begins when the socket has a peer: `connect`, `finish` and `accept` call its member
/// `begin`, once the system has made the connection.
/// The least to supply: `result<void> begin(side)`. If it fails, the connection is closed, or
/// undone if the socket stays with the caller, and the operation fails with its error.
/// What the compiler cannot check: that `begin` makes no system call that waits.
/// Models: the session of `layered`. Near miss: a session whose `begin` returns nothing.
template <class Session>
concept begins_with_peer = requires(Session& session, side which) {
    { session.begin(which) } -> std::same_as<result<void>>;
};

}  // namespace v0
}  // namespace tenon
