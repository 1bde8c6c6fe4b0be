// SPDX-License-Identifier: BSL-1.0
// A UDP socket with a fixed peer sends to it only: use `send`.
//
// change: bound -> connected
// concept: may_send_to
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send_to(data, "127.0.0.1:7000"_v4);
}
