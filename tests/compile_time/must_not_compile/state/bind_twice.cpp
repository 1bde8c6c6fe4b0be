// SPDX-License-Identifier: BSL-1.0
// A bound socket cannot be bound again.
//
// change: opened -> bound
// concept: ready_to_bind
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ opened, tenon::blocking> socket) {
    return std::move(socket).bind(tenon::ipv4::endpoint());
}
