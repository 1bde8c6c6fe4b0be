// SPDX-License-Identifier: BSL-1.0
// Number 0 is not a protocol of IP.
//
// change: 89 -> 0
// words: constraints? (not satisfied|failure)
// words: (Number|0) > 0
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::raw_ip</*here*/ 89>, tenon::ipv4>();
}
