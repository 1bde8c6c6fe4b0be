// SPDX-License-Identifier: BSL-1.0
#pragma once

// Concepts that tell whether a socket type has an operation. They test the call as a program writes
// it.

#include <array>
#include <cstddef>
#include <utility>

#include <tenon.hpp>

#include <support/layers.hpp>

namespace support {

// Transitions, which are called on an rvalue.
template <class Socket>
concept can_bind = requires(Socket socket, const typename Socket::endpoint_type& endpoint) {
    std::move(socket).bind(endpoint);
};
template <class Socket>
concept can_listen = requires(Socket socket) { std::move(socket).listen(); };
template <class Socket>
concept can_connect = requires(Socket socket, const typename Socket::endpoint_type& endpoint) {
    std::move(socket).connect(endpoint);
};
template <class Socket>
concept can_finish = requires(Socket socket) { std::move(socket).finish(); };
template <class Socket>
concept can_disconnect = requires(Socket socket) { std::move(socket).disconnect(); };
template <class Socket>
concept can_shutdown_send = requires(Socket socket) { std::move(socket).shutdown_send(); };
template <class Socket>
concept can_shutdown_receive = requires(Socket socket) { std::move(socket).shutdown_receive(); };
template <class Socket>
concept can_split = requires(Socket socket) { std::move(socket).split(); };
template <class Socket, class Protocol = typename Socket::protocol_type,
          class State = tenon::opened>
concept can_become =
    requires(Socket socket) { std::move(socket).template become<Protocol, State>(); };

// Accepting connections.
template <class Socket>
concept can_accept = requires(Socket socket) { socket.accept(); };
template <class Socket>
concept can_accept_from = requires(Socket socket) { socket.accept_from(); };
template <class Socket>
concept can_iterate = requires(Socket socket) { ++socket.begin() == socket.end(); };

// Sending and receiving, with a single buffer, with several, and with a cursor.
template <class Socket>
concept can_send = requires(Socket socket, tenon::const_bytes data) { socket.send(data); };
template <class Socket>
concept can_send_all = requires(Socket socket, tenon::const_bytes data) { socket.send_all(data); };
template <class Socket>
concept can_receive =
    requires(Socket socket, tenon::mutable_bytes buffer) { socket.receive(buffer); };
template <class Socket>
concept can_receive_exactly =
    requires(Socket socket, tenon::mutable_bytes buffer) { socket.receive_exactly(buffer); };
template <class Socket>
concept can_peek = requires(Socket socket, tenon::mutable_bytes buffer) { socket.peek(buffer); };
template <class Socket, class Endpoint = typename Socket::endpoint_type>
concept can_send_to = requires(Socket socket, tenon::const_bytes data, const Endpoint& endpoint) {
    socket.send_to(data, endpoint);
};
template <class Socket>
concept can_receive_from =
    requires(Socket socket, tenon::mutable_bytes buffer) { socket.receive_from(buffer); };

using two_to_send = tenon::pieces<tenon::const_bytes, 2>;
using two_to_fill = tenon::pieces<tenon::mutable_bytes, 2>;
template <class Socket>
concept can_gather_send = requires(Socket socket, const two_to_send& data) { socket.send(data); };
template <class Socket>
concept can_gather_send_all =
    requires(Socket socket, const two_to_send& data, tenon::unsent<>& rest) {
        socket.send_all(data);
        socket.send_all(rest);
    };
template <class Socket>
concept can_scatter_receive =
    requires(Socket socket, const two_to_fill& buffer) { socket.receive(buffer); };
template <class Socket>
concept can_scatter_receive_exactly =
    requires(Socket socket, const two_to_fill& buffer, tenon::unfilled<>& rest) {
        socket.receive_exactly(buffer);
        socket.receive_exactly(rest);
    };
template <class Socket>
concept can_scatter_peek =
    requires(Socket socket, const two_to_fill& buffer) { socket.peek(buffer); };
template <class Socket>
concept can_gather_send_to =
    requires(Socket socket, const two_to_send& data,
             const typename Socket::endpoint_type& endpoint) { socket.send_to(data, endpoint); };
template <class Socket>
concept can_scatter_receive_from =
    requires(Socket socket, const two_to_fill& buffer) { socket.receive_from(buffer); };

// Urgent data.
template <class Socket>
concept can_send_urgent = requires(Socket socket) { socket.send_urgent(std::byte()); };
template <class Socket>
concept can_receive_urgent = requires(Socket socket) { socket.receive_urgent(); };
template <class Socket>
concept can_ask_at_mark = requires(const Socket socket) { socket.at_mark(); };

// Layers. `with_layer` puts a layer on that has no settings, so that it exists if any does.
template <class Socket>
concept can_handshake = requires(Socket socket) { std::move(socket).handshake(); };
template <class Socket>
concept has_layer = requires(const Socket socket) { socket.layer(); };
template <class Socket>
concept can_put_layer_on =
    requires(Socket socket) { std::move(socket).template with_layer<tallied>(); };
template <class Socket>
concept can_take_layer_off = requires(Socket socket) { std::move(socket).without_layer(); };
template <class Socket>
concept can_flush = requires(Socket socket) { socket.flush(); };
template <class Socket>
concept can_receive_lent = requires(Socket socket) { socket.receive(); };

// Multicast groups. A family without groups is tested with those of IPv4.
template <class Family>
struct groups_tested_with {
    using group = tenon::ipv4::group;
};
template <tenon::has_groups Family>
struct groups_tested_with<Family> {
    using group = typename Family::group;
};
template <class Family>
using group_for = typename groups_tested_with<Family>::group;
template <class Family>
using source_for = tenon::source_of<group_for<Family>>;

template <class Socket, class Family = typename Socket::family_type>
concept can_join_group =
    requires(Socket socket, const group_for<Family>& group, tenon::interface_index index) {
        socket.join_group(group, index);
    };
template <class Socket, class Family = typename Socket::family_type>
concept can_join_source =
    requires(Socket socket, const group_for<Family>& group, const source_for<Family>& source,
             tenon::interface_index index) { socket.join_group(group, source, index); };
template <class Socket, class Family = typename Socket::family_type>
concept can_leave_group =
    requires(Socket socket, const group_for<Family>& group, tenon::interface_index index) {
        socket.leave_group(group, index);
    };
template <class Socket, class Family = typename Socket::family_type>
concept can_leave_source =
    requires(Socket socket, const group_for<Family>& group, const source_for<Family>& source,
             tenon::interface_index index) { socket.leave_group(group, source, index); };
template <class Socket, class Family = typename Socket::family_type>
concept can_block_source =
    requires(Socket socket, const group_for<Family>& group, const source_for<Family>& source,
             tenon::interface_index index) { socket.block_source(group, source, index); };
template <class Socket, class Family = typename Socket::family_type>
concept can_unblock_source =
    requires(Socket socket, const group_for<Family>& group, const source_for<Family>& source,
             tenon::interface_index index) { socket.unblock_source(group, source, index); };

// Queries.
template <class Socket>
concept has_local_endpoint = requires(const Socket socket) { socket.local_endpoint(); };
template <class Socket>
concept has_remote_endpoint = requires(const Socket socket) { socket.remote_endpoint(); };
template <class Socket>
concept has_available = requires(const Socket socket) { socket.available(); };
template <class Socket>
concept can_wait_readable = requires(Socket socket) { socket.readable(); };
template <class Socket>
concept can_wait_writable = requires(Socket socket) { socket.writable(); };

// Use by other owners and threads.
template <class Socket>
concept can_duplicate = requires(const Socket socket) { socket.duplicate(); };
template <class Socket>
concept can_shutdown = requires(const Socket socket) { socket.shutdown(); };

/// The operations that only some sockets have: the columns of the truth table.
enum class column : std::size_t {
    bind,
    listen,
    connect,
    finish,
    disconnect,
    shutdown_send,
    shutdown_receive,
    split,
    become,
    accept,
    accept_from,
    iterate,
    send,
    send_all,
    receive,
    receive_exactly,
    peek,
    send_to,
    receive_from,
    send_urgent,
    receive_urgent,
    at_mark,
    local_endpoint,
    remote_endpoint,
    available,
    readable,
    writable,
    duplicate,
    shutdown,
    handshake,
    layer,
    with_layer,
    without_layer,
    flush,
    receive_lent,
    join_group,
    join_source,
    leave_group,
    leave_source,
    block_source,
    unblock_source,
};
inline constexpr std::size_t columns = static_cast<std::size_t>(column::unblock_source) + 1;

inline constexpr const char* column_names[columns] = {
    "bind",
    "listen",
    "connect",
    "finish",
    "disconnect",
    "shutdown_send",
    "shutdown_receive",
    "split",
    "become",
    "accept",
    "accept_from",
    "iterate",
    "send",
    "send_all",
    "receive",
    "receive_exactly",
    "peek",
    "send_to",
    "receive_from",
    "send_urgent",
    "receive_urgent",
    "at_mark",
    "local_endpoint",
    "remote_endpoint",
    "available",
    "readable",
    "writable",
    "duplicate",
    "shutdown",
    "handshake",
    "layer",
    "with_layer",
    "without_layer",
    "flush",
    "receive without a buffer",
    "join_group",
    "join_group of a source",
    "leave_group",
    "leave_group of a source",
    "block_source",
    "unblock_source",
};

/// Whether the library has each operation for a socket type, in the order of `column`.
template <class Socket>
inline constexpr std::array<bool, columns> exists{
    can_bind<Socket>,
    can_listen<Socket>,
    can_connect<Socket>,
    can_finish<Socket>,
    can_disconnect<Socket>,
    can_shutdown_send<Socket>,
    can_shutdown_receive<Socket>,
    can_split<Socket>,
    can_become<Socket>,
    can_accept<Socket>,
    can_accept_from<Socket>,
    can_iterate<Socket>,
    can_send<Socket>,
    can_send_all<Socket>,
    can_receive<Socket>,
    can_receive_exactly<Socket>,
    can_peek<Socket>,
    can_send_to<Socket>,
    can_receive_from<Socket>,
    can_send_urgent<Socket>,
    can_receive_urgent<Socket>,
    can_ask_at_mark<Socket>,
    has_local_endpoint<Socket>,
    has_remote_endpoint<Socket>,
    has_available<Socket>,
    can_wait_readable<Socket>,
    can_wait_writable<Socket>,
    can_duplicate<Socket>,
    can_shutdown<Socket>,
    can_handshake<Socket>,
    has_layer<Socket>,
    can_put_layer_on<Socket>,
    can_take_layer_off<Socket>,
    can_flush<Socket>,
    can_receive_lent<Socket>,
    can_join_group<Socket>,
    can_join_source<Socket>,
    can_leave_group<Socket>,
    can_leave_source<Socket>,
    can_block_source<Socket>,
    can_unblock_source<Socket>,
};

/// Whether the forms with several buffers and with cursors exist exactly if the form with a single
/// buffer does. Layers receive into one buffer.
template <class Socket>
inline constexpr bool forms_agree =
    can_send<Socket> == can_gather_send<Socket> &&
    can_send_all<Socket> == can_gather_send_all<Socket> &&
    (can_receive<Socket> && !tenon::has_layers<typename Socket::protocol_type>) ==
        can_scatter_receive<Socket> &&
    can_receive_exactly<Socket> == can_scatter_receive_exactly<Socket> &&
    can_peek<Socket> == can_scatter_peek<Socket> &&
    can_send_to<Socket> == can_gather_send_to<Socket> &&
    can_receive_from<Socket> == can_scatter_receive_from<Socket>;

/// Whether a transition can be called on an lvalue.
template <class Socket>
concept some_transition_takes_an_lvalue =
    requires(Socket& socket, const typename Socket::endpoint_type& endpoint) {
        socket.bind(endpoint);
    } || requires(Socket& socket) { socket.listen(); } ||
    requires(Socket& socket, const typename Socket::endpoint_type& endpoint) {
        socket.connect(endpoint);
    } || requires(Socket& socket) { socket.finish(); } ||
    requires(Socket& socket) { socket.disconnect(); } ||
    requires(Socket& socket) { socket.shutdown_send(); } ||
    requires(Socket& socket) { socket.shutdown_receive(); } ||
    requires(Socket& socket) { socket.split(); } ||
    requires(Socket& socket) { socket.handshake(); } ||
    requires(Socket& socket) { socket.template with_layer<tallied>(); } ||
    requires(Socket& socket) { socket.without_layer(); } || requires(Socket& socket) {
        socket.template become<typename Socket::protocol_type, tenon::opened>();
    };

}  // namespace support
