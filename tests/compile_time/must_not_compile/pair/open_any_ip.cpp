// SPDX-License-Identifier: BSL-1.0
// `open` has no endpoint that selects the version of IP.
//
// change: ipv6 -> any_ip
// concept: has_one_domain
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::tcp, tenon::/*here*/ ipv6>();
}
