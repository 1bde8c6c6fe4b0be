// SPDX-License-Identifier: BSL-1.0
// A UDP socket with a fixed peer receives from it only: use `receive`.
//
// change: bound -> connected
// concept: can_receive_from
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive_from(buffer);
}
