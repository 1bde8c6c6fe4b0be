// SPDX-License-Identifier: BSL-1.0
// A socket without a connection has no direction to shut down.
//
// change: connected -> bound
// concept: may_shut_down
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking> socket) {
    return std::move(socket).shutdown_send();
}
