// SPDX-License-Identifier: BSL-1.0
// A seqpacket socket has no `send_all`, because a message is sent whole or not at all: use `send`.
//
// change: stream -> seqpacket
// concept: byte_stream
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ stream, tenon::unix_domain>& socket, tenon::const_bytes data) {
    return socket.send_all(data);
}
