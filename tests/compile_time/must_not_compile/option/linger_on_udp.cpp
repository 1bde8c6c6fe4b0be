// SPDX-License-Identifier: BSL-1.0
// UDP has no linger: close(2) of a UDP socket never waits.
//
// change: tcp -> udp
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ tcp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::linger{{true, 0}});
}
