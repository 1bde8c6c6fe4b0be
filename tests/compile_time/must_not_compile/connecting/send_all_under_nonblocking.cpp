// SPDX-License-Identifier: BSL-1.0
// Nobody waits until all is sent: keep what is left, and send it when the socket is writable.
//
// change: blocking -> nonblocking
// concept: waits
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4, tenon::/*here*/ blocking>& socket, tenon::const_bytes data) {
    return socket.send_all(data);
}
