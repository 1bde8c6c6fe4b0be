// SPDX-License-Identifier: BSL-1.0
// No message reaches a UDP socket that is not bound.
//
// change: bound -> opened
// concept: waiting_argument
// further concept clang: becomes_ready
#include <tenon.hpp>

auto misuse(const tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking>& socket) {
    return tenon::wait_any(tenon::readable, socket);
}
