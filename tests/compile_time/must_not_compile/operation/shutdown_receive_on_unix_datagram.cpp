// SPDX-License-Identifier: BSL-1.0
// Datagrams have no connection of which one direction could be shut.
//
// change: seqpacket -> datagram
// concept: connection_oriented
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ seqpacket, tenon::unix_domain> socket) {
    return std::move(socket).shutdown_receive();
}
