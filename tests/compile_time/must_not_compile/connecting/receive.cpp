// SPDX-License-Identifier: BSL-1.0
// A connecting socket does not receive.
//
// change: connected -> connecting
// concept: may_receive
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::nonblocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive(buffer);
}
