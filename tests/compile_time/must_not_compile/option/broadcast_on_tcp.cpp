// SPDX-License-Identifier: BSL-1.0
// TCP has no broadcast: a connection has one peer.
//
// change: udp -> tcp
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ udp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::broadcast{true});
}
