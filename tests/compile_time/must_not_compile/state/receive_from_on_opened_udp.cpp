// SPDX-License-Identifier: BSL-1.0
// Nothing comes to a UDP socket that has no port: bind it first, to port 0 say.
//
// change: bound -> opened
// concept: can_receive_from
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive_from(buffer);
}
