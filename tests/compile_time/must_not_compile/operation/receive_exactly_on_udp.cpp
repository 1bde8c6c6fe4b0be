// SPDX-License-Identifier: BSL-1.0
// There is no `receive_exactly` on UDP: a message has a length of its own: `receive`.
//
// change: tcp -> udp
// concept: byte_stream
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ tcp, tenon::ipv4>& socket, tenon::mutable_bytes buffer) {
    return socket.receive_exactly(buffer);
}
