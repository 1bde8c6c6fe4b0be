// SPDX-License-Identifier: BSL-1.0
// Two :: would leave open which is how long.
//
// change: "[fe80::1]:80" -> "[fe80::1::1]:80"
// words: constexpr.* function .*ipv6_is_shortened_twice
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[fe80::1]:80"_v6;
}
