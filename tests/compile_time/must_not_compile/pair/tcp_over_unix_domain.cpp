// SPDX-License-Identifier: BSL-1.0
// TCP runs over IP only; for Unix sockets there is `stream`.
//
// change: ipv4 -> unix_domain
// concept: runs_over
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::tcp, tenon::/*here*/ ipv4>();
}
