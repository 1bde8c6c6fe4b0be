// SPDX-License-Identifier: BSL-1.0
// A connection does not accept connections; its listener does.
//
// change: listening -> connected
// concept: may_accept
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ listening, tenon::blocking>& socket) {
    return socket.accept_from();
}
