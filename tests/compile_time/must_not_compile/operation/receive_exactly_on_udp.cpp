// SPDX-License-Identifier: BSL-1.0
// UDP has no `receive_exactly`, because a message has its own length: use `receive`.
//
// change: tcp -> udp
// concept: byte_stream
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ tcp, tenon::ipv4>& socket, tenon::mutable_bytes buffer) {
    return socket.receive_exactly(buffer);
}
