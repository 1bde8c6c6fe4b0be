// SPDX-License-Identifier: BSL-1.0
// Nobody waits on a TCP socket that was only opened.
//
// change: connected -> opened
// concept: may_wait
// first clang: 4
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.interrupt();
}
