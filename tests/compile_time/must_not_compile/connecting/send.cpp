// SPDX-License-Identifier: BSL-1.0
// An attempt on its way has no peer yet: finish it first.
//
// change: connected -> connecting
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::nonblocking>& socket,
            tenon::const_bytes data) {
    return socket.send(data);
}
