// SPDX-License-Identifier: BSL-1.0
// `keep_alive` is a bool; the time is another option.
//
// change: true -> 60
// words clang: the_value_would_be_cut_convert_it_first
// words gcc: the_value_would_be_cut_convert_it_first
// words deleted: the value would be cut: convert it to the type of the option's value first
#include <tenon.hpp>

auto misuse() {
    return tenon::options::keep_alive(/*here*/ true);
}
