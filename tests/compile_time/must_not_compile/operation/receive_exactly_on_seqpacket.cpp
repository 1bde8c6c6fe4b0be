// SPDX-License-Identifier: BSL-1.0
// There is no `receive_exactly` on a seqpacket socket: a message has a length of its own: `receive`.
//
// change: stream -> seqpacket
// concept: byte_stream
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ stream, tenon::unix_domain>& socket, tenon::mutable_bytes buffer) {
    return socket.receive_exactly(buffer);
}
