// SPDX-License-Identifier: BSL-1.0
// A number does not convert to an interface: write `interface_index(…)`.
//
// change: tenon::interface_index(2) -> 2
// words: interface_index
#include <tenon.hpp>

auto misuse() {
    return tenon::name_of(/*here*/ tenon::interface_index(2));
}
