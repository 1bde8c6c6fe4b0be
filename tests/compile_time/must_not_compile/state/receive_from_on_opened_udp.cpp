// SPDX-License-Identifier: BSL-1.0
// An opened UDP socket has no port, so it receives nothing: bind it first, for instance to port 0.
//
// change: bound -> opened
// concept: can_receive_from
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive_from(buffer);
}
