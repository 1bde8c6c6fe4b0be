// SPDX-License-Identifier: BSL-1.0
// A literal takes the index of a zone, because only the running system knows its name.
//
// change: "[fe80::1%2]:80" -> "[fe80::1%eth0]:80"
// words: constexpr.* function .*ipv6_zone_is_not_an_index
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[fe80::1%2]:80"_v6;
}
