// SPDX-License-Identifier: BSL-1.0
// Only IPv4 delivers its header with a packet, so there is no raw socket over any_ip.
//
// change: ipv6 -> any_ip
// concept: runs_over
#include <tenon.hpp>

auto misuse(int descriptor) {
    return tenon::adopt<tenon::raw_ip<89>, tenon::/*here*/ ipv6, tenon::opened>(descriptor);
}
