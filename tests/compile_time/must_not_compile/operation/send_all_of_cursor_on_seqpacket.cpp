// SPDX-License-Identifier: BSL-1.0
// A message is sent whole or not at all, so there is no `send_all` with a cursor.
//
// change: stream -> seqpacket
// concept gcc: byte_stream
// concept clang: byte_stream
// words deleted: a message is sent whole
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ stream, tenon::unix_domain>& socket, tenon::unsent<>& rest) {
    return socket.send_all(rest);
}
