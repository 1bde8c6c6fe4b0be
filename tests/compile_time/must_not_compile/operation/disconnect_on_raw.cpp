// SPDX-License-Identifier: BSL-1.0
// Linux would take a raw socket that was disconnected off its list of hearers.
//
// change: udp -> raw_ip<89>
// concept: may_disconnect
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ udp, tenon::ipv4> socket) {
    return std::move(socket).disconnect();
}
