// SPDX-License-Identifier: BSL-1.0
// Only ICMP has message types to filter.
//
// change: icmp -> raw_ip<89>
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ icmp, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::icmp_filter{tenon::options::icmp_types().with(8)});
}
