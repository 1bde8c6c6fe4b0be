// SPDX-License-Identifier: BSL-1.0
// The protocol of an IP packet is one byte.
//
// change: 89 -> 256
// words: constraints? (not satisfied|failure)
// words: (Number|256) <= 255
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::raw_ip</*here*/ 89>, tenon::ipv4>();
}
