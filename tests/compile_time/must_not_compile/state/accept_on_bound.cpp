// SPDX-License-Identifier: BSL-1.0
// A bound socket must listen before it can accept.
//
// change: listening -> bound
// concept: may_accept
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ listening, tenon::blocking>& socket) {
    return socket.accept();
}
