// SPDX-License-Identifier: BSL-1.0
// An opened UDP socket has no port, so it receives nothing.
//
// change: bound -> opened
// concept: may_receive_data
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking>& socket) {
    return socket.available();
}
