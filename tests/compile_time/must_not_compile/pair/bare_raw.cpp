// SPDX-License-Identifier: BSL-1.0
// A raw socket needs the number of a protocol.
//
// change: raw_ip<89> -> raw
// concept: runs_over
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::/*here*/ raw_ip<89>, tenon::ipv4>();
}
