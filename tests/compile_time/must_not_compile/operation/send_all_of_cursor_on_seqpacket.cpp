// SPDX-License-Identifier: BSL-1.0
// A cursor over what is unsent makes no sense where messages are sent whole.
//
// change: stream -> seqpacket
// concept gcc: byte_stream
// concept clang: byte_stream
// words deleted: a message is sent whole
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::/*here*/ stream, tenon::unix_domain>& socket, tenon::unsent<>& rest) {
    return socket.send_all(rest);
}
