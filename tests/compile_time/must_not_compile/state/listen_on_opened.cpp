// SPDX-License-Identifier: BSL-1.0
// A socket must be bound before it listens.
//
// change: bound -> opened
// concept: ready_to_listen
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking> socket) {
    return std::move(socket).listen();
}
