// SPDX-License-Identifier: BSL-1.0
// Raw sockets over IPv6 never send the header.
//
// change: ipv4 -> ipv6
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::raw_ip<89>, tenon::/*here*/ ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::header_included{true});
}
