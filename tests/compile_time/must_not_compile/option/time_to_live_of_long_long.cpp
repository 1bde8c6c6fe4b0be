// SPDX-License-Identifier: BSL-1.0
// A wider number would be narrowed to an int.
//
// change: 64 -> 0x100000040
// words clang: the_value_would_be_cut_convert_it_first
// words gcc: the_value_would_be_cut_convert_it_first
// words deleted: the value would be cut: convert it to the type of the option's value first
#include <tenon.hpp>

auto misuse() {
    return tenon::options::time_to_live(/*here*/ 64);
}
