// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/protocol.hpp>

namespace tenon {
inline namespace v0 {

// A state is a struct of facts: what a socket in it is ready for. A fact that is not declared is false.

/// \concept ready_to_bind
/// Has no local endpoint yet. Models: `opened`.
template <class State>
concept ready_to_bind = requires { State::ready_to_bind; } && State::ready_to_bind;

/// \concept ready_to_listen
/// Has a local endpoint and no peer. Models: `bound`. Near miss: `opened`.
template <class State>
concept ready_to_listen = requires { State::ready_to_listen; } && State::ready_to_listen;

/// \concept ready_to_connect
/// Has no peer, or gives up the attempt to have one. Models: `opened`, `bound`, `connecting`. Near miss: `listening`.
template <class State>
concept ready_to_connect = requires { State::ready_to_connect; } && State::ready_to_connect;

/// \concept may_finish
/// An attempt to connect is on its way, and `finish` says what has become of it. Models: `connecting`. Near miss: `connected`.
template <class State>
concept may_finish = requires { State::may_finish; } && State::may_finish;

/// \concept was_bound
/// Has the local endpoint that the program has chosen, and keeps it when an attempt to connect fails.
/// Models: `bound`. Near miss: `connecting`, which has one that the system chose.
template <class State>
concept was_bound = requires { State::was_bound; } && State::was_bound;

/// \concept may_accept
/// Models: `listening`. Near miss: `bound`.
template <class State>
concept may_accept = requires { State::may_accept; } && State::may_accept;

/// \concept may_send
/// Has a peer, and the direction to it is open. Models: `connected`, `sending`. Near miss: `receiving`.
template <class State>
concept may_send = requires { State::may_send; } && State::may_send;

/// \concept may_receive
/// Has a peer, and the direction from it is open. Models: `connected`, `receiving`. Near miss: `sending`.
template <class State>
concept may_receive = requires { State::may_receive; } && State::may_receive;

/// \concept may_send_to
/// Has no peer, so that each message names its own. Models: `opened`, `bound`. Near miss: `connected`.
template <class State>
concept may_send_to = requires { State::may_send_to; } && State::may_send_to;

/// \concept may_receive_from
/// Has a local endpoint that messages can be addressed to, and no peer. Models: `bound`. Near miss: `opened`.
template <class State>
concept may_receive_from = requires { State::may_receive_from; } && State::may_receive_from;

/// \concept can_receive_from
/// Messages reach a socket in this state: it has a local endpoint (bind to port 0 for any), or the protocol needs none.
/// Models: `bound` for `udp`, `opened` for `icmp`. Near miss: `opened` for `udp`.
template <class State, class Protocol>
concept can_receive_from = may_receive_from<State> || (may_send_to<State> && receives_unbound<Protocol>);

/// \concept data_may_come
/// A socket in this state receives, from its peer or from anyone.
/// Models: `connected`; `bound` for `udp`. Near miss: `opened` for `udp`.
template <class State, class Protocol>
concept data_may_come =
    may_receive<State> || (message_oriented<Protocol> && connectionless<Protocol> && can_receive_from<State, Protocol>);

/// \concept may_shut_down
/// Both directions are open and each can be shut. Models: `connected`. Near miss: `listening`.
template <class State>
concept may_shut_down = requires { State::may_shut_down; } && State::may_shut_down;

/// \concept has_local_endpoint
/// Models: `bound`, `listening`, `connected`. Near miss: `opened`.
template <class State>
concept has_local_endpoint = requires { State::has_local_endpoint; } && State::has_local_endpoint;

/// \concept has_remote_endpoint
/// Models: `connected`. Near miss: `listening`.
template <class State>
concept has_remote_endpoint = requires { State::has_remote_endpoint; } && State::has_remote_endpoint;

/// \concept shuts_down_on_close
/// The end of the socket shuts the sending direction, whatever else refers to the same connection. Models: `sending`.
template <class State>
concept shuts_down_on_close = requires { State::shuts_down_on_close; } && State::shuts_down_on_close;

/// \concept may_wait
/// Some operation of a socket in this state can wait, so that there is something to shut down.
/// Models: `listening`, `connected`; `bound` for `udp`. Near miss: `bound` for `tcp`.
template <class State, class Protocol>
concept may_wait = (may_accept<State> && may_listen<Protocol> && connection_oriented<Protocol>) || may_send<State> ||
                   may_receive<State> || (may_send_to<State> && message_oriented<Protocol> && connectionless<Protocol>);

}  // namespace v0
}  // namespace tenon
