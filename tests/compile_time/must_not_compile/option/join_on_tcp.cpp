// SPDX-License-Identifier: BSL-1.0
// A TCP socket has no multicast groups.
//
// change: udp -> tcp
// concept: connectionless
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::/*here*/ udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket) {
    return socket.join_group("224.0.0.251"_v4_group);
}
