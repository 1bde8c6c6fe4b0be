// SPDX-License-Identifier: BSL-1.0
// A connected socket cannot connect again.
//
// change: opened -> connected
// concept: settable_on
// further concept: applies_in
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::fast_open_connect{true});
}
