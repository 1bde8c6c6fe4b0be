// SPDX-License-Identifier: BSL-1.0
// A text converts to bool as a pointer, which is always true.
//
// change: false -> "off"
// words clang: the_value_would_be_cut_convert_it_first
// words gcc: the_value_would_be_cut_convert_it_first
// words deleted: the value would be cut: convert it to the type of the option's value first
#include <tenon.hpp>

auto misuse() {
    return tenon::options::no_delay(/*here*/ false);
}
