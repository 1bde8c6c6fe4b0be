// SPDX-License-Identifier: BSL-1.0
// The nonblocking driver does not wait, so it has no `receive_exactly`.
//
// change: blocking -> nonblocking
// concept: waits
#include <tenon.hpp>

auto misuse(tenon::connection<tenon::tcp, tenon::ipv4, tenon::/*here*/ blocking>& socket, tenon::mutable_bytes buffer) {
    return socket.receive_exactly(buffer);
}
