// SPDX-License-Identifier: BSL-1.0
// A connected socket has no attempt to finish.
//
// change: connecting -> connected
// concept: may_finish
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connecting, tenon::nonblocking> socket) {
    return std::move(socket).finish();
}
