// SPDX-License-Identifier: BSL-1.0
// A socket whose sending direction is shut down does not send.
//
// change: connected -> receiving
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send(data);
}
