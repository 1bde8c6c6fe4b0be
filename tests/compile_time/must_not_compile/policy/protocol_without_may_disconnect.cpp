// SPDX-License-Identifier: BSL-1.0
// A protocol declares whether its sockets can disconnect.
//
// change: may_disconnect -> its_may_disconnect
// concept: protocol
// words: may_disconnect
#include <tenon.hpp>

struct gossip {
    static constexpr int number = 253;
    static constexpr int socket_type = SOCK_RAW;
    static constexpr bool connection_oriented = false;
    static constexpr bool message_oriented = true;
    static constexpr bool may_listen = false;
    static constexpr bool /*here*/ may_disconnect = false;
    static constexpr bool receives_unbound = true;
    template <class Data>
    using send_operation = tenon::operation::send<Data>;
    template <class Buffer>
    using receive_operation = tenon::operation::receive_datagram<Buffer>;
};

static_assert(tenon::protocol<gossip>);
