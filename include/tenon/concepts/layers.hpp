// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>

#include <tenon/concepts/protocol.hpp>

namespace tenon {
inline namespace v0 {

/// \concept has_layers
/// The protocol has layers, which are objects of the connection. Sockets of the protocol have the
/// members for layers: `handshake`, `flush`, `layer`, `with_layer`, `without_layer`.
/// The least to supply: `struct layer_operations`, the operations of these members; `layered` has
/// it. Models: `counted<tcp>`. Near miss: `tcp`.
template <class Protocol>
concept has_layers = has_session<Protocol> && requires { typename Protocol::layer_operations; };

/// \concept has_handshake
/// A layer exchanges messages with the peer before anything else is sent or received. The waiting
/// `connect` includes this; `accept` returns a socket that is `handshaking`.
/// Models: `socks5<tcp>`. Near miss: `counted<tcp>`.
template <class Protocol>
concept has_handshake = requires {
    { Protocol::has_handshake } -> std::same_as<const bool&>;
} && Protocol::has_handshake;

/// \concept lends_messages
/// The highest layer receives into its own memory, and `receive()` returns a view of the message
/// there.
/// Models: `framed<lines, tcp>`. Near miss: `counted<tcp>`.
template <class Protocol>
concept lends_messages = requires {
    { Protocol::lends_messages } -> std::same_as<const bool&>;
} && Protocol::lends_messages;

/// \concept both_ways_at_once
/// One thread can send while another receives, and the socket can be split. A protocol without
/// layers satisfies this; with layers, each of them has to declare it.
/// Models: `tcp`, `framed<lines, tcp>`. Near miss: a layer that answers a message while it
/// receives.
template <class Protocol>
concept both_ways_at_once = !has_session<Protocol> || (requires {
    { Protocol::both_ways_at_once } -> std::same_as<const bool&>;
} && Protocol::both_ways_at_once);

/// \concept may_take_off_layer
/// The highest layer can be taken off a connection (`without_layer`). Models: `framed<lines, tcp>`.
/// Near misses: `tcp`, which has no layer; a layer that declares `permanent`.
template <class Protocol>
concept may_take_off_layer = requires {
    { Protocol::may_take_off_layer } -> std::same_as<const bool&>;
} && Protocol::may_take_off_layer;

/// \concept has_layer
/// The layer is one of those of the protocol. Models: `counting` for `counted<tcp>`. Near misses:
/// `counting` for `tcp`; the codec `lines` for `framed<lines, tcp>`, whose layer is
/// `framing<lines>`.
template <class Protocol, class Layer>
concept has_layer = has_layers<Protocol> && static_cast<bool>(Protocol::template has_layer<Layer>);

/// \concept setting_of
/// The argument sets up a layer of the protocol: it is of the type `settings` of one of the layers.
/// Models: `lines` for `framed<lines, tcp>`. Near miss: `lines` for `tcp`.
template <class Argument, class Protocol>
concept setting_of =
    has_layers<Protocol> && static_cast<bool>(Protocol::template takes_setting<Argument>);

namespace detail {
/// How many of the types are `Wanted`.
template <class Wanted, class... Types>
inline constexpr std::size_t occurrences_of =
    (std::size_t{0} + ... + std::size_t{std::same_as<Wanted, Types>});
}  // namespace detail

/// \concept settings_given_once
/// No two of the arguments set up the same layer, or state the side, since only one of them could
/// count. Models: one `lines` for `framed<lines, tcp>`. Near miss: two of them.
template <class Protocol, class... Arguments>
concept settings_given_once =
    (... && (!(setting_of<Arguments, Protocol> || std::same_as<Arguments, side>) ||
             detail::occurrences_of<Arguments, Arguments...> == 1));

/// \concept settings_given
/// The arguments have the settings of each layer that cannot do without: those whose type has no
/// default constructor. None is given twice.
/// Models: `socks5_target` for `socks5<tcp>`; none for `framed<lines, tcp>`. Near miss: none for
/// `socks5<tcp>`.
template <class Protocol, class... Arguments>
concept settings_given =
    settings_given_once<Protocol, Arguments...> &&
    (!has_layers<Protocol> ||
     static_cast<bool>(
         Protocol::template has_settings_over<typename Protocol::bottom_protocol, Arguments...>));

/// \concept layer_argument
/// The argument may be given to `with_layer`: it sets up one of the layers, or is a `side`. Models:
/// `side`. Near miss: an option.
template <class Argument, class Protocol>
concept layer_argument = setting_of<Argument, Protocol> || std::same_as<Argument, side>;

/// \concept settings_given_over
/// As `settings_given`, for the layers of `Protocol` that lie over those of `Existing`.
template <class Protocol, class Existing, class... Arguments>
concept settings_given_over =
    settings_given_once<Protocol, Arguments...> &&
    static_cast<bool>(Protocol::template has_settings_over<Existing, Arguments...>);

}  // namespace v0
}  // namespace tenon
