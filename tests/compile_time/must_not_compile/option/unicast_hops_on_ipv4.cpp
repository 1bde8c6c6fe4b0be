// SPDX-License-Identifier: BSL-1.0
// IPv4 has a time to live instead of a hop limit.
//
// change: ipv6 -> ipv4
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::/*here*/ ipv6, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::unicast_hops{64});
}
