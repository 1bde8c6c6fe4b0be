// SPDX-License-Identifier: BSL-1.0
// A bound UDP socket cannot listen.
//
// change: tcp -> udp
// concept: may_listen
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ tcp, tenon::ipv4, tenon::bound, tenon::blocking> socket) {
    return std::move(socket).listen();
}
