// SPDX-License-Identifier: BSL-1.0
// Each version has an ICMP of its own.
//
// change: ipv6 -> any_ip
// concept: runs_over
#include <tenon.hpp>

auto misuse(int descriptor) {
    return tenon::adopt<tenon::icmp, tenon::/*here*/ ipv6, tenon::opened>(descriptor);
}
