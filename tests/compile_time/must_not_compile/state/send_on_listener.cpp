// SPDX-License-Identifier: BSL-1.0
// A listener has no peer to send to; the connections that it accepts have one.
//
// change: connected -> listening
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send(data);
}
