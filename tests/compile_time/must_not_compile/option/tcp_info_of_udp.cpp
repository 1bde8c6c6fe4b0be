// SPDX-License-Identifier: BSL-1.0
// UDP has no TCP_INFO.
//
// change: tcp -> udp
// concept: gettable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ tcp, tenon::ipv4, tenon::connected, tenon::blocking>& socket) {
    return socket.get(tenon::options::tcp_info{});
}
