// SPDX-License-Identifier: BSL-1.0
// Who has shut the sending direction sends no more.
//
// change: connected -> receiving
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send(data);
}
