// SPDX-License-Identifier: BSL-1.0
// A protocol has a number, or one for each family.
//
// change: number -> its_number
// concept: runs_over
#include <tenon.hpp>

struct gossip {
    static constexpr int /*here*/ number = 253;
    static constexpr int socket_type = SOCK_RAW;
    static constexpr bool connection_oriented = false;
    static constexpr bool message_oriented = true;
    static constexpr bool may_listen = false;
    static constexpr bool may_disconnect = false;
    static constexpr bool receives_unbound = true;
    template <class Data>
    using send_operation = tenon::operation::send<Data>;
    template <class Buffer>
    using receive_operation = tenon::operation::receive_datagram<Buffer>;
};

auto misuse() {
    return tenon::open<gossip, tenon::ipv4>();
}
