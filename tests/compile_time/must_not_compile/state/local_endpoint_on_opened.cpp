// SPDX-License-Identifier: BSL-1.0
// A socket that was only opened has no local endpoint.
//
// change: bound -> opened
// concept: has_local_endpoint
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ bound, tenon::blocking>& socket) {
    return socket.local_endpoint();
}
