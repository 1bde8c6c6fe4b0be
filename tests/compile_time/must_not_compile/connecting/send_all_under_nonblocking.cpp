// SPDX-License-Identifier: BSL-1.0
// The nonblocking driver does not wait, so it has no `send_all`: keep a cursor, and send the rest
// when the socket is writable.
//
// change: blocking -> nonblocking
// concept: waits
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4, tenon::/*here*/ blocking>& socket, tenon::const_bytes data) {
    return socket.send_all(data);
}
