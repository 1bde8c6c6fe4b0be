// SPDX-License-Identifier: BSL-1.0
// On a raw IPv4 socket the program computes the checksum.
//
// change: ipv6 -> ipv4
// concept: settable_on
// further concept: applies_to
#include <tenon.hpp>

auto misuse(tenon::basic_socket<tenon::raw_ip<89>, tenon::/*here*/ ipv6, tenon::opened, tenon::blocking>& socket) {
    return socket.set(tenon::options::checksum_offset{2});
}
