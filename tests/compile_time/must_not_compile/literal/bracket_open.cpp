// SPDX-License-Identifier: BSL-1.0
// An opening bracket needs a closing bracket.
//
// change: "[::1]:80" -> "[::1"
// words: constexpr.* function .*ipv6_bracket_missing
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[::1]:80"_v6;
}
