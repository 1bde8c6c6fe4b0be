// SPDX-License-Identifier: BSL-1.0
// Endpoints of different families cannot be compared.
//
// change: "127.0.0.1:7000"_v4 -> "[::1]:7000"_v6
// words: ipv6::endpoint
// words: ipv4::endpoint
// words: no match for 'operator=='|invalid operands
#include <tenon.hpp>

using namespace tenon::literals;

bool misuse(const tenon::ipv4::endpoint& one) {
    return one == /*here*/ "127.0.0.1:7000"_v4;
}
