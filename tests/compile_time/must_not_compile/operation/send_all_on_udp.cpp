// SPDX-License-Identifier: BSL-1.0
// There is no `send_all` on UDP: a message is sent whole or not at all: `send`.
//
// change: tcp -> udp
// concept: byte_stream
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ tcp, tenon::ipv4>& socket, tenon::const_bytes data) {
    return socket.send_all(data);
}
