// SPDX-License-Identifier: BSL-1.0
// The receiving half of a connection does not send, so it has no `send_urgent`.
//
// change: connected -> receiving
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.send_urgent(std::byte{1});
}
