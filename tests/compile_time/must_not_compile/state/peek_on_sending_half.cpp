// SPDX-License-Identifier: BSL-1.0
// The sending half of a connection does not receive, so it has no `peek`.
//
// change: receiving -> sending
// concept: may_receive
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ receiving, tenon::blocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.peek(buffer);
}
