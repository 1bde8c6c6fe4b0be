// SPDX-License-Identifier: BSL-1.0
// The receiving half of a connection does not send.
//
// change: sending -> receiving
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ sending, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send_all(data);
}
