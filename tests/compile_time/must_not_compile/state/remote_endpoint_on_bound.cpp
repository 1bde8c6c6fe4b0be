// SPDX-License-Identifier: BSL-1.0
// A socket without a peer has no remote endpoint.
//
// change: connected -> bound
// concept: has_remote_endpoint
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.remote_endpoint();
}
