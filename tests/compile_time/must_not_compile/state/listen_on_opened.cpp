// SPDX-License-Identifier: BSL-1.0
// A socket is bound before it listens: where else would the peers connect to?
//
// change: bound -> opened
// concept: ready_to_listen
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking> socket) {
    return std::move(socket).listen();
}
