// SPDX-License-Identifier: BSL-1.0
// Nobody waits on a TCP socket that was only opened.
//
// change: connected -> opened
// concept gcc: may_wait
// concept clang: may_wait
// words deleted: no operation can wait in this state
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.shutdown();
}
