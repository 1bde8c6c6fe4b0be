// SPDX-License-Identifier: BSL-1.0
// A seqpacket socket has no `receive_exactly`, because a message has its own length: use `receive`.
//
// change: stream -> seqpacket
// concept: byte_stream
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ stream, tenon::unix_domain>& socket, tenon::mutable_bytes buffer) {
    return socket.receive_exactly(buffer);
}
