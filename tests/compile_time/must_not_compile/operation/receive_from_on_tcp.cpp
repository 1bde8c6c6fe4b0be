// SPDX-License-Identifier: BSL-1.0
// TCP receives from the peer of the connection only.
//
// change: udp -> tcp
// concept: message_oriented
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive_from(buffer);
}
