// SPDX-License-Identifier: BSL-1.0
// The system makes pairs of Unix sockets only (socketpair(2)).
//
// change: unix_domain -> ipv4
// concept: makes_pairs
#include <tenon.hpp>

auto misuse() {
    return tenon::connected_pair<tenon::stream, tenon::/*here*/ unix_domain>();
}
