// SPDX-License-Identifier: BSL-1.0
// UDP cannot send an end, so no direction can be shut down.
//
// change: tcp -> udp
// concept: connection_oriented
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ tcp, tenon::ipv4> socket) {
    return std::move(socket).shutdown_send();
}
