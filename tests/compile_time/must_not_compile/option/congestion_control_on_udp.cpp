// SPDX-License-Identifier: BSL-1.0
// UDP has no congestion control.
//
// change: tcp -> udp
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ tcp, tenon::ipv6, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::congestion_control{"cubic"});
}
