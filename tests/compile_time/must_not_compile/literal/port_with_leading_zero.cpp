// SPDX-License-Identifier: BSL-1.0
// A port has no leading zero.
//
// change: "[::1]:80" -> "[::1]:080"
// words: constexpr.* function .*port_has_leading_zero
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[::1]:80"_v6;
}
