// SPDX-License-Identifier: BSL-1.0
// Unix sockets have no packets of a lower layer.
//
// change: ipv4 -> unix_domain
// concept: runs_over
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::raw_ip<89>, tenon::/*here*/ ipv4>();
}
