// SPDX-License-Identifier: BSL-1.0
// IPv6 has a hop limit instead of a time to live.
//
// change: ipv4 -> ipv6
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::/*here*/ ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::time_to_live{64});
}
