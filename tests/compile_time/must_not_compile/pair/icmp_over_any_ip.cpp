// SPDX-License-Identifier: BSL-1.0
// Each version of IP has its own ICMP, so there is no ICMP over any_ip.
//
// change: ipv6 -> any_ip
// concept: runs_over
#include <tenon.hpp>

auto misuse(int descriptor) {
    return tenon::adopt<tenon::icmp, tenon::/*here*/ ipv6, tenon::opened>(descriptor);
}
