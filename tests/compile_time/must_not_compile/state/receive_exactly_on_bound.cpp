// SPDX-License-Identifier: BSL-1.0
// A stream socket without a connection does not receive.
//
// change: connected -> bound
// concept: may_receive
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive_exactly(buffer);
}
