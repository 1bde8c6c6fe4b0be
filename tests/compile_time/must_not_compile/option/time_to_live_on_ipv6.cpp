// SPDX-License-Identifier: BSL-1.0
// IPv6 has hop limits.
//
// change: ipv4 -> ipv6
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::udp, tenon::/*here*/ ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::time_to_live{64});
}
