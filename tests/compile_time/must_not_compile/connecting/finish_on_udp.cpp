// SPDX-License-Identifier: BSL-1.0
// Without a connection there is nothing to wait for.
//
// change: tcp -> udp
// concept: connection_oriented
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ tcp, tenon::ipv4, tenon::connecting, tenon::nonblocking> socket) {
    return std::move(socket).finish();
}
