// SPDX-License-Identifier: BSL-1.0
// There is no `send_all` on a seqpacket socket: a message is sent whole or not at all: `send`.
//
// change: stream -> seqpacket
// concept: byte_stream
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ stream, tenon::unix_domain>& socket, tenon::const_bytes data) {
    return socket.send_all(data);
}
