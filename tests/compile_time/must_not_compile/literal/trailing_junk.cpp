// SPDX-License-Identifier: BSL-1.0
// Nothing may follow the port.
//
// change: "10.0.0.1:80" -> "10.0.0.1:80x"
// words: constexpr.* function .*unexpected_character
#include <tenon.hpp>

using namespace tenon::literals;

auto misuse() {
    return /*here*/ "10.0.0.1:80"_v4;
}
