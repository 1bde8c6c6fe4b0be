// SPDX-License-Identifier: BSL-1.0
// A protocol declares whether its sockets receive unbound.
//
// change: receives_unbound -> its_receives_unbound
// concept: protocol
// words: receives_unbound
#include <tenon.hpp>

struct gossip {
    static constexpr int number = 253;
    static constexpr int socket_type = SOCK_RAW;
    static constexpr bool connection_oriented = false;
    static constexpr bool message_oriented = true;
    static constexpr bool may_listen = false;
    static constexpr bool may_disconnect = false;
    static constexpr bool /*here*/ receives_unbound = true;
    template <class Data>
    using send_operation = tenon::operation::send<Data>;
    template <class Buffer>
    using receive_operation = tenon::operation::receive_datagram<Buffer>;
};

static_assert(tenon::protocol<gossip>);
