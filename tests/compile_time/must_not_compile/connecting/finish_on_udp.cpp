// SPDX-License-Identifier: BSL-1.0
// The connect of a connectionless socket is complete at once.
//
// change: tcp -> udp
// concept: connection_oriented
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ tcp, tenon::ipv4, tenon::connecting, tenon::nonblocking> socket) {
    return std::move(socket).finish();
}
