// SPDX-License-Identifier: BSL-1.0
// A TCP socket without a peer never becomes writable.
//
// change: connecting -> opened
// concept: waiting_argument
// further concept clang: becomes_ready
#include <tenon.hpp>

auto misuse(const tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connecting, tenon::blocking>& socket) {
    return tenon::wait_any(tenon::writable, socket);
}
