// SPDX-License-Identifier: BSL-1.0
// No descriptor is a TCP socket over Unix addresses.
//
// change: ipv4 -> unix_domain
// concept: runs_over
#include <tenon.hpp>

auto misuse() {
    return tenon::adopt<tenon::tcp, tenon::/*here*/ ipv4, tenon::connected>(3);
}
