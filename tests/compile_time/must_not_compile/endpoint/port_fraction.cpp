// SPDX-License-Identifier: BSL-1.0
// A port is an integer.
//
// change: 80 -> 80.0
// words: no known conversion .*from .double. to .*port_number
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return tenon::any_ip::endpoint("::1"_v6_address, /*here*/ 80);
}
