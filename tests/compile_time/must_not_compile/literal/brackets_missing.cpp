// SPDX-License-Identifier: BSL-1.0
// An IPv6 endpoint has its address in brackets.
//
// change: "[::1]:80" -> "::1:80"
// words: constexpr.* function .*ipv6_bracket_missing
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[::1]:80"_v6;
}
