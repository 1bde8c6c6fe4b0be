// SPDX-License-Identifier: BSL-1.0
// A socket without a peer has no path MTU.
//
// change: connected -> bound
// concept: readable_in
// further concept: readable_in
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::ipv4, tenon::/*here*/ connected, tenon::blocking>& socket) {
    return socket.get(tenon::options::path_mtu{});
}
