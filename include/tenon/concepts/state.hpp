// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <type_traits>

#include <tenon/concepts/protocol.hpp>

namespace tenon {
inline namespace v0 {

struct state_facts;

namespace detail {
/// A pointer to the facts of another state, or none. `given` tells whether there are any: under
/// GCC's -fsanitize=undefined, comparing an address with null is not a constant expression.
struct base_facts {
    constexpr base_facts() noexcept = default;
    constexpr base_facts(const state_facts* of) noexcept : facts(of), given(true) {}
    const state_facts* facts = nullptr;
    bool given = false;
};
}  // namespace detail

/// The facts of a state, in the order of a socket's life: the properties of a socket in this state.
/// A state declares them in one constant, so that a misspelt fact does not compile:
///
///     struct negotiating {
///         static constexpr tenon::state_facts facts{.may_send = true, .may_receive = true};
///     };
///
/// A fact that is not given is false. With `base`, a fact that is not given is copied from another
/// state, so that a state can differ from another in a few facts only:
///
///     struct negotiating {
///         static constexpr tenon::state_facts facts{.base = &tenon::connected::facts,
///                                                   .may_shut_down = false};
///     };
struct state_facts {
    detail::base_facts base{};  ///< points to the values of the facts that are not given; without
                                ///< it these are false
    bool ready_to_bind = base.given && base.facts->ready_to_bind;  ///< has no local endpoint yet
    bool was_bound =
        base.given && base.facts->was_bound;  ///< has a local endpoint that the program chose
    bool ready_to_listen =
        base.given && base.facts->ready_to_listen;           ///< has a local endpoint and no peer
    bool may_accept = base.given && base.facts->may_accept;  ///< accepts connections
    bool may_send_to =
        base.given && base.facts->may_send_to;  ///< has no peer: each message names its destination
    bool may_receive_from =
        base.given &&
        base.facts->may_receive_from;  ///< has no peer, and messages can be sent to it
    bool ready_to_connect =
        base.given &&
        base.facts->ready_to_connect;  ///< has no peer; an attempt under way is given up
    bool may_finish = base.given && base.facts->may_finish;  ///< an attempt to connect is under way
    bool may_handshake =
        base.given &&
        base.facts->may_handshake;  ///< has a peer, and the layers have not met theirs yet
    bool may_send =
        base.given && base.facts->may_send;  ///< has a peer, and the direction to it is open
    bool may_receive =
        base.given && base.facts->may_receive;  ///< has a peer, and the direction from it is open
    bool may_shut_down =
        base.given &&
        base.facts->may_shut_down;  ///< both directions are open; each can be shut down
    bool has_local_endpoint =
        base.given &&
        base.facts->has_local_endpoint;  ///< the system can be asked for the local endpoint
    bool has_remote_endpoint =
        base.given &&
        base.facts->has_remote_endpoint;  ///< the system can be asked for the peer's endpoint
    bool shuts_down_on_close =
        base.given &&
        base.facts->shuts_down_on_close;  ///< closing the socket shuts down the sending direction
};

/// \concept has_separate_facts
/// The state declares a fact as a constant of its own, outside `facts`, where the library does not
/// read it.
template <class State>
concept has_separate_facts =
    requires { State::ready_to_bind; } || requires { State::was_bound; } ||
    requires { State::ready_to_listen; } || requires { State::may_accept; } ||
    requires { State::may_send_to; } || requires { State::may_receive_from; } ||
    requires { State::ready_to_connect; } || requires { State::may_finish; } ||
    requires { State::may_handshake; } || requires { State::may_send; } ||
    requires { State::may_receive; } || requires { State::may_shut_down; } ||
    requires { State::has_local_endpoint; } || requires { State::has_remote_endpoint; } ||
    requires { State::shuts_down_on_close; };

/// \concept socket_state
/// The state of a socket, as a struct of facts.
/// The least to supply: `static constexpr state_facts facts`, or derive from a state. A state that
/// derives from another and differs from it declares its own `facts`.
/// What the compiler cannot check: that the system's socket is in the state that is given to
/// `become` or `adopt`.
/// Models: `opened`, `connected`. Near misses: `int`;
/// `struct { static constexpr bool may_send = true; }`.
template <class State>
concept socket_state = requires {
    { State::facts } -> std::same_as<const state_facts&>;
    typename std::bool_constant<State::facts.may_send>;
} && (!has_separate_facts<State>);

/// \concept ready_to_bind
/// The socket has no local endpoint yet. Models: `opened`. Near miss: `bound`.
template <class State>
concept ready_to_bind = socket_state<State> && State::facts.ready_to_bind;

/// \concept ready_to_listen
/// The socket has a local endpoint and no peer. Models: `bound`. Near miss: `opened`.
template <class State>
concept ready_to_listen = socket_state<State> && State::facts.ready_to_listen;

/// \concept ready_to_connect
/// The socket has no peer. An attempt to connect that is under way is given up. Models: `opened`,
/// `bound`, `connecting`. Near miss: `listening`.
template <class State>
concept ready_to_connect = socket_state<State> && State::facts.ready_to_connect;

/// \concept may_finish
/// An attempt to connect is under way; `finish` completes it. Models: `connecting`. Near miss:
/// `connected`.
template <class State>
concept may_finish = socket_state<State> && State::facts.may_finish;

/// \concept may_handshake
/// The socket has a peer, and a layer exchanges messages with it before anything else is sent or
/// received; `handshake` does this. Models: `handshaking`. Near miss: `connected`.
template <class State>
concept may_handshake = socket_state<State> && State::facts.may_handshake;

/// \concept was_bound
/// The socket has a local endpoint that the program chose, and keeps it if an attempt to connect
/// fails.
/// Models: `bound`. Near miss: `connecting`, whose local endpoint was chosen by the system.
template <class State>
concept was_bound = socket_state<State> && State::facts.was_bound;

/// \concept may_accept
/// The socket accepts connections. Models: `listening`. Near miss: `bound`.
template <class State>
concept may_accept = socket_state<State> && State::facts.may_accept;

/// \concept may_send
/// The socket has a peer, and the direction to it is open. Models: `connected`, `sending`. Near
/// miss: `receiving`.
template <class State>
concept may_send = socket_state<State> && State::facts.may_send;

/// \concept may_receive
/// The socket has a peer, and the direction from it is open. Models: `connected`, `receiving`. Near
/// miss: `sending`.
template <class State>
concept may_receive = socket_state<State> && State::facts.may_receive;

/// \concept may_send_to
/// The socket has no peer, so each message is sent to a given endpoint. Models: `opened`, `bound`.
/// Near miss: `connected`.
template <class State>
concept may_send_to = socket_state<State> && State::facts.may_send_to;

/// \concept may_receive_from
/// The socket has a local endpoint that messages can be sent to, and no peer. Models: `bound`. Near
/// miss: `opened`.
template <class State>
concept may_receive_from = socket_state<State> && State::facts.may_receive_from;

/// \concept can_receive_from
/// Messages from any sender can arrive at a socket in this state: the socket is bound, or the
/// protocol receives unbound. To receive on any free port, bind to port 0.
/// Models: `bound` for `udp`, `opened` for `icmp`. Near miss: `opened` for `udp`.
template <class State, class Protocol>
concept can_receive_from =
    may_receive_from<State> || (may_send_to<State> && receives_unbound<Protocol>);

/// \concept may_receive_data
/// A socket in this state can receive data, from its peer or from any sender.
/// Models: `connected`; `bound` for `udp`. Near miss: `opened` for `udp`.
template <class State, class Protocol>
concept may_receive_data =
    may_receive<State> ||
    (message_oriented<Protocol> && connectionless<Protocol> && can_receive_from<State, Protocol>);

/// \concept may_become_readable
/// A socket in this state can become readable: data, a connection, the end of the stream or an
/// error can arrive.
/// Models: `connected`; `listening` for `tcp`; `bound` for `udp`. Near miss: `opened` for `udp`.
template <class State, class Protocol>
concept may_become_readable =
    may_receive_data<State, Protocol> ||
    (may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol>);

/// \concept may_become_writable
/// A socket in this state can become writable: it can send, or its attempt to connect can complete.
/// Models: `connected`; `opened` for `udp`; `connecting` for `tcp`. Near miss: `listening`.
template <class State, class Protocol>
concept may_become_writable = may_send<State> || (may_send_to<State> && connectionless<Protocol>) ||
                              (may_finish<State> && connection_oriented<Protocol>);

/// \concept may_shut_down
/// Both directions are open, and each can be shut down. Models: `connected`. Near miss:
/// `listening`.
template <class State>
concept may_shut_down = socket_state<State> && State::facts.may_shut_down;

/// \concept has_local_endpoint
/// The system can return the local endpoint of the socket (getsockname(2)). Models: `bound`,
/// `listening`, `connected`. Near miss: `opened`.
template <class State>
concept has_local_endpoint = socket_state<State> && State::facts.has_local_endpoint;

/// \concept has_remote_endpoint
/// The system can return the endpoint of the peer (getpeername(2)). Models: `connected`. Near miss:
/// `listening`.
template <class State>
concept has_remote_endpoint = socket_state<State> && State::facts.has_remote_endpoint;

/// \concept shuts_down_on_close
/// When the socket is closed, its sending direction is shut down, even if another descriptor refers
/// to the same connection. Models: `sending`. Near miss: `connected`.
template <class State>
concept shuts_down_on_close = socket_state<State> && State::facts.shuts_down_on_close;

/// \concept may_wait
/// An operation of a socket in this state can wait, so that `shutdown` has something to wake.
/// Models: `listening`, `connected`; `bound` for `udp`. Near miss: `bound` for `tcp`.
template <class State, class Protocol>
concept may_wait = (may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol>) ||
                   may_send<State> || may_receive<State> || may_handshake<State> ||
                   (may_send_to<State> && message_oriented<Protocol> && connectionless<Protocol>);

}  // namespace v0
}  // namespace tenon
