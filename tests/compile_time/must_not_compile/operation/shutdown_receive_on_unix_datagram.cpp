// SPDX-License-Identifier: BSL-1.0
// A datagram socket has no connection, so no direction can be shut down.
//
// change: seqpacket -> datagram
// concept: connection_oriented
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ seqpacket, tenon::unix_domain> socket) {
    return std::move(socket).shutdown_receive();
}
