// SPDX-License-Identifier: BSL-1.0
// What is connected does not connect.
//
// change: opened -> connected
// concept: settable_on
// further concept: applies_in
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::fast_open_connect{true});
}
