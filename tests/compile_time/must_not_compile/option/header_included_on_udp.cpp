// SPDX-License-Identifier: BSL-1.0
// The system writes the header of a UDP datagram.
//
// change: raw_ip<89> -> udp
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::/*here*/ raw_ip<89>, tenon::ipv4, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::header_included{true});
}
