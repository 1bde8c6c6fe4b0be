// SPDX-License-Identifier: BSL-1.0
// A UDP socket without a peer cannot disconnect.
//
// change: connected -> bound
// concept: may_shut_down
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking> socket) {
    return std::move(socket).disconnect();
}
