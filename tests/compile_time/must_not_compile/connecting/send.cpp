// SPDX-License-Identifier: BSL-1.0
// A connecting socket has no peer: finish the attempt first.
//
// change: connected -> connecting
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::nonblocking>& socket,
            tenon::const_bytes data) {
    return socket.send(data);
}
