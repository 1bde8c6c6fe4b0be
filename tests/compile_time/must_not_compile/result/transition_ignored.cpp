// SPDX-License-Identifier: BSL-1.0
// A transition whose result is ignored closes the socket.
//
// change: return std::move(socket).shutdown_send() -> std::move(socket).shutdown_send()
// words: unused-result
// words: only the result tells whether the operation failed
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4> socket) { /*here*/
    return std::move(socket).shutdown_send();
}
