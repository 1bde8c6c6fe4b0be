// SPDX-License-Identifier: BSL-1.0
// An upper layer protocol needs a connection.
//
// change: connected -> opened
// concept: settable_on
// further concept: applies_in
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.set(tenon::options::upper_layer_protocol{"tls"});
}
