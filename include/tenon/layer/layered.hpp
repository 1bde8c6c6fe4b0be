// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/beside.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/concepts/layers.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layer_request.hpp>
#include <tenon/layer/layer_session.hpp>
#include <tenon/layer/layer_transition.hpp>
#include <tenon/layer/stack.hpp>
#include <tenon/layer/through_layers.hpp>

namespace tenon {
inline namespace v0 {

/// \concept needs_byte_stream
/// The layer makes sense only over a connection that carries bytes in order. Models:
/// `framing<lines>`. Near miss: `counting`.
template <class Layer>
concept needs_byte_stream = requires { requires Layer::needs_byte_stream; };

/// \concept needs_messages
/// The layer makes sense only over a protocol that keeps the boundaries of messages. Models:
/// `checksumming<>`. Near miss: `counting`.
template <class Layer>
concept needs_messages = requires { requires Layer::needs_messages; };

/// \concept carries_layers
/// The protocol keeps no data for a socket but its layers, so that a layer can lie over it. Models:
/// `tcp`, `counted<tcp>`. Near miss: a protocol with a session of its own, whose operations the
/// layers would bypass.
template <class Lower>
concept carries_layers = !has_session<Lower> || has_layers<Lower>;

/// \concept has_needed_stream
/// The protocol below is a connection that carries bytes in order, or the layer does not need one.
/// Models: `framing<lines>` over `tcp`. Near misses: `framing<lines>` over `udp`, or over another
/// framing.
template <class Layer, class Lower>
concept has_needed_stream =
    !needs_byte_stream<Layer> || (byte_stream<Lower> && connection_oriented<Lower>);

/// \concept has_needed_messages
/// The protocol below keeps the boundaries of messages, or the layer does not need them. Models:
/// `checksumming<>` over `udp`. Near miss: `checksumming<>` over `tcp`.
template <class Layer, class Lower>
concept has_needed_messages = !needs_messages<Layer> || message_oriented<Lower>;

/// \concept fits_over
/// The layer makes sense over the protocol.
/// Models: `framing<lines>` over `tcp`. Near miss: `framing<lines>` over `udp`.
template <class Layer, class Lower>
concept fits_over = protocol<Lower> && carries_layers<Lower> && has_needed_stream<Layer, Lower> &&
                    has_needed_messages<Layer, Lower>;

namespace detail {
/// The names of the optional members of a layer.
struct layer_members {
    int message_oriented;
    int handshake;
    int lend;
};
TENON_OPTIONAL_FACT(layer_members, message_oriented)
TENON_OPTIONAL_MEMBER(layer_members, handshake)
TENON_OPTIONAL_MEMBER(layer_members, lend)
}  // namespace detail

/// \concept has_layer_facts
/// Each fact of the layer is a `static constexpr bool`. Models: `layer`. Near miss: a layer with
/// `static constexpr int both_ways_at_once`.
template <class Layer>
concept has_layer_facts = requires {
    { Layer::has_handshake } -> std::same_as<const bool&>;
    { Layer::needs_byte_stream } -> std::same_as<const bool&>;
    { Layer::needs_messages } -> std::same_as<const bool&>;
    { Layer::both_ways_at_once } -> std::same_as<const bool&>;
    { Layer::lends_messages } -> std::same_as<const bool&>;
    { Layer::permanent } -> std::same_as<const bool&>;
} && detail::message_oriented_is_bool<Layer>;

/// \concept derivable
/// The class is not final: the library derives from it to find out which members it declares.
/// Models: `layer`. Near miss: a layer that is declared `final`.
template <class Layer>
concept derivable = !std::is_final_v<Layer>;

/// \concept states_handshake
/// The layer has a member `handshake` if it states so by `has_handshake`, and only then: a layer
/// that verifies the peer must not be left out silently. Models: `layer`. Near miss: a layer with
/// `handshake` and without `has_handshake`.
template <class Layer>
concept states_handshake =
    Layer::has_handshake != detail::says_no_handshake<Layer, detail::no_layers>;

/// \concept states_lend
/// The layer has a member `lend` if it states so by `lends_messages`, and only then. Models:
/// `layer`. Near miss: a layer with `lend` and without `lends_messages`.
template <class Layer>
concept states_lend = Layer::lends_messages != detail::says_no_lend<Layer, detail::no_layers>;

/// \concept connection_layer
/// A class that can be a layer.
/// The least to supply: derive from `layer`; if there are settings, a copyable type `settings` and
/// a constructor from `const settings&` and a `side`. A fact is a `static constexpr bool`. What the
/// compiler cannot check: the rule of layers (see `layer`); that the constructor does not throw.
/// Models: `counting`. Near misses: `lines`, which is a codec, so that `framing<lines>` is the
/// layer; a layer with settings and without the constructor.
template <class Layer>
concept connection_layer =
    std::derived_from<Layer, layer> && derivable<Layer> && has_layer_facts<Layer> &&
    states_handshake<Layer> && states_lend<Layer> &&
    std::copy_constructible<typename Layer::settings> &&
    std::constructible_from<Layer, const typename Layer::settings&, side>;

namespace detail {

/// The stack of a protocol, and the protocol below its lowest layer.
template <class Protocol>
struct layers_of {
    using stack = no_layers;
    using bottom = Protocol;
};
template <has_layers Protocol>
struct layers_of<Protocol> {
    using stack = typename Protocol::stack_type;
    using bottom = typename Protocol::bottom_protocol;
};

template <class Layer, class Lower>
[[nodiscard]] consteval bool is_message_oriented() noexcept {
    if constexpr (requires { Layer::message_oriented; })
        return Layer::message_oriented;
    else
        return Lower::message_oriented;
}
/// The settings of a layer are among the types, or can be default-constructed.
template <class Settings, class... Given>
concept settings_in =
    std::default_initializable<Settings> || (std::same_as<Settings, Given> || ...);

template <class Protocol, class Existing, class... Arguments>
[[nodiscard]] consteval bool has_settings_down_to() noexcept {
    if constexpr (std::same_as<Protocol, Existing> || !has_layers<Protocol>)
        return true;
    else
        return Protocol::template has_settings_over<Existing, Arguments...>;
}

template <class Protocol, class Existing>
[[nodiscard]] consteval bool has_handshake_down_to() noexcept {
    if constexpr (std::same_as<Protocol, Existing> || !has_layers<Protocol>)
        return false;
    else
        return Protocol::template has_handshake_over<Existing>;
}

/// The operation that receives, whose result is what the layer states by `message_oriented`.
template <class Operation, bool MessageOriented>
struct receive_as_stated {
    using type = Operation;
    static_assert(
        std::same_as<typename Operation::value_type,
                     std::conditional_t<MessageOriented, received<>, mutable_bytes>>,
        "a layer's receive returns result<received<>> if it is message_oriented, otherwise "
        "result<mutable_bytes>");
};

/// A placeholder for an operation that the layers do not have.
template <class Stack, class Protocol, bool Lends>
struct lend_of {
    using type = archetype::operation;
};
template <class Stack, class Protocol>
struct lend_of<Stack, Protocol, true> {
    using type = detail::through_layers<Stack, Protocol, detail::request::lend>;
};

}  // namespace detail

/// The protocol `Lower` with a layer over it. It has the family, the options and the facts of
/// `Lower`; what is sent and received passes through the layer. There is one `Layer` object for
/// each connection.
///
///     auto socket = tenon::connect<tenon::layered<tenon::counting, tenon::tcp>>(endpoint);
///
/// Layers have shorter names: `counted<tcp>`, `framed<lines, counted<tcp>>`.
template <connection_layer Layer, class Lower>
    requires fits_over<Layer, Lower>
struct layered : Lower {
    using layer_type = Layer;
    using lower_protocol = Lower;
    using bottom_protocol = typename detail::layers_of<Lower>::bottom;
    using stack_type = detail::layer_stack<Layer, typename detail::layers_of<Lower>::stack>;
    using session = detail::layer_session<stack_type>;

    static constexpr bool message_oriented = detail::is_message_oriented<Layer, Lower>();
    static constexpr bool has_handshake = Layer::has_handshake || tenon::has_handshake<Lower>;
    static constexpr bool both_ways_at_once =
        Layer::both_ways_at_once && tenon::both_ways_at_once<Lower>;
    static constexpr bool lends_messages = Layer::lends_messages;
    static constexpr bool may_take_off_layer = !Layer::permanent;
    static constexpr bool has_urgent_data = false;
    static constexpr bool may_disconnect = false;
    /// As `Lower`, whether the pair was declared by the protocol, by the family or by a third
    /// party.
    template <class Family>
    static constexpr bool runs_over = tenon::runs_over<Lower, Family>;

    template <class Wanted>
    static constexpr bool has_layer =
        std::same_as<Layer, Wanted> || tenon::has_layer<Lower, Wanted>;
    template <class Argument>
    static constexpr bool takes_setting = (std::same_as<typename Layer::settings, Argument> &&
                                           !std::same_as<Argument, no_settings>) ||
                                          setting_of<Argument, Lower>;
    /// Whether each layer of the stack, down to those of `Existing`, has its settings among the
    /// arguments, or can do without.
    template <class Existing, class... Arguments>
    static constexpr bool has_settings_over =
        detail::settings_in<typename Layer::settings, Arguments...> &&
        detail::has_settings_down_to<Lower, Existing, Arguments...>();

    /// Whether this layer, or one between it and those of `Existing`, has a handshake.
    template <class Existing>
    static constexpr bool has_handshake_over =
        Layer::has_handshake || detail::has_handshake_down_to<Lower, Existing>();

    template <class Request>
    using through = detail::through_layers<stack_type, bottom_protocol, Request>;

    template <class Data>
    using send_operation = through<detail::request::send<Data>>;
    template <class Buffer>
    using receive_operation = typename detail::receive_as_stated<through<detail::request::receive>,
                                                                 message_oriented>::type;
    // Messages are sent and received whole: these two exist for bytes only.
    template <class Cursor>
    using send_all_operation = std::conditional_t<message_oriented, archetype::operation,
                                                  through<detail::request::send_all<Cursor>>>;
    template <class Cursor>
    using receive_exactly_operation =
        std::conditional_t<message_oriented, archetype::operation,
                           through<detail::request::receive_exactly<Cursor>>>;

    /// The layer, the protocol and the operations of the members that only sockets with layers
    /// have.
    struct layer_operations {
        using highest = Layer;
        using lower = Lower;
        using lend = typename detail::lend_of<stack_type, bottom_protocol, lends_messages>::type;
        using readable = through<detail::request::readable>;
        using flush = through<detail::request::flush>;
        using close = detail::close_layers<session, through<detail::request::shutdown_send>>;
        template <class Socket>
        using handshake =
            detail::layer_transition<Socket, session, through<detail::request::handshake>>;
        template <class Socket>
        using shutdown_send =
            detail::layer_transition<Socket, session, through<detail::request::shutdown_send>>;
        template <class Socket, class Plain, class Endpoint, class Session, bool Waits>
        using connect =
            detail::connect_layers<Socket, Plain, bottom_protocol, Endpoint, Session, session,
                                   through<detail::request::handshake>, has_handshake && Waits>;
    };
};

}  // namespace v0
}  // namespace tenon
