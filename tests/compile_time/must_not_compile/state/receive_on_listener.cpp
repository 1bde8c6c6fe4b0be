// SPDX-License-Identifier: BSL-1.0
// A listener receives connections, not data.
//
// change: connected -> listening
// concept: may_receive
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket,
            tenon::mutable_bytes buffer) {
    return socket.receive(buffer);
}
