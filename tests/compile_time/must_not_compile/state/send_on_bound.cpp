// SPDX-License-Identifier: BSL-1.0
// A socket that was only bound has no peer: `connect` it first, or `send_to` an endpoint.
//
// change: connected -> bound
// concept: may_send
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket,
            tenon::const_bytes data) {
    return socket.send(data);
}
