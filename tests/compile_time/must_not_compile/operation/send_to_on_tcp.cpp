// SPDX-License-Identifier: BSL-1.0
// TCP sends to the peer of the connection only.
//
// change: udp -> tcp
// concept: message_oriented
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::/*here*/ udp, tenon::ipv4, tenon::bound, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send_to(data, "127.0.0.1:7000"_v4);
}
