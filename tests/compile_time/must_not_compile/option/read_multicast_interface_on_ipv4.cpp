// SPDX-License-Identifier: BSL-1.0
// IPv4 cannot read the interface of multicast.
//
// change: ipv6 -> ipv4
// concept: gettable_on
// further concept: readable_over
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::/*here*/ ipv6, tenon::opened, tenon::blocking>& socket) {
    return socket.get(tenon::options::multicast_interface{});
}
