// SPDX-License-Identifier: BSL-1.0
// A protocol without `peek_operation` has no `peek`.
//
// change: peek_operation -> look_operation
// concept: may_peek
#include <tenon.hpp>

struct lines {
    static constexpr int number = 0;
    static constexpr int socket_type = SOCK_STREAM;
    static constexpr bool connection_oriented = true;
    static constexpr bool message_oriented = false;
    static constexpr bool may_listen = true;
    static constexpr bool may_disconnect = false;
    static constexpr bool receives_unbound = false;
    template <class Data>
    using send_operation = tenon::operation::send<Data>;
    template <class Buffer>
    using receive_operation = tenon::operation::receive<Buffer>;
    template <class Buffer>
    using /*here*/ peek_operation = tenon::operation::receive<Buffer>;
};

auto misuse(tenon::connection<lines, tenon::unix_domain>& socket, tenon::mutable_bytes buffer) {
    return socket.peek(buffer);
}
