// SPDX-License-Identifier: BSL-1.0
// `wait_any` takes sockets. A descriptor does not declare which events it can have.
//
// change: server -> server.native_handle()
// concept: waiting_argument
#include <tenon.hpp>

auto misuse(const tenon::listener<tenon::tcp, tenon::ipv4>& server) {
    return tenon::wait_any(tenon::readable, /*here*/ server);
}
