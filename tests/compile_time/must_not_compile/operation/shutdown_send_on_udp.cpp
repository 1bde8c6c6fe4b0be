// SPDX-License-Identifier: BSL-1.0
// UDP has no end to send: there is nothing to shut.
//
// change: tcp -> udp
// concept: connection_oriented
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ tcp, tenon::ipv4> socket) {
    return std::move(socket).shutdown_send();
}
