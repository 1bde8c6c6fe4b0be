// SPDX-License-Identifier: BSL-1.0
// A bound socket cannot listen while an attempt to connect is under way.
//
// change: bound -> connecting_bound
// concept: ready_to_listen
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ bound, tenon::nonblocking> socket) {
    return std::move(socket).listen();
}
