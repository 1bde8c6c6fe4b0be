// SPDX-License-Identifier: BSL-1.0
// A seqpacket socket sends to the peer of the connection only.
//
// change: datagram -> seqpacket
// concept: connectionless
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::/*here*/ datagram, tenon::unix_domain, tenon::bound, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send_to(data, "/run/other.sock"_unix);
}
