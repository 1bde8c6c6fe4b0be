// SPDX-License-Identifier: BSL-1.0
// IPv4 has the option `multicast_time_to_live` instead.
//
// change: ipv6 -> ipv4
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::/*here*/ ipv6, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::multicast_hops{3});
}
