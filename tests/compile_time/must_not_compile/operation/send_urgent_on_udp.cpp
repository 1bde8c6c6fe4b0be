// SPDX-License-Identifier: BSL-1.0
// UDP has no urgent data.
//
// change: tcp -> udp
// concept: has_urgent_data
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ tcp, tenon::ipv4>& socket) {
    return socket.send_urgent(std::byte{1});
}
