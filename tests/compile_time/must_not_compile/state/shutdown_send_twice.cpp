// SPDX-License-Identifier: BSL-1.0
// Who has shut the sending direction cannot shut it again.
//
// change: connected -> receiving
// concept: may_shut_down
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking> socket) {
    return std::move(socket).shutdown_send();
}
