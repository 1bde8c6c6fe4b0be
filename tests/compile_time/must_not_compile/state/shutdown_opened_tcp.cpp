// SPDX-License-Identifier: BSL-1.0
// No thread can wait on an opened TCP socket, so it has no `shutdown`.
//
// change: connected -> opened
// concept gcc: may_wait
// concept clang: may_wait
// words deleted: no operation can wait in this state
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.shutdown();
}
