// SPDX-License-Identifier: BSL-1.0
// With two `::`, the lengths of both would be ambiguous.
//
// change: "[fe80::1]:80" -> "[fe80::1::1]:80"
// words: constexpr.* function .*ipv6_is_shortened_twice
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[fe80::1]:80"_v6;
}
