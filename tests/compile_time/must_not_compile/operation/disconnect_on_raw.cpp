// SPDX-License-Identifier: BSL-1.0
// A raw socket cannot disconnect: Linux would no longer deliver packets to it.
//
// change: udp -> raw_ip<89>
// concept: may_disconnect
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ udp, tenon::ipv4> socket) {
    return std::move(socket).disconnect();
}
