// SPDX-License-Identifier: BSL-1.0
// An endpoint has a port.
//
// change: "[::1]:80" -> "[::1]:"
// words: constexpr.* function .*port_missing
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "[::1]:80"_v6;
}
