// SPDX-License-Identifier: BSL-1.0
// A sending half cannot be duplicated, because its end shuts down the direction.
//
// change: connected -> sending
// concept: !shuts_down_on_close
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.duplicate();
}
