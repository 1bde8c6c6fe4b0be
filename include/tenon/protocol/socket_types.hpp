// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/concepts/protocol.hpp>
#include <tenon/operation/message_operations.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

// The socket types are protocols themselves; number 0 is the default of the family. Other protocols
// derive from them, and override some of the facts.

/// A reliable stream of bytes between two endpoints (SOCK_STREAM).
struct stream {
    static constexpr int socket_type = SOCK_STREAM;
    static constexpr int number = 0;

    static constexpr bool connection_oriented = true;
    static constexpr bool message_oriented = false;
    static constexpr bool may_listen = true;
    static constexpr bool may_disconnect = false;
    static constexpr bool receives_unbound = false;
    static constexpr bool may_self_connect = true;

    template <class Data>
    using send_operation = operation::send<Data>;
    template <class Buffer>
    using receive_operation = operation::receive<Buffer>;
    template <class Buffer>
    using peek_operation = operation::receive<Buffer>;
};

/// Messages that are sent and received one by one, each with its own peer (SOCK_DGRAM).
struct datagram : operation::message_operations {
    static constexpr int socket_type = SOCK_DGRAM;
    static constexpr int number = 0;

    static constexpr bool connection_oriented = false;
    static constexpr bool message_oriented = true;
    static constexpr bool may_listen = false;
    static constexpr bool may_disconnect = true;
    static constexpr bool receives_unbound = false;
};

/// A reliable sequence of messages between two endpoints (SOCK_SEQPACKET).
struct seqpacket : operation::message_operations {
    static constexpr int socket_type = SOCK_SEQPACKET;
    static constexpr int number = 0;

    static constexpr bool connection_oriented = true;
    static constexpr bool message_oriented = true;
    static constexpr bool may_listen = true;
    static constexpr bool may_disconnect = false;
    static constexpr bool receives_unbound = false;
};

/// The packets of one protocol of the network layer, with or without their header (SOCK_RAW,
/// raw(7)). It runs over no family by itself: a protocol that derives from it supplies the number.
struct raw : operation::message_operations {
    static constexpr int socket_type = SOCK_RAW;
    static constexpr int number = 0;

    static constexpr bool connection_oriented = false;
    static constexpr bool message_oriented = true;
    static constexpr bool may_listen = false;
    static constexpr bool may_disconnect =
        false;  // Once disconnected, a raw socket of Linux receives nothing any more.
    static constexpr bool receives_unbound = true;
};

static_assert(protocol<stream> && connection_oriented<stream> && byte_stream<stream> &&
              may_listen<stream> && !may_disconnect<stream>);
static_assert(protocol<datagram> && connectionless<datagram> && message_oriented<datagram> &&
              !may_listen<datagram> && may_disconnect<datagram>);
static_assert(protocol<seqpacket> && connection_oriented<seqpacket> &&
              message_oriented<seqpacket> && may_listen<seqpacket> && !may_disconnect<seqpacket>);
static_assert(protocol<raw> && connectionless<raw> && message_oriented<raw> &&
              receives_unbound<raw> && !may_disconnect<raw>);

}  // namespace v0
}  // namespace tenon
