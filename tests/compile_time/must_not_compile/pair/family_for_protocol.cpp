// SPDX-License-Identifier: BSL-1.0
// The protocol comes first, then the family.
//
// change: tcp, tenon::ipv4 -> ipv4, tenon::tcp
// concept: protocol
#include <tenon.hpp>

auto misuse() {
    return tenon::open<tenon::/*here*/ tcp, tenon::ipv4>();
}
