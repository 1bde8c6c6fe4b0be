// SPDX-License-Identifier: BSL-1.0
// An address has no port.
//
// change: "10.0.0.1" -> "10.0.0.1:80"
// words: constexpr.* function .*unexpected_character
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.1"_v4_address;
}
