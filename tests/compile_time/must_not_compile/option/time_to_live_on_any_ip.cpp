// SPDX-License-Identifier: BSL-1.0
// The time to live exists on IPv4 only; an any_ip socket can be of IPv6.
//
// change: ipv4 -> any_ip
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::tcp, tenon::/*here*/ ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::time_to_live{5});
}
