// SPDX-License-Identifier: BSL-1.0
// TCP has no disconnect: a connection ends when its socket is closed.
//
// change: udp -> tcp
// concept: may_disconnect
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ udp, tenon::ipv4> socket) {
    return std::move(socket).disconnect();
}
