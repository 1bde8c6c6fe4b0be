// SPDX-License-Identifier: BSL-1.0
// ICMP runs over IP only.
//
// change: ipv6 -> unix_domain
// concept: runs_over
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::icmp, tenon::/*here*/ ipv6>();
}
